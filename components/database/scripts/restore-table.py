#!/usr/bin/env python3
"""Brings one table back as it was at a moment, beside the one that is in use.

Usage: restore-table.py STANZA CONFIG...; REPOSITORY, TARGET and MINUTES_MAX as for restore.py. TABLE is schema and name. LIVE is how the
leader is reached. The backup is restored on a disk of this pod's own; the table's rows go into a schema that is named after the moment,
without indexes, keys and triggers, which those who compare it need not. Prints one line of JSON. Ends with 0 when all rows are there.
"""

import json
import os
import re
import subprocess
import sys
import time

from alone import ask, failed, restore, run, stop, wait_until_written
from archived import moment_of
from restore import config_of, options_for

DATABASE = "azora"


def schema_for(target):
    """Where the table goes: one schema a moment. @example restored_20261101t120000z"""
    at = time.time() if target == "latest" else moment_of(target)
    return time.strftime("restored_%Y%m%dt%H%M%Sz", time.gmtime(at))


def copy(schema, live):
    """Copies a schema to the leader, all of it or nothing."""
    dump = subprocess.Popen(
        ["pg_dump", f"--dbname={DATABASE}", f"--schema={schema}", "--section=pre-data", "--section=data"], stdout=subprocess.PIPE
    )
    load = subprocess.run(
        ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--dbname={live}", "--output=/dev/null"],
        stdin=dump.stdout,
        # The environment names the server that stands alone.
        env={key: value for key, value in os.environ.items() if not key.startswith("PGHOST")},
        check=False,
    )
    if dump.wait() != 0 or load.returncode != 0:
        failed(f"the copy ended with {dump.returncode} and {load.returncode}; nothing of it is there")


def main(stanza, *configs):
    """Restores aside, then copies."""
    target, table, live = os.environ["TARGET"], os.environ["TABLE"], os.environ["LIVE"]
    if not re.fullmatch(r"[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*", table):
        failed(f'TABLE is "{table}"; allowed: schema and name, such as app.orders')
    config = config_of(configs)
    began = time.monotonic()
    restore(stanza, config, *options_for(target, stanza, config))
    wait_until_written(float(os.environ["MINUTES_MAX"]) * 60, began)
    if ask(f"SELECT to_regclass('{table}') IS NOT NULL", DATABASE) != "t":
        failed(f"there was no table {table} then")
    schema = schema_for(target)
    ask(f"CREATE SCHEMA {schema}; ALTER TABLE {table} SET SCHEMA {schema}", DATABASE)
    name = f"{schema}.{table.split('.')[1]}"
    rows = int(ask(f"SELECT count(*) FROM {name}", DATABASE))
    copy(schema, live)
    there = int(run("psql", "env", "-u", "PGHOST", "psql", "--no-psqlrc", "--tuples-only", "--no-align", f"--dbname={live}", f"--command=SELECT count(*) FROM {name}"))
    stop()
    if there != rows:
        failed(f"{name} has {there} rows; it had {rows}")
    print(json.dumps({"stanza": stanza, "target": target, "table": name, "rows": rows, "seconds": round(time.monotonic() - began, 1)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
