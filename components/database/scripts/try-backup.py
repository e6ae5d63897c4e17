#!/usr/bin/env python3
"""Restores the newest backup of a repository with all log that follows, looks at every table and index, and throws it away.

Usage: try-backup.py STANZA CONFIG...; each CONFIG names one repository, and the day says whose turn it is. MINUTES_MAX is how long it
may take until the server writes, LOSS_MINUTES_MAX how old the newest heartbeat may be then, PROCESSES how many check. Prints one line of
JSON. Ends with 0 when all of it holds, 1 when not, and says which.
"""

import json
import math
import os
import sys
import time
from pathlib import Path

from alone import database_bytes, failed, newest_row, restore, run, stop, wait_until_written


def heartbeat_age():
    """Seconds since the newest heartbeat; none where no database has one."""
    age = newest_row("extract(epoch FROM clock_timestamp() - max(at))")
    return None if age is None else float(age or "inf")


def main(stanza, *configs):
    """Tries the repository whose turn it is."""
    minutes_max = float(os.environ["MINUTES_MAX"])
    loss_max = float(os.environ["LOSS_MINUTES_MAX"]) * 60
    config = sorted(configs)[int(time.time() // 86_400) % len(configs)]
    began = time.monotonic()
    restore(stanza, config)
    wait_until_written(minutes_max * 60, began)
    seconds = time.monotonic() - began
    age = heartbeat_age()
    checked = time.monotonic()
    run("pg_amcheck", "pg_amcheck", "--all", "--install-missing", "--heapallindexed", f"--jobs={os.environ['PROCESSES']}")
    print(
        json.dumps(
            {
                "stanza": stanza,
                "config": Path(config).name,
                "restoreSeconds": round(seconds, 1),
                "checkSeconds": round(time.monotonic() - checked, 1),
                "databaseBytes": database_bytes(),
                "heartbeatAgeSeconds": None if age in (None, math.inf) else round(age, 1),
            }
        ),
        flush=True,
    )
    stop()
    if seconds > minutes_max * 60:
        failed(f"it took {seconds:.0f} s; allowed: {minutes_max * 60:.0f}")
    if age is not None and age > loss_max:
        failed(f"the newest row is {age:.0f} s old; allowed: {loss_max:.0f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
