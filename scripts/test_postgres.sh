#!/usr/bin/env bash
# A private PostgreSQL for tests, on loopback, in a folder of its own, as a user without rights.
#   scripts/test_postgres.sh start [folder] [port]   prints the address for KITH_DATABASE_URL
#   scripts/test_postgres.sh url   [folder]
#   scripts/test_postgres.sh stop  [folder]          ends the server and removes the folder
# The roles: kith_owner owns the database and may create others; kith_app may only log in.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
do=${1:-}
home=${2:-${KITH_TEST_POSTGRES:-/tmp/kith-test-postgres-$(id -u)}}
port=${3:-}

as_server() {  # PostgreSQL refuses to run as root.
    if [ "$(id -u)" = 0 ]; then
        (cd / && exec setpriv --reuid "$server_user" --regid "$(id -g "$server_user")" --clear-groups \
            env -i PATH="$PATH" LC_ALL=C TZ=UTC "$@")
    else
        (cd / && exec env LC_ALL=C TZ=UTC "$@")
    fi
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start() {
    bin=$("$here/need_postgres.sh")
    [ ! -e "$home/url" ] || { echo "A server is already there: $home" >&2; exit 1; }
    port=${port:-$(free_port)}
    mkdir -p "$home"
    chmod 700 "$home"
    [ "$(id -u)" != 0 ] || chown "$server_user" "$home"
    local secret
    secret=$(python3 -c 'import secrets; print(secrets.token_hex(16))')
    as_server "$bin/initdb" -D "$home/data" -U postgres -E UTF8 --locale=C --auth-local=trust \
        --auth-host=scram-sha-256 -N >"$home/log" 2>&1 || { cat "$home/data/server.log" >&2; exit 1; }
    cat >>"$home/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$home'
max_connections = 200
shared_buffers = 64MB
log_min_messages = fatal
jit = off
CONF
    as_server "$bin/pg_ctl" -D "$home/data" -l "$home/data/server.log" -w -t 60 start >/dev/null ||
        { cat "$home/data/server.log" >&2; exit 1; }
    as_server "$bin/psql" -q -v ON_ERROR_STOP=1 -h "$home" -p "$port" -U postgres -d postgres <<SQL
create role kith_owner login createdb nosuperuser nobypassrls password '$secret';
create role kith_app login nosuperuser nobypassrls password '$secret';
grant kith_app to kith_owner;
create database kith owner kith_owner;
SQL
    echo "postgresql://kith_owner:$secret@127.0.0.1:$port/kith" >"$home/url"
    cat "$home/url"
}

stop() {
    [ -d "$home/data" ] || return 0
    local bin
    bin=$("$here/need_postgres.sh")
    as_server "$bin/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$home"
}

server_user=postgres
id "$server_user" >/dev/null 2>&1 || server_user=nobody
case $do in
    start) start ;;
    stop) stop ;;
    url) cat "$home/url" ;;
    *) sed -n '2,6s/^# //p' "$0"; exit 2 ;;
esac
