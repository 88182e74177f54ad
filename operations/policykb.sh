#!/bin/sh
# /usr/local/bin/policykb: a command on the base of the service, with its settings and as its user, so that the service can read
# what comes of it and nothing else can be written: policykb build, policykb releases use 66d79f37, policykb verify --all
set -eu
place=${POLICYKB_PLACE:-/srv/policykb}
set -a
. "${POLICYKB_SETTINGS:-/etc/policykb/settings}"
set +a
umask 0027
export PYTHONPATH="$place" PYTHONDONTWRITEBYTECODE=1
user=${POLICYKB_USER:-policykb}
if [ "$(id -un)" = "$user" ]; then
  exec "$place/.venv/bin/python" -P -m kb "$@"
fi
if [ "$(id -u)" != 0 ]; then
  echo "policykb: run it as root or as $user: sudo policykb $*" >&2
  exit 2
fi
exec runuser -u "$user" -- "$place/.venv/bin/python" -P -m kb "$@"
