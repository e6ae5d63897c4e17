#!/bin/sh
# migrate.sh FOLDER: applies the folder's *.sql files that have not been applied, in the order of their numbers, each in one
# transaction together with its record. The first runs each time. Ends with 1 where a file that was applied has changed since:
# what a cluster has must be what the files say, so a change is a new file. It begins when a leader answers and WORKERS worker groups
# are registered: shards that are made before would all stand on the groups that came first. With 0 there is no Citus.
set -eu
folder=$1
query() { psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 "$@"; }

workers="SELECT 0"
sharded=
if [ "$WORKERS" -gt 0 ]; then
  workers="SELECT count(*) FROM pg_catalog.pg_dist_node WHERE groupid > 0 AND noderole = 'primary' AND isactive"
  # Keys into reference tables, and functions on shards, need one connection a node in a transaction.
  sharded="SET LOCAL citus.multi_shard_modify_mode = 'sequential';"
fi
until found=$(query --command "$workers") && [ "$found" -ge "$WORKERS" ]; do
  echo "migrate: ${found:-no leader, so no} worker groups of $WORKERS" >&2
  sleep 10
done

first=true
for file in "$folder"/*.sql; do
  name=$(basename "$file" .sql)
  if $first; then
    first=false
    query --file "$file"
    continue
  fi
  number=${name%%-*}
  digest=$(sha256sum <"$file")
  digest=${digest%% *}
  # psql fills variables in what it reads from a file only.
  applied=$(echo "SELECT digest FROM azora.migrations WHERE number = :number" | query --set "number=$number" --file -)
  if [ "$applied" = "$digest" ]; then continue; fi
  if [ -n "$applied" ]; then
    echo "migrate: $name was applied with digest $applied and now has $digest; allowed: the file as it was applied, and a new file for a change" >&2
    exit 1
  fi
  echo "migrate: $name" >&2
  {
    # Another run of this job waits here, and then finds the number taken.
    printf '%s\n' "SELECT pg_advisory_xact_lock(hashtext('azora.migrations')) \g /dev/null"
    echo "$sharded"
    cat "$file"
    echo "INSERT INTO azora.migrations (number, name, digest) VALUES (:number, :'name', :'digest');"
  } | query --single-transaction --set "number=$number" --set "name=$name" --set "digest=$digest" --file - >/dev/null
done
echo "migrate: every file is applied" >&2
