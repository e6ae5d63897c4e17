#!/usr/bin/env python3
"""Restores the newest backup of a repository with all log that follows, looks at every table and index, and throws it away.

Usage: try-backup.py STANZA CONFIG...; each CONFIG names one repository, and the day says whose turn it is. MINUTES_MAX is how long it
may take until the server writes, LOSS_MINUTES_MAX how old the newest heartbeat may be then, PROCESSES how many check. Prints one line of
JSON. Ends with 0 when all of it holds, 1 when not, and says which.
"""

import json
import math
import os
import subprocess
import sys
import time
from pathlib import Path

PGBACKREST = Path(__file__).with_name("pgbackrest.sh")
DATA = Path(os.environ.get("PGDATA", "/var/lib/postgresql/data"))
SOCKET = os.environ.get("PGHOST", "/var/run/postgresql")
# What the restored files say of the cluster that they were taken from, told otherwise: nobody is served, waited for or archived to.
ALONE = {
    "archive_mode": "off",
    # A node of Citus does alone what it would have others do, or asks them for.
    "citus.enable_ddl_propagation": "off",
    "citus.enable_metadata_sync": "off",
    "citus.recover_2pc_interval": "-1",
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "ssl": "off",
    "synchronous_standby_names": "",
    "unix_socket_directories": SOCKET,
}


def failed(why):
    """Ends with a reason."""
    print(f"try-backup: {why}", file=sys.stderr)
    sys.exit(1)


def run(what, *command):
    """What a command prints; ends where it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        failed(f"{what} ended with {done.returncode}")
    return done.stdout


def ask(statement, database="postgres"):
    """A statement's one value."""
    return run(
        "psql", "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", f"--dbname={database}", f"--command={statement}"
    ).strip()


def restore(stanza, config):
    """Brings the newest backup back, with a server that then reads the log by itself."""
    fetch = f"{PGBACKREST} {config} --stanza={stanza} archive-get %f \"%p\""
    run("restore", PGBACKREST, config, f"--stanza={stanza}", f"--recovery-option=restore_command={fetch}", "restore")
    options = " ".join(f"-c {key}='{value}'" for key, value in ALONE.items())
    run("start", "pg_ctl", "start", "--silent", "--wait", "--timeout=86400", f"--pgdata={DATA}", f"--log={DATA}/trial.log", f"--options={options}")


def wait_until_written(seconds_max, began):
    """Waits until all log is replayed and the server writes."""
    while ask("SELECT pg_is_in_recovery()") == "t":
        if time.monotonic() - began > seconds_max:
            failed(f"after {seconds_max:.0f} s log is still replayed")
        time.sleep(1)


def heartbeat_age():
    """Seconds since the newest heartbeat of any database; none where no database has one, as on a worker."""
    ages = []
    for database in ask("SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate").split("\n"):
        if ask("SELECT to_regclass('azora.heartbeat') IS NOT NULL", database) == "t":
            ages.append(float(ask("SELECT extract(epoch FROM clock_timestamp() - max(at)) FROM azora.heartbeat", database) or "inf"))
    return min(ages) if ages else None


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
                "databaseBytes": int(ask("SELECT sum(pg_database_size(datname)) FROM pg_database")),
                "heartbeatAgeSeconds": None if age in (None, math.inf) else round(age, 1),
            }
        ),
        flush=True,
    )
    run("stop", "pg_ctl", "stop", "--silent", "--mode=fast", f"--pgdata={DATA}")
    if seconds > minutes_max * 60:
        failed(f"it took {seconds:.0f} s; allowed: {minutes_max * 60:.0f}")
    if age is not None and age > loss_max:
        failed(f"the newest row is {age:.0f} s old; allowed: {loss_max:.0f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
