# shellcheck shell=sh
# What the scripts of the cache share; each reads it with ".". Paths are those of components/cache/paths.ts.
set -eu
umask 077

config=/etc/azora/valkey
acl=/etc/azora/acl/users.acl
password=/etc/azora/access/password
tls=/etc/azora/tls
authorities=/etc/azora/authorities/authorities.pem
run=/run/valkey

say() {
  echo "$(basename "$0"): $*" >&2
}

# call HOST PORT USER COMMAND...: asks a server for three seconds at most, with the password in REDISCLI_AUTH.
call() (
  host=$1 port=$2 user=$3
  shift 3
  exec timeout 3 valkey-cli -e --raw --tls --cacert "$authorities" --cert "$tls/tls.crt" --key "$tls/tls.key" \
    -h "$host" -p "$port" --user "$user" "$@" </dev/null
)

# as USER HOST PORT COMMAND...: the same with the pod's own password, for another server.
as() (
  REDISCLI_AUTH=$(cat "$password")
  export REDISCLI_AUTH
  user=$1 host=$2 port=$3
  shift 3
  call "$host" "$port" "$user" "$@"
)

# keeper PORT COMMAND...: asks the server of this pod, as the user that exists in this pod only.
keeper() (
  REDISCLI_AUTH=$(cat "$run/keeper")
  export REDISCLI_AUTH
  port=$1
  shift
  call 127.0.0.1 "$port" keeper "$@"
)

# The users' file, with a password for the keeper that nobody outside this pod has ever seen.
write_acl() {
  [ -s "$run/keeper" ] || head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$run/keeper"
  verifier=$(sha256sum <"$run/keeper" | cut -d ' ' -f 1)
  sed "s/^user keeper off resetpass /user keeper on resetpass #$verifier /" "$acl" >"$run/users.acl.new"
  mv "$run/users.acl.new" "$run/users.acl"
}

# What a running server has read once: its certificate, whom it trusts, its users.
told() {
  cat "$tls/tls.crt" "$authorities" "$acl" | cksum
}

# keep_told PORT: tells the running server when these have changed.
keep_told() {
  seen=$(told)
  while sleep "${RELOAD_CHECK_SECONDS:-30}"; do
    now=$(told)
    [ "$now" = "$seen" ] && continue
    write_acl
    keeper "$1" ACL LOAD >&2 || continue
    keeper "$1" CONFIG SET tls-cert-file "$tls/tls.crt" tls-key-file "$tls/tls.key" \
      tls-ca-cert-file "$authorities" >&2 || continue
    say "read its certificate and users anew"
    seen=$now
  done
}

# primary_by_majority USER: the member that most of all Sentinels, not of those that answer, call the primary; or nothing.
primary_by_majority() (
  answers=$(mktemp -d "$run/answers.XXXXXX")
  count=0
  while read -r sentinel; do
    count=$((count + 1))
    as "$1" "$sentinel" "$SENTINEL_PORT" SENTINEL GET-PRIMARY-ADDR-BY-NAME "$CACHE_NAME" \
      >"$answers/$count" 2>/dev/null &
  done <"$config/sentinels"
  wait
  for answer in "$answers"/*; do
    head -n 1 "$answer"
  done | grep -Fx -f "$config/members" | sort | uniq -c |
    awk -v majority="$((count / 2 + 1))" '$1 >= majority { print $2 }'
  rm -r "$answers"
)
