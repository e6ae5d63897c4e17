#!/bin/sh
# Names this moment on every group of a cluster (SHARDED=true), or on the one server that a cluster without shards has. Citus
# holds back transactions over several nodes while it does, so that all groups can be restored to one and the same moment.
set -eu
name="$RESTORE_POINT_PREFIX$(date -u +%Y%m%dT%H%M%SZ)"
create=pg_catalog.pg_create_restore_point
[ "$SHARDED" = true ] && create=pg_catalog.citus_create_restore_point
# psql fills variables in what it reads from a file only.
echo "SELECT $create(:'name')" |
  psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --set "name=$name" --file - >/dev/null
echo "restore-point: $name"
