#!/usr/bin/env bash
# Prints requirements.txt as it follows from uv.lock: public packages with their hashes.
set -euo pipefail
cd "$(dirname "$0")/.."
exec .boot/bin/uv export --quiet --frozen --no-dev --no-emit-project --no-header --no-annotate \
    --no-emit-index-url --no-emit-find-links --format requirements-txt
