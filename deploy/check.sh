#!/usr/bin/env bash
# Everything about the code that can be judged without running the site. Goes on after a failure and lists all at the end.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
export PATH="$PWD/.venv/bin:$PATH"
failed=()

check() { # title, command
    local title=$1
    shift
    echo "· $title"
    "$@" || failed+=("$title")
}

deployable() { # by the settings of a real installation, with the least that these ask for
    DJANGO_SETTINGS_MODULE=portal.settings.production ALLOWED_HOSTS=thongsuot.example \
        SECRET_KEY=$(python -c 'import secrets; print(secrets.token_urlsafe(60))') SIGNING_SECRET=only-for-this-check-of-settings \
        python manage.py check --deploy --fail-level WARNING
}

export DJANGO_SETTINGS_MODULE=portal.settings.test
check "Style and common faults (ruff)" ruff check .
check "Format (ruff)" ruff format --check .
check "Types (mypy)" mypy
check "Rooms import downwards only (import-linter)" lint-imports
check "Templates (djlint)" djlint portal notifications --lint --quiet
check "Migrations are complete" python manage.py makemigrations --check --dry-run
check "Every process can finish" python manage.py verify_processes --structure-only
check "Pages of the processes are up to date" python manage.py document_processes --check
check "Translations are complete" python -m pytest -q -p no:cacheprovider tests/architecture/test_translations.py
check "Production settings" deployable

if [ ${#failed[@]} -gt 0 ]; then
    printf '\nNot in order:\n'
    printf '  %s\n' "${failed[@]}"
    exit 1
fi
echo "Everything is in order."
