#!/bin/sh
# Writes the time and names this moment on every group of a cluster (SHARDED=true), or on the one server that a cluster without shards has. Citus
# holds back transactions over several nodes while it does, so that all groups can be restored to one and the same moment.
set -eu
name="$RESTORE_POINT_PREFIX$(date -u +%Y%m%dT%H%M%SZ)"
create=pg_catalog.pg_create_restore_point
[ "$SHARDED" = true ] && create=pg_catalog.citus_create_restore_point
# The row says, of what is restored, up to when; nobody has to wait for its copies. psql fills variables in what it reads from a file
# only.
cat <<SQL |
SET synchronous_commit = local;
SET client_min_messages = warning;
CREATE SCHEMA IF NOT EXISTS azora;
CREATE TABLE IF NOT EXISTS azora.heartbeat (single boolean PRIMARY KEY DEFAULT true CHECK (single), at timestamptz NOT NULL);
INSERT INTO azora.heartbeat (at) VALUES (clock_timestamp()) ON CONFLICT (single) DO UPDATE SET at = excluded.at;
SELECT $create(:'name');
SQL
  psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --set "name=$name" --file - >/dev/null
echo "restore-point: $name"
