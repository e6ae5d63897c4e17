#!/bin/sh
# Spreads the shards evenly over the worker groups, and waits until that is done. Ends with 1 when a move failed or was cancelled,
# and where the shards do not stand evenly afterwards. Citus starts no second rebalance while one runs: then this waits for it.
set -eu
query() { psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --command "$1"; }

moves="SELECT count(*) FROM pg_catalog.get_rebalance_table_shards_plan(rebalance_strategy => 'by_shard_count')"
state() { query "SELECT state FROM pg_catalog.citus_rebalance_status()"; }

case $(state) in
  scheduled | running | cancelling | failing) echo "rebalance: one runs already" >&2 ;;
  *)
    if [ "$(query "$moves")" = 0 ]; then
      echo "rebalance: every shard stands where it should" >&2
      exit 0
    fi
    query "SELECT pg_catalog.citus_rebalance_start(rebalance_strategy => 'by_shard_count', shard_transfer_mode => 'force_logical')" >/dev/null
    ;;
esac

while true; do
  now=$(state)
  query "SELECT details FROM pg_catalog.citus_rebalance_status()" >&2
  case $now in
    finished) break ;;
    failed | cancelled)
      echo "rebalance: $now; the tasks and why: SELECT * FROM citus_rebalance_status()" >&2
      exit 1
      ;;
  esac
  sleep "$REBALANCE_CHECK_SECONDS"
done

left=$(query "$moves")
if [ "$left" != 0 ]; then
  echo "rebalance: finished with $left moves left; allowed: 0" >&2
  exit 1
fi
echo "rebalance: finished" >&2
