#!/usr/bin/env bash
# The whole suite on SQLite, then what a database may change on a PostgreSQL of its own that ends
# with it. KITH_TEST_ALL=1 asks everything of both (docs/decisions/0030).
set -euo pipefail
cd "$(dirname "$0")/.."
all=${KITH_TEST_ALL:-}
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
left_out=(--ignore=tests/book --ignore=tests/planted --ignore=tests/browser
    --ignore=tests/rules/test_words_on_pages.py --ignore=tests/rules/test_markup_standard.py)
echo "On PostgreSQL:"
[ -n "$all" ] || export HOSTILE_TRIES=${HOSTILE_TRIES:-5}
KITH_DATABASE_URL=$url .venv/bin/python -m pytest -n 2 --dist worksteal \
    $([ -n "$all" ] || echo "${left_out[@]}")
