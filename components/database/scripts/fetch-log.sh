#!/bin/bash
# fetch-log.sh CONFIG STANZA NAME PATH: PostgreSQL's restore_command where a backup is brought back. PostgreSQL takes every status from 1 to
# 125 for "there is no such file", and ends the recovery with what it has: so a repository that does not answer, or a passphrase that is
# missing, must end with more than that. A timeline's history is asked for whether there is one or not, and S3 refuses to say of what
# is missing.
set -u
config=$1 stanza=$2 name=$3 target=$4
for attempt in 1 2 3; do
  "$(dirname "$0")/pgbackrest.sh" "$config" --stanza="$stanza" archive-get "$name" "$target"
  status=$?
  [[ $status -eq 0 ]] && exit 0
  [[ $status -eq 1 && -r "${PASSPHRASE_FILE:-/etc/azora/repository/passphrase}" ]] && exit 1
  sleep "${PAUSE_SECONDS:-5}"
done
[[ $name == *.history ]] && exit 1
exit 255
