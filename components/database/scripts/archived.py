"""What a repository has of a group's log: its files, its timelines, and the moments that are named in it."""

import json
import re
import subprocess
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from alone import PGBACKREST, QUIET, backups, failed, run

# A folder of the log: PostgreSQL's version, and how many clusters of that name there were before.
CLUSTER = re.compile(r"[\d.]+-\d+")
POINT = re.compile(r"RESTORE_POINT (\S+_\d{8}T\d{6}Z)")


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


def timeline_of(backup):
    """The timeline that a backup began on."""
    return int(backup["archive"]["start"][:8], 16)


def timeline_at(files, known, moment):
    """The timeline that was written at a moment, and the file that says where it comes from; none where only backups tell of it, since the
    bucket's lifecycle takes a history some days after it was written, and the backups that came before it sooner."""
    histories = {int(Path(path).stem, 16): path for path, entry in files.items() if path.endswith(".history") and entry["time"] <= moment}
    begun = [timeline_of(backup) for backup in known if backup["timestamp"]["stop"] < moment]
    newest = max([*histories, *begun], default=1)
    return newest, histories.get(newest)


def points_in(stanza, config, moment, minutes):
    """Restore points of the minutes before a moment, or before the end of the log, newest first, along the timeline of then; each segment
    is fetched when it is asked for."""
    files = listed(stanza, config)
    segments = {path: entry["time"] for path, entry in files.items() if re.match(r"[0-9A-F]{24}-", Path(path).name)}
    # Where the leader is gone for long, the log has an end that is as old.
    end = min(moment, max(segments.values(), default=0))
    begin = end - 60 * minutes
    timeline = f"{timeline_at(files, backups(stanza, config), moment)[0]:08X}"
    # A segment comes to the repository after what it holds.
    names = {
        Path(path).name[:24]
        for path, at in segments.items()
        if begin <= at <= end + 60 * minutes and Path(path).name.startswith(timeline)
    }
    with tempfile.TemporaryDirectory() as home:
        for name in sorted(names, reverse=True):
            run("archive-get", PGBACKREST, config, f"--stanza={stanza}", "--no-archive-async", "archive-get", name, f"{home}/{name}")
            # It ends with 1 where a segment ends before its room does.
            read = subprocess.run(["pg_waldump", "--rmgr=XLOG", f"{home}/{name}"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
            Path(home, name).unlink()
            yield from (point for point in reversed(POINT.findall(read.stdout)) if begin <= moment_of(point) <= moment)
