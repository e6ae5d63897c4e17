#!/bin/sh
# Before a member stops: a primary holds writes back, has a Sentinel promote another, and goes once it is a replica itself.
. "$(dirname "$0")/common.sh"

role() {
  keeper "$VALKEY_PORT" ROLE | head -n 1
}

[ "$(role)" = master ] || exit 0
keeper "$VALKEY_PORT" CLIENT PAUSE 10000 WRITE >&2
while read -r sentinel; do
  as replication "$sentinel" "$SENTINEL_PORT" SENTINEL FAILOVER "$CACHE_NAME" >&2 && break
done <"$config/sentinels"
for _ in 1 2 3 4 5 6 7 8 9 10; do
  sleep 1
  [ "$(role)" = master ] || exit 0
done
say "nobody took over; it stops as the primary"
keeper "$VALKEY_PORT" CLIENT UNPAUSE >&2
