#!/usr/bin/env python3
"""Brings a group's files back on a member's volume, to the end of the log or to a moment, ready for Patroni to lead with.

Usage: restore.py STANZA CONFIG...; each CONFIG is called `restore-N.conf` and names repository N; REPOSITORY says which is read. TARGET is
`latest`, a time in UTC such as 2026-11-01T12:00:00Z, or the name of a restore point such as azora_20261101T120000Z. MINUTES_MAX is how
long it may take. Prints one line of JSON with the newest row that is there. Ends with 0 when the server was stopped whole, else with 1.

With MODE=points it prints which restore points the log has in the POINT_MINUTES before TARGET, newest first, and restores nothing.
"""

import json
import math
import os
import sys
import time
from pathlib import Path

from alone import DATA, PGBACKREST, QUIET, ask, backups, database_bytes, failed, newest_row, restore, run, stop, wait_until_written
from archived import listed, lsn, moment_of, points_in, timeline_at, timeline_of, told

# Of the timeline that begins here each file is marked to be handed over, which the member does when it leads: without these nothing
# could be restored from a backup before.
MARKED = {"archive_mode": "on", "archive_command": "/bin/false"}
# What PostgreSQL was told for this recovery only; in postgresql.auto.conf it would outlive it.
RECOVERY = ("restore_command", "recovery_target_action", "recovery_target_name", "recovery_target_time", "recovery_target_timeline")


def whole_before(known, moment, timeline, parents):
    """The backups from which a timeline can be reached: begun on it, or on one that it comes from before the two part."""
    found = []
    for backup in known:
        own = timeline_of(backup)
        reaches = own == timeline or (own in parents and lsn(backup["lsn"]["stop"]) <= parents[own])
        if reaches and backup["timestamp"]["stop"] < moment:
            found.append(backup)
    return found


def options_for(target, stanza, config):
    """How pgBackRest is told where to stop, along which timeline, and from which backup to begin: the newest that was whole before."""
    moment = math.inf if target == "latest" else moment_of(target)
    known = backups(stanza, config)
    timeline, history = timeline_at(listed(stanza, config), known, moment)
    parents = {}
    if history is not None:
        text = run("repo-get", PGBACKREST, config, QUIET, "repo-get", f"archive/{stanza}/{history}")
        parents = {int(line.split()[0]): lsn(line.split()[1]) for line in text.splitlines() if line[:1].isdigit()}
    before = whole_before(known, moment, timeline, parents)
    if not before:
        first = told(known[0]["timestamp"]["stop"]) if known else "no time"
        failed(f"no backup that leads to timeline {timeline} ended before {target}; the first that is whole ended at {first}")
    chosen = before[-1]
    # Of its own timeline it needs no history.
    along = [f"--set={chosen['label']}", f"--target-timeline={'current' if timeline_of(chosen) == timeline else timeline}"]
    if target == "latest":
        return along
    kind = ["--type=name", f"--target={target}"] if "_" in target else ["--type=time", f"--target={told(moment)[:19].replace('T', ' ')}+00"]
    return [*along, *kind, "--target-action=promote"]


def bring_back(target, stanza, config, minutes_max):
    """Restores, replays, and leaves the files of a server that was stopped."""
    began = time.monotonic()
    # The volume is this pod's alone: whoever wrote this file is gone.
    (DATA / "postmaster.pid").unlink(missing_ok=True)
    restore(stanza, config, "--delta", *options_for(target, stanza, config), settings=MARKED)
    wait_until_written(minutes_max * 60, began)
    for name in RECOVERY:
        ask(f"ALTER SYSTEM RESET {name}")
    newest = newest_row("to_char(max(at) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')")
    size = database_bytes()
    stop()
    return {
        "stanza": stanza,
        "config": Path(config).name,
        "target": target,
        "newestRow": newest or None,
        "databaseBytes": size,
        "seconds": round(time.monotonic() - began, 1),
    }


def config_of(configs):
    """The file of the repository that is asked for."""
    wanted = f"restore-{os.environ['REPOSITORY']}.conf"
    for config in configs:
        if Path(config).name == wanted:
            return config
    return failed(f'REPOSITORY is "{os.environ["REPOSITORY"]}"; allowed: {", ".join(Path(config).name for config in configs)}')


def main(stanza, *configs):
    """Restores, or prints restore points."""
    target = os.environ["TARGET"]
    if os.environ.get("MODE") == "points":
        moment = math.inf if target == "latest" else moment_of(target)
        names = points_in(stanza, config_of(configs), moment, float(os.environ["POINT_MINUTES"]))
        print(json.dumps(list(names)), flush=True)
        return
    print(json.dumps(bring_back(target, stanza, config_of(configs), float(os.environ["MINUTES_MAX"]))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
