#!/usr/bin/env bash
# Prints the bill of materials of what runs, as CycloneDX JSON, from uv.lock.
set -euo pipefail
cd "$(dirname "$0")/.."
exec .boot/bin/uv export --quiet --frozen --no-dev --no-emit-project --format cyclonedx1.5
