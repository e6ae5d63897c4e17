#!/bin/sh
# Runs once in a cluster's life, on its first leader, before there is a standby: no commit here may wait for one.
set -eu
export PGOPTIONS="-c synchronous_commit=local"
for file in /etc/azora/sql/*.sql; do
  psql --no-psqlrc --set ON_ERROR_STOP=1 --quiet --file "$file" "$1"
done
