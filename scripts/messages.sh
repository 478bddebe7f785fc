#!/usr/bin/env bash
# Keeps the catalogue of all texts, kith/locale/en/LC_MESSAGES/django.po, as the source has them.
#   scripts/messages.sh           writes it anew; translations in other catalogues are kept
#   scripts/messages.sh --check   fails, and says which, if a text is missing or left over
set -euo pipefail
cd "$(dirname "$0")/.."
unset "${!KITH_@}" PORT DJANGO_SETTINGS_MODULE
export LC_ALL=C.UTF-8 PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1
scripts/need_tool.sh msgfmt gettext "The catalogues"
python=$PWD/.venv/bin/python
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
ours=kith/locale/en/LC_MESSAGES/django.po

extract() {  # from a copy, so that a check leaves the source alone
    mkdir "$home/tree"
    cp -r kith ipt "$home/tree/"
    (cd "$home/tree/kith" &&
        PYTHONPATH=$home/tree KITH_DATA=$home/data KITH_KEYS=$home/keys \
            "$python" -m django makemessages --settings kith.settings --locale en \
            --extension html,txt,py --ignore '*/migrations/*' --no-wrap --no-obsolete \
            --add-location file --verbosity 0)
    sed -i '/^"POT-Creation-Date/d; /^"PO-Revision-Date/d' "$home/tree/$ours"
}

texts() { msgcat --no-location --no-wrap --sort-output "$1" | sed -n '/^msg\(ctxt\|id\)/,/^msgstr/p'; }

extract
if [ "${1:-}" = --check ]; then
    if ! diff <(texts "$ours") <(texts "$home/tree/$ours") >&2; then
        echo "The catalogue is not what the source says: run scripts/messages.sh" >&2
        exit 1
    fi
else
    cp "$home/tree/$ours" "$ours"
fi
