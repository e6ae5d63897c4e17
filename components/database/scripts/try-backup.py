#!/usr/bin/env python3
"""Restores the newest backup of a repository with all log that follows, looks at every table and index, at the rows that a job has
written each minute and at what erasures have left, and throws it away.

Usage: try-backup.py STANZA CONFIG; CONFIG names one repository. MINUTES_MAX is how long it may take until the server writes,
LOSS_MINUTES_MAX how old the newest heartbeat and the newest restore point may be then, PROCESSES how many check. Prints one line of
JSON. Ends with 0 when all of it holds, 1 when not, and says which.
"""

import json
import math
import os
import sys
import time
from pathlib import Path

from alone import database_bytes, failed, newest_row, restore, run, stop, wait_until_written, where_there_is
from archived import moment_of, points_in

# Heartbeats that are missing, and that are other than they were written (restore-point.sh).
CHAIN = """
SELECT COALESCE(max(number) - min(number) + 1 - count(*), 0) || ' ' || count(*) FILTER (WHERE digest <> wanted)
  FROM (SELECT number, digest,
               sha256(lag(digest) OVER (ORDER BY number) || convert_to(number || ' ' || extract(epoch FROM at), 'UTF8')) AS wanted
          FROM azora.heartbeats) AS chain
"""


def is_worker():
    """Whether it is a group of Citus that has no heartbeats, since its coordinator's group has the cluster's."""
    return int(where_there_is("pg_catalog.pg_dist_local_group", "SELECT max(groupid) FROM pg_dist_local_group") or 0) > 0


def heartbeat_age():
    """Seconds since the newest heartbeat; none on a worker."""
    age = newest_row("extract(epoch FROM clock_timestamp() - max(at))")
    return None if age is None and is_worker() else float(age or "inf")


def point_age(stanza, config, loss_max):
    """Seconds since the newest moment that the log names, which is named on every group; infinite where none is near its end."""
    newest = next(points_in(stanza, config, math.inf, loss_max / 60), None)
    return math.inf if newest is None else time.time() - moment_of(newest)


def broken_rows():
    """Rows of each minute that are missing, and that are wrong; none where no database has any."""
    found = where_there_is("azora.heartbeats", CHAIN)
    return (0, 0) if found is None else tuple(map(int, found.split()))


def left_of_erased():
    """Keys of whom the ledger says that they are erased; none where a cluster keeps no keys."""
    return int(where_there_is("azora.erased_left", "SELECT azora.erased_left()") or 0)


def main(stanza, config):
    """Tries one repository."""
    minutes_max = float(os.environ["MINUTES_MAX"])
    loss_max = float(os.environ["LOSS_MINUTES_MAX"]) * 60
    began = time.monotonic()
    restore(stanza, config)
    wait_until_written(minutes_max * 60, began)
    seconds = time.monotonic() - began
    age = heartbeat_age()
    point = point_age(stanza, config, loss_max)
    checked = time.monotonic()
    run("pg_amcheck", "pg_amcheck", "--all", "--install-missing", "--heapallindexed", f"--jobs={os.environ['PROCESSES']}")
    missing, wrong = broken_rows()
    erased = left_of_erased()
    print(
        json.dumps(
            {
                "stanza": stanza,
                "config": Path(config).name,
                "restoreSeconds": round(seconds, 1),
                "checkSeconds": round(time.monotonic() - checked, 1),
                "databaseBytes": database_bytes(),
                "heartbeatAgeSeconds": None if age in (None, math.inf) else round(age, 1),
                "restorePointAgeSeconds": None if point == math.inf else round(point, 1),
                "rowsMissing": missing,
                "rowsWrong": wrong,
                "erasedLeft": erased,
            }
        ),
        flush=True,
    )
    stop()
    if seconds > minutes_max * 60:
        failed(f"it took {seconds:.0f} s; allowed: {minutes_max * 60:.0f}")
    if age is not None and age > loss_max:
        failed(f"the newest row is {age:.0f} s old; allowed: {loss_max:.0f}")
    if point > loss_max:
        failed(f"the newest restore point is {point:.0f} s old; allowed: {loss_max:.0f}")
    if missing or wrong:
        failed(f"of the rows of each minute {missing} are missing and {wrong} are other than they were written")
    if erased:
        failed(f"{erased} of those who are erased have their keys")


if __name__ == "__main__":
    main(*sys.argv[1:])
