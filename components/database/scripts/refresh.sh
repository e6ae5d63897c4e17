#!/bin/sh
# Refreshes the materialised views that are older than they may be.
set -eu
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --command "CALL azora.refresh_due()"
