#!/usr/bin/env bash
# Makes sure that a command is there; installs its Debian package where it can.
#   scripts/need_tool.sh strace strace "The tests of lost power and failing disks"
set -euo pipefail
command=$1 package=$2 what=$3

have() { command -v "$command" >/dev/null; }

have && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -q || true
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$package"
    } </dev/null >&2 || true
fi
have && exit 0
echo "$what need $command: install the package '$package', then say it again." >&2
exit 1
