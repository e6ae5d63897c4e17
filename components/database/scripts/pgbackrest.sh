#!/bin/bash
# pgbackrest.sh CONFIG ARGUMENT...: runs pgBackRest with a file of this pod's, and the cluster's passphrase for the repositories that the
# file names. A file that names one repository has to be given no other's passphrase, or pgBackRest takes that for one more.
set -euo pipefail
config=$1
shift
passphrase=$(<"${PASSPHRASE_FILE:-/etc/azora/repository/passphrase}")
for repository in $(grep -oE '^repo[0-9]+' "$config" | sort -u); do
  declare -x "PGBACKREST_${repository^^}_CIPHER_PASS=$passphrase"
done
exec pgbackrest --config="$config" "$@"
