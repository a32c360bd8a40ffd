# shellcheck shell=bash
# Sourced: remembers for which state of some files a step was done, so that it is done again only after a change.

digest_of() { # files or folders
    find "$@" -type f -not -path '*/__pycache__/*' -print0 | LC_ALL=C sort -z | xargs -0 cat | sha256sum
}

is_current() { # stamp, files or folders
    [ -f "$1" ] && [ "$(cat "$1")" = "$(digest_of "${@:2}")" ]
}

set_stamp() { # stamp, files or folders
    digest_of "${@:2}" >"$1"
}
