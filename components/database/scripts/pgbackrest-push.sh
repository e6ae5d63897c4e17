#!/bin/bash
# pgbackrest-push.sh STANZA FILE: hands a file of the log to each repository by itself; done when it is in all of them. pgBackRest's
# own way to several asks each of them before it writes to any, so that a lost region's keeps the log from the others.
set -uo pipefail
stanza=$1
file=$2
here=$(dirname "$0")
# The most that pgBackRest takes, 4 PiB.
unlimited=4503599627370496

push() {
  "$here/pgbackrest.sh" "$1" --stanza="$stanza" archive-push "$2"
}

declare -A pushes
for config in "${CONFIG_HOME:-/etc/azora/patroni}"/archive-*.conf; do
  push "$config" "$file" &
  pushes[$config]=$!
done
status=0
answered=()
for config in "${!pushes[@]}"; do
  if wait "${pushes[$config]}"; then answered+=("$config"); else status=$?; fi
done
[ "$status" -eq 0 ] && exit 0

# The server asks for the same file until it is everywhere. Asked for the newest that waits, pgBackRest pushes all that do, so that
# those that answer are behind by nothing. What waits does so for the others: it must not count as a queue of theirs, beyond which
# pgBackRest gives up what it has not pushed (2.59 counts all that the server has not let go).
waiting=("$(dirname "$file")"/archive_status/*.ready)
newest=${waiting[0]}
for each in "${waiting[@]}"; do [ "$each" -nt "$newest" ] && newest=$each; done
export PGBACKREST_ARCHIVE_PUSH_QUEUE_MAX=$unlimited
for config in "${answered[@]}"; do
  push "$config" "$(dirname "$file")/$(basename "$newest" .ready)" &
done
wait
exit "$status"
