#!/usr/bin/env bash
# Makes sure that msgfmt is there, which checks the catalogues. Installs it where it can.
set -euo pipefail

have() { command -v msgfmt >/dev/null; }

have && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -q || true
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends gettext
    } </dev/null >&2 || true
fi
have && exit 0
echo "The checks need msgfmt: install the package 'gettext', then run make check again." >&2
exit 1
