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
import re
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path

from alone import DATA, PGBACKREST, QUIET, ask, backups, database_bytes, failed, newest_row, restore, run, stop, wait_until_written

# A folder of the log: PostgreSQL's version, and how many clusters of that name there were before.
CLUSTER = re.compile(r"[\d.]+-\d+")
POINT = re.compile(r"RESTORE_POINT (\S+_(\d{8}T\d{6}Z))")
# Of the timeline that begins here each file is marked to be handed over, which the member does when it leads: without these nothing
# could be restored from a backup before.
MARKED = {"archive_mode": "on", "archive_command": "/bin/false"}
# What PostgreSQL was told for this recovery only; in postgresql.auto.conf it would outlive it.
RECOVERY = ("restore_command", "recovery_target_action", "recovery_target_name", "recovery_target_time", "recovery_target_timeline")


def moment_of(target):
    """Seconds since 1970 of a time, or of a restore point's name."""
    for form in ("%Y-%m-%dT%H:%M:%SZ", "%Y%m%dT%H%M%SZ"):
        try:
            return datetime.strptime(target.rsplit("_", 1)[-1], form).replace(tzinfo=timezone.utc).timestamp()
        except ValueError:
            pass
    return failed(f'TARGET is "{target}"; allowed: latest, a time such as 2026-11-01T12:00:00Z, the name of a restore point')


def told(moment):
    """A moment as people write it."""
    return datetime.fromtimestamp(moment, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def lsn(text):
    """A place in the log as a number."""
    high, low = text.split("/")
    return (int(high, 16) << 32) + int(low, 16)


def listed(stanza, config):
    """All files of a group's log in the repository, by path below `archive/STANZA`, of the newest cluster of that name."""
    found = json.loads(run("repo-ls", PGBACKREST, config, QUIET, "--recurse", "--output=json", "repo-ls", f"archive/{stanza}"))
    # Beside the clusters' folders it lists the folder itself, and what says which there are.
    clusters = [path for path in found if CLUSTER.fullmatch(path)]
    newest = max(clusters, key=lambda name: int(name.rsplit("-", 1)[-1]), default="none")
    return {path: entry for path, entry in found.items() if entry["type"] == "file" and path.startswith(f"{newest}/")}


def timeline_at(files, moment):
    """The timeline that was written at a moment, and the file that says where it comes from; none for the first."""
    histories = [(int(Path(path).stem, 16), path) for path, entry in files.items() if path.endswith(".history") and entry["time"] <= moment]
    return max(histories, default=(1, None))


def whole_before(known, moment, timeline, parents):
    """The backups from which a timeline can be reached: begun on it, or on one that it comes from before the two part."""
    found = []
    for backup in known:
        own = int(backup["archive"]["start"][:8], 16)
        reaches = own == timeline or (own in parents and lsn(backup["lsn"]["stop"]) <= parents[own])
        if reaches and backup["timestamp"]["stop"] < moment:
            found.append(backup)
    return found


def options_for(target, stanza, config):
    """How pgBackRest is told where to stop, along which timeline, and from which backup to begin: the newest that was whole before."""
    moment = math.inf if target == "latest" else moment_of(target)
    timeline, history = timeline_at(listed(stanza, config), moment)
    parents = {}
    if history is not None:
        text = run("repo-get", PGBACKREST, config, QUIET, "repo-get", f"archive/{stanza}/{history}")
        parents = {int(line.split()[0]): lsn(line.split()[1]) for line in text.splitlines() if line[:1].isdigit()}
    known = backups(stanza, config)
    before = whole_before(known, moment, timeline, parents)
    if not before:
        first = told(known[0]["timestamp"]["stop"]) if known else "no time"
        failed(f"no backup that leads to timeline {timeline} ended before {target}; the first that is whole ended at {first}")
    along = [f"--set={before[-1]['label']}", f"--target-timeline={timeline}"]
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


def points_in(stanza, config, moment, minutes):
    """Restore points of the minutes before a moment, or before the end of the log, newest first, along the timeline of then."""
    files = listed(stanza, config)
    segments = {path: entry["time"] for path, entry in files.items() if re.match(r"[0-9A-F]{24}-", Path(path).name)}
    # Where the leader is gone for long, the log has an end that is as old.
    end = min(moment, max(segments.values(), default=0))
    begin = end - 60 * minutes
    timeline = f"{timeline_at(files, moment)[0]:08X}"
    # A segment comes to the repository after what it holds.
    names = sorted(
        {
            Path(path).name[:24]
            for path, at in segments.items()
            if begin <= at <= end + 60 * minutes and Path(path).name.startswith(timeline)
        }
    )
    found = set()
    with tempfile.TemporaryDirectory() as home:
        for name in names:
            run("archive-get", PGBACKREST, config, f"--stanza={stanza}", "--no-archive-async", "archive-get", name, f"{home}/{name}")
            # It ends with 1 where a segment ends before its room does.
            read = subprocess.run(["pg_waldump", "--rmgr=XLOG", f"{home}/{name}"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
            found.update(POINT.findall(read.stdout))
            Path(home, name).unlink()
    return sorted((name for name, stamp in found if begin <= moment_of(stamp) <= moment), reverse=True)


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
        print(json.dumps(names), flush=True)
        return
    print(json.dumps(bring_back(target, stanza, config_of(configs), float(os.environ["MINUTES_MAX"]))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
