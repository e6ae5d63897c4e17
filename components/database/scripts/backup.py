#!/usr/bin/env python3
"""Backs a group of a cluster up into one of its repositories.

Usage: backup.py STANZA CONFIG; CONFIG names that repository and no other, FULL_DAYS and DIFFERENTIAL_HOURS say how old the newest full
backup, and the newest that is full or differential, may be. Makes the stanza where the repository has none. What was missed is made up
for at the next run, since ages decide, and not the time of day. Ends as pgBackRest does.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

PGBACKREST = Path(__file__).with_name("pgbackrest.sh")
# It warns where it prints what is read here.
QUIET = "--log-level-console=error"
# Of a stanza, as `info` says it ("Info command", pgbackrest.org): it has backups, or none yet; the repository has no folder of it, or no
# data in that. All else, such as a repository that cannot be read (99), says nothing of what it has.
KNOWN = (0, 2)
MISSING = (1, 3)


def call(config, stanza, *args, capture=False):
    """What pgBackRest prints; ends with its status where that is not 0."""
    done = subprocess.run(
        [PGBACKREST, config, f"--stanza={stanza}", *args],
        stdout=subprocess.PIPE if capture else None,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        sys.exit(done.returncode)
    return done.stdout or ""


def kind_due(backups, now, full_seconds, differential_seconds):
    """full, diff or incr, by the ages of the backups that are whole."""
    stopped = {"full": 0, "diff": 0}
    for backup in backups:
        if backup["type"] in stopped and not backup.get("error"):
            stopped[backup["type"]] = max(stopped[backup["type"]], backup["timestamp"]["stop"])
    if now - stopped["full"] >= full_seconds:
        return "full"
    return "diff" if now - max(stopped.values()) >= differential_seconds else "incr"


def main(stanza, config):
    """Makes the stanza where there is none, then the backup that is due."""
    # What it could not read it says as it is, bytes of any kind.
    (known,) = json.loads(call(config, stanza, QUIET, "--output=json", "info", capture=True), strict=False) or [{}]
    status = known.get("status", {"code": MISSING[0]})
    if status["code"] in MISSING:
        call(config, stanza, "stanza-create")
    elif status["code"] not in KNOWN:
        sys.exit(f"{stanza}: {status.get('message', 'no message')} ({status['code']}): no backup is begun")
    kind = kind_due(
        known.get("backup", []),
        time.time(),
        int(os.environ["FULL_DAYS"]) * 86_400,
        int(os.environ["DIFFERENTIAL_HOURS"]) * 3600,
    )
    print(f"{stanza}: {kind} backup", flush=True)
    call(config, stanza, f"--type={kind}", "backup")


if __name__ == "__main__":
    main(*sys.argv[1:])
