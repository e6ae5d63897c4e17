#!/bin/bash
# run-reloading.sh FILE COMMAND...: runs the command, and tells it to read its files anew (SIGHUP) when FILE has changed.
# Ends when the command does, with its status.
set -u
file=$1
shift
"$@" &
child=$!
trap 'kill -TERM "$child" 2>/dev/null' TERM INT
seen=$(cksum <"$file")
while kill -0 "$child" 2>/dev/null; do
  sleep "${RELOAD_CHECK_SECONDS:-30}" &
  pause=$!
  wait -n "$child" "$pause"
  kill "$pause" 2>/dev/null
  now=$(cksum <"$file")
  if [ "$now" != "$seen" ]; then
    seen=$now
    kill -HUP "$child" 2>/dev/null
  fi
done
wait "$child"
