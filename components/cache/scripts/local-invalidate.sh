#!/bin/sh
# Takes out of the cache beside it what the stream of invalidations names, as the region's own replica has it. Where it may
# have missed an entry it takes out everything: a cache may forget, and must not be wrong.
. "$(dirname "$0")/common.sh"

# stream COMMAND...: asks the first of the region's members that answers.
stream() {
  while read -r member; do
    as invalidator "$member" "$VALKEY_PORT" "$@" 2>/dev/null && return 0
  done <"$config/replicas"
  return 1
}

# older ID ID: whether the first was written before the second ("milliseconds-number").
older() {
  [ "${1%-*}" -lt "${2%-*}" ] || { [ "${1%-*}" -eq "${2%-*}" ] && [ "${1#*-}" -lt "${2#*-}" ]; }
}

# Commands on standard input, one a line, to the cache beside it.
local_commands() (
  REDISCLI_AUTH=$(cat "$run/keeper")
  export REDISCLI_AUTH
  timeout 60 valkey-cli -e --raw --tls --cacert "$authorities" --cert "$tls/tls.crt" --key "$tls/tls.key" \
    -h 127.0.0.1 -p "$LOCAL_PORT" --user keeper "$@"
)

forget_everything() {
  say "$1; it forgets everything"
  keeper "$LOCAL_PORT" FLUSHALL >/dev/null
}

# Entries as a server prints them, three lines each: id, field, value. Writes what is to be done into `keys` (as commands) and
# `prefixes`, and prints the last id; fails where something is not as the contract has it.
sorted_out() {
  : >"$run/keys"
  : >"$run/prefixes"
  awk -v keys="$run/keys" -v prefixes="$run/prefixes" '
    NR % 3 == 1 { id = $0; if (id !~ /^[0-9]+-[0-9]+$/) exit bad = 1 }
    NR % 3 == 2 { field = $0 }
    NR % 3 == 0 && field == "key" { gsub(/[\\"]/, "\\\\&"); print "UNLINK \"" $0 "\"" > keys }
    NR % 3 == 0 && field == "prefix" { if ($0 !~ /^[A-Za-z0-9:._\/-]+$/) exit bad = 1; print > prefixes }
    NR % 3 == 0 && field != "key" && field != "prefix" { exit bad = 1 }
    END { if (bad || NR % 3) exit 1; print id }' "$1"
}

# Removes what `keys` and `prefixes` name.
remove() {
  local_commands <"$run/keys" >/dev/null || return 1
  while read -r prefix; do
    local_commands --scan --pattern "$prefix*" </dev/null |
      sed -e 's/[\\"]/\\&/g' -e 's/.*/UNLINK "&"/' | local_commands >/dev/null || return 1
  done <"$run/prefixes"
}

# The newest entry's id, or 0-0 of a stream without any.
newest() {
  answer=$(stream XREVRANGE "$STREAM" + - COUNT 1) || return 1
  id=$(printf '%s\n' "$answer" | head -n 1)
  echo "${id:-0-0}"
}

# The oldest entry's.
oldest() {
  answer=$(stream XRANGE "$STREAM" - + COUNT 1) || return 1
  id=$(printf '%s\n' "$answer" | head -n 1)
  echo "${id:-0-0}"
}

until keeper "$LOCAL_PORT" PING >/dev/null 2>&1; do sleep 1; done
last=
while true; do
  if ! until=$(newest) || ! since=$(oldest); then
    say "waits: no replica of the region answers"
    sleep 5
    continue
  fi
  if [ -z "$last" ]; then
    forget_everything "begins to follow"
    last=$until
  elif older "$last" "$since" && [ "$last" != 0-0 ]; then
    forget_everything "entries after $last are gone"
    last=$until
  elif older "$until" "$last"; then
    # A failover took back what had not reached the new primary; it may count from earlier.
    forget_everything "the stream ends before $last"
    last=$until
  fi
  stream XREAD COUNT "$STREAM_BATCH" BLOCK "$STREAM_WAIT_MS" STREAMS "$STREAM" "$last" >"$run/answer" || continue
  # The first line is the stream's name; nothing at all where nothing came.
  tail -n +2 "$run/answer" >"$run/entries"
  [ -s "$run/entries" ] || continue
  if ! read_to=$(sorted_out "$run/entries"); then
    forget_everything "cannot read an entry after $last"
    last=$until
  elif remove; then
    last=$read_to
  else
    forget_everything "could not remove what entries after $last name"
  fi
done
