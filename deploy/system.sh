#!/usr/bin/env bash
# Which system libraries and programs are missing? Names their Debian packages; installs them when root.
#
#   deploy/system.sh run    what the site needs
#   deploy/system.sh test   what its tests need, too
set -euo pipefail

missing=()

library() { # soname, package
    /sbin/ldconfig -p 2>/dev/null | grep -qF "$1" || missing+=("$2")
}

program() { # program (or a pattern of its path), package
    command -v "$1" >/dev/null || compgen -G "$1" >/dev/null || missing+=("$2")
}

vietnamese_font() { # Liberation from version 2 on: in a package of its own on Debian 12, in the only one from 13 on
    if [ -z "$(fc-list ':family=Liberation Serif:charset=1ec7' 2>/dev/null)" ]; then
        if apt-cache show fonts-liberation2 >/dev/null 2>&1; then missing+=(fonts-liberation2)
        else missing+=(fonts-liberation); fi
    fi
}

look() {
    missing=()
    library libpango-1.0.so.0 libpango-1.0-0
    library libpangoft2-1.0.so.0 libpangoft2-1.0-0
    library libharfbuzz-subset.so.0 libharfbuzz-subset0
    library libfontconfig.so.1 libfontconfig1
    vietnamese_font
    program dot graphviz
    program msgfmt gettext
    python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
    if [ "$1" = test ]; then
        program chromium chromium
        program pdftotext poppler-utils
        program '/usr/lib/postgresql/*/bin/initdb' postgresql
        program redis-server redis-server
        program soffice libreoffice-writer-nogui
        program softhsm2-util softhsm2
    fi
}

apt_progress() { # keeps all in the log; tells how far it is with each twentieth package
    local total=0 done=0 line
    while read -r line; do
        echo "$line" >>"$log"
        case $line in
            *" newly installed,"*) total=$(echo "$line" | sed -E 's/.* ([0-9]+) newly installed.*/\1/') ;;
            "Setting up "*)
                done=$((done + 1))
                if [ $((done % 20)) -eq 0 ]; then echo "  $done of $total set up"; fi ;;
        esac
    done
}

look "$1"
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing system packages: ${missing[*]}" >&2
    echo "Install them, then start again:  sudo apt-get install ${missing[*]}" >&2
    exit 1
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
echo "· Bringing the list of system packages up to date"
apt-get update </dev/null >"$log" 2>&1 || { sed -E 's#[a-z]+://[^ ]+#…#g' "$log" | tail -n 20 >&2; exit 1; }
look "$1" # by the new list the font's package may have another name
echo "· Installing system packages: ${missing[*]}"
if ! apt-get install -y --no-install-recommends "${missing[@]}" </dev/null 2>&1 | apt_progress; then
    sed -E 's#[a-z]+://[^ ]+#…#g' "$log" | tail -n 20 >&2
    exit 1
fi
