#!/usr/bin/env bash
# The demonstration: one process, SQLite, sample plans. Arguments go to `manage.py serve` (--port 8080, say).
set -euo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-portal.settings.demonstration} PYTHONUNBUFFERED=1
manage() { .venv/bin/python manage.py "$@"; }
# shellcheck source=deploy/stamp.sh
. deploy/stamp.sh

data=${THONG_SUOT_DATA:-var}
mkdir -p "$data"
static_sources=(portal/static portal/vendor.py package-lock.json requirements.txt)
if [ ! -d "$data/static" ] || ! is_current "$data/static.stamp" "${static_sources[@]}"; then
    echo "· Collecting and compressing the static files"
    manage collectstatic --noinput --verbosity 0
    set_stamp "$data/static.stamp" "${static_sources[@]}"
fi
echo "· Bringing the database up to date"
manage migrate --noinput --verbosity 0
echo "· Loading the demonstration province"
manage load_demonstration
echo "· Starting the site"
exec .venv/bin/python manage.py serve "$@"
