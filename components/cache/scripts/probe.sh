#!/bin/sh
# probe.sh alive|ready PORT: whether this pod's server answers. One that reads its data is alive and not ready; one that waits
# for the Sentinels' word is alive too, since starting it anew would change nothing.
. "$(dirname "$0")/common.sh"

if [ "$1" = alive ] && [ -e "$run/waiting" ]; then exit 0; fi
answer=$(keeper "$2" PING 2>&1) || true
case $1/$answer in
  */PONG | alive/*LOADING* | alive/*MASTERDOWN*) exit 0 ;;
esac
say "answered: $answer"
exit 1
