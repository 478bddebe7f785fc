#!/usr/bin/env bash
# Says in one sentence what is missing before Kith can be set up.
if ! command -v python3 >/dev/null; then
    echo "Kith needs Python 3.11 or newer: install 'python3' and 'python3-venv'." >&2
elif ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Kith needs Python 3.11 or newer; this is $(python3 -V 2>&1)." >&2
elif ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
    echo "Kith needs Python's venv: install 'python3-venv' (apt-get install python3-venv)." >&2
else
    exit 0
fi
exit 1
