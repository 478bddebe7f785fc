#!/usr/bin/env bash
# The whole suite twice: on SQLite, then on a PostgreSQL of its own that ends with it.
set -euo pipefail
cd "$(dirname "$0")/.."
unset "${!KITH_@}" PORT DJANGO_SETTINGS_MODULE
export LC_ALL=C.UTF-8 PYTHONUTF8=1

scripts/need_chromium.sh
scripts/need_tool.sh strace strace "The tests of lost power and failing disks"
scripts/need_postgres.sh >/dev/null
home=$(mktemp -d)
trap 'scripts/test_postgres.sh stop "$home/postgres"; rm -rf "$home"' EXIT
chmod 711 "$home"
url=$(scripts/test_postgres.sh start "$home/postgres")

echo "On SQLite:"
.venv/bin/python -m pytest -n 2 --dist worksteal
# The book knows no database; a planted defect is the same on both, and so is the look of a page
# (docs/decisions/0030).
echo "On PostgreSQL:"
KITH_DATABASE_URL=$url .venv/bin/python -m pytest -n 2 --dist worksteal \
    --ignore=tests/book --ignore=tests/planted --ignore=tests/browser/test_every_page.py
