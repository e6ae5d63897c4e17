#!/bin/sh
# Keeps a lock's leader where it belongs: the member that leads hands over to the one in LOCK_LEADER when that one is well.
set -eu

while true; do
  sleep "$LOCK_CHECK_SECONDS"
  [ "$ETCD_NAME" = "$LOCK_LEADER" ] && continue
  # "endpoint, ID, version, size, leader, learner, term, index, applied, errors"
  leads=$(etcdctl --endpoints="$LOCK_OWN" --command-timeout=2s endpoint status 2>/dev/null | awk -F', ' '{ print $5 }')
  [ "$leads" = true ] || continue
  member=$(etcdctl --endpoints="$LOCK_OWN" member list 2>/dev/null | awk -F', ' -v name="$LOCK_LEADER" '$3 == name && $2 == "started" && $6 == "false" { print $1 " " $5 }')
  [ -n "$member" ] || continue
  etcdctl --endpoints="${member#* }" --command-timeout=3s endpoint health >/dev/null 2>&1 || continue
  echo "lock-lead: $ETCD_NAME hands the lead to $LOCK_LEADER" >&2
  etcdctl --endpoints="$LOCK_OWN" move-leader "${member% *}" >&2 || true
done
