#!/usr/bin/env bash
# The tests of the book by themselves: no Django, no database; every line and branch is tried.
set -euo pipefail
cd "$(dirname "$0")/.."
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
.venv/bin/coverage run --branch --source=ipt --data-file="$data/coverage" -m pytest \
  -c /dev/null --rootdir=. --noconftest -p no:django -p no:cacheprovider \
  --hypothesis-profile=ci -q tests/book
.venv/bin/coverage report --data-file="$data/coverage" --skip-covered --show-missing \
  --fail-under=100 --precision=2
