#!/bin/sh
# Writes the time and names this moment on every group of a cluster (SHARDED=true), or on the one server that a cluster without shards has. Citus
# holds back transactions over several nodes while it does, so that all groups can be restored to one and the same moment.
set -eu
name="$RESTORE_POINT_PREFIX$(date -u +%Y%m%dT%H%M%SZ)"
create=pg_catalog.pg_create_restore_point
[ "$SHARDED" = true ] && create=pg_catalog.citus_create_restore_point
# The row says, of what is restored, up to when; nobody has to wait for its copies. Each has a digest of itself and of the one before,
# so that one which is missing or other than written is found in whatever is restored (try-backup.py). Rows live for HEARTBEAT_DAYS.
# psql fills variables in what it reads from a file only.
cat <<SQL |
SET synchronous_commit = local;
SET client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS azora;
CREATE TABLE IF NOT EXISTS azora.heartbeats (number bigint PRIMARY KEY, at timestamptz NOT NULL, digest bytea NOT NULL);
INSERT INTO azora.heartbeats (number, at, digest)
  SELECT number + 1, now, sha256(digest || convert_to(number + 1 || ' ' || extract(epoch FROM now), 'UTF8'))
    FROM (SELECT number, digest FROM azora.heartbeats UNION ALL SELECT 0, '' ORDER BY number DESC LIMIT 1) AS newest,
         clock_timestamp() AS now;
DELETE FROM azora.heartbeats WHERE at < clock_timestamp() - $HEARTBEAT_DAYS * interval '1 day';
SELECT $create(:'name');
SQL
  psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --set "name=$name" --file - >/dev/null
echo "restore-point: $name"
