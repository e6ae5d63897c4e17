#!/bin/sh
# Starts a Sentinel. Its settings are the plan's at each start; what it has learned (who leads, since when, who votes) is its
# own and stays on its volume. One that has lost its volume asks the others first.
. "$(dirname "$0")/common.sh"
data=/var/lib/valkey

state=$data/sentinel.conf
planned=$config/$POD_NAME.conf
learned=$run/learned

# Who leads, and what was learned of the votes of Sentinels that facts still name.
touch "$state"
grep -E '^sentinel (myid|current-epoch|config-epoch|leader-epoch) ' "$state" >"$learned" || true
grep '^sentinel known-sentinel ' "$state" | while read -r line; do
  # "sentinel known-sentinel NAME HOST PORT ID"
  host=$(printf '%s\n' "$line" | cut -d ' ' -f 4)
  if grep -qFx "$host" "$config/sentinels"; then printf '%s\n' "$line"; fi
done >>"$learned"
primary=$(sed -n "s/^sentinel monitor $CACHE_NAME \([^ ]*\) .*/\1/p" "$state" | grep -Fx -f "$config/members" || true)
if [ -z "$primary" ]; then
  : >"$learned"
  primary=$(primary_by_majority sentinel)
fi

[ -n "$primary" ] || primary=$(sed -n "s/^sentinel monitor $CACHE_NAME \([^ ]*\) .*/\1/p" "$planned")

write_acl
{
  sed "s/^\(sentinel monitor $CACHE_NAME\) [^ ]*/\1 $primary/" "$planned"
  printf 'sentinel auth-pass %s %s\n' "$CACHE_NAME" "$(cat "$password")"
  printf 'sentinel sentinel-pass %s\n' "$(cat "$password")"
  cat "$learned"
  # All others are its replicas, also those that it has not heard of yet: it asks a primary every ten seconds, and a replica
  # that came in between would follow a dead one for ever.
  grep -vFx "$primary" "$config/members" | sed "s/.*/sentinel known-replica $CACHE_NAME & $VALKEY_PORT/"
} >"$state.new"
mv "$state.new" "$state"

# A Sentinel reads its certificate and users at its start only. Each waits for a time of its own before it ends, to be started
# anew: all of them together would be no majority.
own=$(sed -n 's/^sentinel announce-ip //p' "$planned")
turn=$(($(printf '%s' "$own" | cksum | cut -d ' ' -f 1) % 600))
seen=$(told)
while sleep "${RELOAD_CHECK_SECONDS:-30}"; do
  [ "$(told)" = "$seen" ] && continue
  sleep "$turn"
  say "ends, to read its certificate and users anew"
  kill "$$"
done &
exec valkey-sentinel "$state"
