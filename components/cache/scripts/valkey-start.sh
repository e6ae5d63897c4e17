#!/bin/sh
# Starts a member of the replicated cache as what most Sentinels say it is. A primary that comes back after another has taken
# its place would else take writes again, until a Sentinel tells it; and one that has lost its data would hand out nothing.
. "$(dirname "$0")/common.sh"
data=/var/lib/valkey

own=$(sed -n 's/^replica-announce-ip //p' "$config/$POD_NAME.conf")

# Whether there is nothing to lose yet: nothing here, and nothing with at least two of the others, of whom none has anything.
nothing_anywhere() (
  empty=0
  while read -r member; do
    [ "$member" = "$own" ] && continue
    size=$(as replication "$member" "$VALKEY_PORT" DBSIZE 2>/dev/null) || continue
    [ "$size" = 0 ] || return 1
    empty=$((empty + 1))
  done <"$config/members"
  [ "$empty" -ge 2 ]
)

touch "$run/waiting"
while true; do
  primary=$(primary_by_majority replication)
  if [ -z "$primary" ]; then
    say "waits: no majority of the Sentinels names a primary"
  elif [ "$primary" != "$own" ] || [ -d "$data/appendonlydir" ] || nothing_anywhere; then
    break
  else
    say "waits: called the primary without its data; the Sentinels will choose another"
  fi
  sleep 2
done

write_acl
{
  cat "$config/$POD_NAME.conf"
  printf 'primaryauth %s\n' "$(cat "$password")"
  [ "$primary" = "$own" ] || printf 'replicaof %s %s\n' "$primary" "$VALKEY_PORT"
} >"$run/valkey.conf"
say "starts as $([ "$primary" = "$own" ] && echo the primary || echo "a replica of $primary")"
rm "$run/waiting"
keep_told "$VALKEY_PORT" &
exec valkey-server "$run/valkey.conf"
