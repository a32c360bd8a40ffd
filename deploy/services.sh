#!/usr/bin/env bash
# Runs a command with a PostgreSQL and a Redis beside it, of its own where none answer yet.
#
#   deploy/services.sh COMMAND...   DATABASE_URL and REDIS_URL say where they are; the command gets both
set -euo pipefail

DATABASE_URL=${DATABASE_URL:-postgresql://postgres@127.0.0.1:5432/test}
REDIS_URL=${REDIS_URL:-redis://127.0.0.1:6379/0}
folder=''
programs=$(find /usr/lib/postgresql -path '*/bin/initdb' -printf '%h\n' 2>/dev/null | sort -V | tail -n 1)

postgresql_answers() { psql "${DATABASE_URL%/*}/postgres" -qtAc 'select 1' >/dev/null 2>&1 </dev/null; }

redis_answers() { [ "$(redis-cli -u "$REDIS_URL" ping 2>/dev/null </dev/null)" = PONG ]; }

as_postgres() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

stop() {
    [ -n "$folder" ] || return 0
    [ -d "$folder/data" ] && as_postgres "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1
    [ -S "$folder/redis" ] && redis-cli -s "$folder/redis" shutdown nosave >/dev/null 2>&1
    rm -rf "$folder"
}

own_folder() {
    [ -z "$folder" ] || return 0
    folder=$(mktemp -d)
    trap stop EXIT
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder"; fi
}

start_postgresql() {
    own_folder
    as_postgres "$programs/initdb" -D "$folder/data" -U postgres -A trust --encoding UTF8 --locale C.UTF-8 >/dev/null
    as_postgres "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
        -o "-p 54329 -c listen_addresses=127.0.0.1 -k $folder" start >/dev/null
    DATABASE_URL=postgresql://postgres@127.0.0.1:54329/test
}

start_redis() {
    own_folder
    redis-server --port 63799 --bind 127.0.0.1 --save '' --daemonize yes --unixsocket "$folder/redis" >/dev/null
    REDIS_URL=redis://127.0.0.1:63799/0
    for _ in $(seq 50); do if redis_answers; then break; fi; sleep 0.1; done
}

if ! postgresql_answers; then
    echo "· No PostgreSQL answers at $DATABASE_URL: starting one for this run"
    start_postgresql
fi
if ! redis_answers; then
    echo "· No Redis answers at $REDIS_URL: starting one for this run"
    start_redis
fi
if ! postgresql_answers || ! redis_answers; then
    echo "PostgreSQL ($DATABASE_URL) or Redis ($REDIS_URL) is down and could not be started." >&2
    exit 1
fi
echo "· PostgreSQL: $DATABASE_URL   Redis: $REDIS_URL"
export DATABASE_URL REDIS_URL
"$@"
