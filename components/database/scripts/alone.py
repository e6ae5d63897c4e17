"""A group's files brought back from one of its repositories, under a server that stands alone until all of it is looked at."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

PGBACKREST = Path(__file__).with_name("pgbackrest.sh")
FETCH = Path(__file__).with_name("fetch-log.sh")
# It warns where it prints what is read here.
QUIET = "--log-level-console=error"
# Of a status of `info`: neither backups, nor none, nor no stanza ("Info command", pgbackrest.org).
UNREADABLE = 99
# Not among the files that are restored, which are backed up and copied.
LOG = Path(os.environ.get("LOG", "/tmp/alone.log"))
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
    if LOG.exists():
        print("".join(LOG.read_text(errors="replace").splitlines(keepends=True)[-20:]), file=sys.stderr)
    print(f"{Path(sys.argv[0]).stem}: {why}", file=sys.stderr)
    sys.exit(1)


def run(what, *command):
    """What a command prints; ends where it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, errors="replace", check=False)
    if done.returncode != 0:
        # pgBackRest says there what is wrong.
        print(done.stdout, end="", file=sys.stderr)
        failed(f"{what} ended with {done.returncode}")
    return done.stdout


def ask(statement, database="postgres"):
    """A statement's one value."""
    return run(
        "psql", "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", f"--dbname={database}", f"--command={statement}"
    ).strip()


def known(stanza, config):
    """What a repository says of a group; ends where nobody can read it, which pgBackRest itself takes for one without backups."""
    # What it could not read it says as it is, bytes of any kind.
    (found,) = json.loads(run("info", PGBACKREST, config, QUIET, f"--stanza={stanza}", "--output=json", "info"), strict=False) or [{}]
    for repository in [found, *found.get("repo", [])][::-1]:
        status = repository.get("status", {})
        if status.get("code") == UNREADABLE:
            failed(f"the repository cannot be read, as with another passphrase than its own: {status.get('message', 'no message')}")
    return found


def backups(stanza, config):
    """The whole backups of a repository, oldest first."""
    return [backup for backup in known(stanza, config).get("backup", []) if not backup.get("error")]


def restore(stanza, config, *options, settings=None):
    """Brings a backup back, the newest where nothing else is said, with a server that then reads the log by itself."""
    known(stanza, config)
    fetch = f"{FETCH} {config} {stanza} %f \"%p\""
    run("restore", PGBACKREST, config, f"--stanza={stanza}", f"--recovery-option=restore_command={fetch}", *options, "restore")
    told = " ".join(f"-c {key}='{value}'" for key, value in {**ALONE, **(settings or {})}.items())
    run("start", "pg_ctl", "start", "--silent", "--wait", "--timeout=86400", f"--pgdata={DATA}", f"--log={LOG}", f"--options={told}")


def wait_until_written(seconds_max, began):
    """Waits until all log is replayed and the server writes."""
    while ask("SELECT pg_is_in_recovery()") == "t":
        if time.monotonic() - began > seconds_max:
            failed(f"after {seconds_max:.0f} s log is still replayed")
        time.sleep(1)


def where_there_is(name, question):
    """What a question is answered in the database that has a table or function of a name; none where no database has, as on a worker."""
    for database in ask("SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate").split("\n"):
        if ask(f"SELECT COALESCE(to_regclass('{name}')::oid, to_regproc('{name}')::oid) IS NOT NULL", database) == "t":
            return ask(question, database)
    return None


def newest_row(expression):
    """What an expression makes of the heartbeats; none where no database has any."""
    return where_there_is("azora.heartbeats", f"SELECT {expression} FROM azora.heartbeats")


def database_bytes():
    """Of all databases."""
    return int(ask("SELECT sum(pg_database_size(datname)) FROM pg_database"))


def stop():
    """Stops the server when all it has is on disk."""
    run("stop", "pg_ctl", "stop", "--silent", "--mode=fast", "--timeout=600", f"--pgdata={DATA}")
