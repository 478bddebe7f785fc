#!/usr/bin/env bash
# Makes sure that Chromium is there for the browser tests. Installs it where it can.
set -euo pipefail

have() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null; }

have && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -q || true
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core
    } </dev/null >&2 || true
fi
have && exit 0
echo "The tests need Chromium: install the package 'chromium', then run make test again." >&2
exit 1
