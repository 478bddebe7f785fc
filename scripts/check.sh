#!/usr/bin/env bash
# What is checked without running the suite: tidiness, deployment, migrations, catalogues, ids.
set -euo pipefail
cd "$(dirname "$0")/.."
unset "${!KITH_@}" PORT DJANGO_SETTINGS_MODULE
export LC_ALL=C.UTF-8 PYTHONUTF8=1
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

.venv/bin/ruff check --quiet .
.venv/bin/ruff format --quiet --check .
for patch in tests/planted/*.patch; do git apply --check --unidiff-zero "$patch"; done

scripts/need_tool.sh msgfmt gettext "The checks"
find kith -name '*.po' -print0 | xargs -0 -r -n 1 msgfmt --check --output-file=/dev/null

scripts/messages.sh --check

manage() { KITH_DATA=$home/data KITH_KEYS=$home/keys .venv/bin/kith manage "$@"; }
KITH_URL=https://kith.example.org manage check --deploy --fail-level WARNING
manage makemigrations --check --dry-run

.venv/bin/python scripts/requirements_coverage.py >"$home/ids" || { cat "$home/ids"; exit 1; }
scripts/book_coverage.sh
