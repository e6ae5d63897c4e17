#!/bin/sh
# Starts a member of a lock. One that has lost its data takes its own place anew: etcd lets nobody in under a member's name
# whose data are gone.
set -eu

export ETCD_INITIAL_CLUSTER_STATE=new

if [ ! -d "$ETCD_DATA_DIR/member" ]; then
  # "ID, status, name, peers, clients, learner"; nobody answers while all members start for the first time.
  members=$(etcdctl --endpoints="$LOCK_OTHERS" --command-timeout=10s member list 2>/dev/null || true)
  known=$(printf '%s\n' "$members" | awk -F', ' -v name="$ETCD_NAME" '$3 == name && $5 != "" { print $1 }')
  if [ -n "$known" ]; then
    echo "lock-start: $ETCD_NAME was a member before; its data are gone, so it joins anew" >&2
    etcdctl --endpoints="$LOCK_OTHERS" member remove "$known"
    etcdctl --endpoints="$LOCK_OTHERS" member add "$ETCD_NAME" --peer-urls="$ETCD_INITIAL_ADVERTISE_PEER_URLS"
    ETCD_INITIAL_CLUSTER_STATE=existing
  elif printf '%s\n' "$members" | awk -F', ' -v url="$ETCD_INITIAL_ADVERTISE_PEER_URLS" '$4 == url && $2 == "unstarted" { found = 1 } END { exit !found }'; then
    # Added, and ended before it had started.
    ETCD_INITIAL_CLUSTER_STATE=existing
  fi
fi

exec etcd
