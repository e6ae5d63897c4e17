#!/bin/sh
# Starts the region's own cache, which begins empty.
. "$(dirname "$0")/common.sh"

write_acl
keep_told "$LOCAL_PORT" &
exec valkey-server "$config/$CACHE_NAME.conf"
