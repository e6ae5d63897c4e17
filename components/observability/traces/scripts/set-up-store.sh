#!/bin/sh
# Gives the store of traces its templates and policies; again and again, and changes only what is not as it should be.
# Needs STORE (https://…:9200), FILES, PREFIX, CA, and of whoever sets up and of whoever decides over all: CERT, KEY, ADMIN_CERT, ADMIN_KEY.
set -eu
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Of an answer: a number, or a text, by its name.
number() { tr -d '\n' < "$2" | sed -n 's/.*"'"$1"'" *: *\([0-9][0-9]*\).*/\1/p'; }
text() { tr -d '\n' < "$2" | sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p'; }

# call METHOD PATH [FILE]: prints the status, leaves the answer in $work/body.
call() {
  method=$1
  path=$2
  if [ $# -ge 3 ]; then set -- -H 'content-type: application/json' --data-binary "@$3"; else set --; fi
  curl -sS --tlsv1.3 --cert "$CERT" --key "$KEY" --cacert "$CA" --connect-timeout 10 --max-time 60 \
    -o "$work/body" -w '%{http_code}' -X "$method" "$@" "$STORE$path"
}

fail() {
  echo "error $*: $(cat "$work/body" 2> /dev/null || true)" >&2
  exit 1
}

must() {
  status=$(call "$@") || fail "$1 $2: no answer"
  case $status in 2??) ;; *) fail "$1 $2 answers $status" ;; esac
}

# Until the store knows who may do what, and has somebody who decides.
tries=0
until status=$(call GET '/_cluster/health?wait_for_status=yellow&timeout=20s') && [ "$status" = 200 ]; do
  tries=$((tries + 1))
  case $status in 401 | 403) fail "GET /_cluster/health answers $status" ;; esac
  [ "$tries" -lt 60 ] || fail "the store is not ready: $status"
  sleep 5
done

# each PATH ID PREFIX: one call an index.
each() {
  printf '{"policy_id":"%s"}' "$2" > "$work/id"
  must GET "/_cat/indices/$3*?h=index"
  cp "$work/body" "$work/indices"
  while read -r index; do
    must POST "$1/$index" "$work/id"
    # What is given a policy may have one already, by the template; what is to change it must.
    case $1 in */change_policy) grep -q '"failures" *: *false' "$work/body" || fail "POST $1/$index: not done" ;; esac
  done < "$work/indices"
}

# policy ID FILE PREFIX…: written where it is not there or says another version, and given to the indices that there are.
policy() {
  id=$1
  file=$2
  shift 2
  status=$(call GET "/_plugins/_ism/policies/$id") || fail "GET policy $id: no answer"
  case $status in
    404)
      must PUT "/_plugins/_ism/policies/$id" "$file"
      for prefix in "$@"; do each /_plugins/_ism/add "$id" "$prefix"; done
      echo "policy $id created"
      ;;
    200)
      seq=$(number _seq_no "$work/body")
      term=$(number _primary_term "$work/body")
      have=$(text description "$work/body")
      want=$(text description "$file")
      [ -n "$want" ] && [ -n "$seq" ] && [ -n "$term" ] || fail "policy $id is not understood"
      if [ "$want" = "$have" ]; then
        echo "policy $id is as it should be"
        return
      fi
      must PUT "/_plugins/_ism/policies/$id?if_seq_no=$seq&if_primary_term=$term" "$file"
      for prefix in "$@"; do each /_plugins/_ism/change_policy "$id" "$prefix"; done
      echo "policy $id changed; it was: $have"
      ;;
    *) fail "GET policy $id answers $status" ;;
  esac
}

must PUT "/_template/$PREFIX-tiers" "$FILES/template.json"
policy "$PREFIX-spans" "$FILES/spans.json" "$PREFIX-jaeger-span-"
policy "$PREFIX-small" "$FILES/small.json" \
  "$PREFIX-jaeger-service-" "$PREFIX-jaeger-dependencies-" "$PREFIX-jaeger-sampling-"

CERT=$ADMIN_CERT
KEY=$ADMIN_KEY
must PUT '/.opendistro-ism-config/_settings' "$FILES/policies-hot.json"
echo "the store is set up"
