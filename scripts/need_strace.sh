#!/usr/bin/env bash
# Makes sure that strace is there for the tests of lost power and of disks that fail.
set -euo pipefail

have() { command -v strace >/dev/null; }

have && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -q || true
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends strace
    } </dev/null >&2 || true
fi
have && exit 0
echo "The tests need strace: install the package 'strace', then run make test again." >&2
exit 1
