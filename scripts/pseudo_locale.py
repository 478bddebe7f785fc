"""A made-up language for tests: ⟦every text, with áççéñts⟧. What stays plain is not translated.

    python scripts/pseudo_locale.py kith/locale/en/LC_MESSAGES/django.po some/folder

writes some/folder/en_XA/LC_MESSAGES/django.mo from one or more catalogues of English texts.
"""

import ast
import re
import struct
import sys
from pathlib import Path

ACCENTED = str.maketrans("aceinorsuyzACEINORSUYZ", "áçéíñóŕšúýžÁÇÉÍÑÓŔŠÚÝŽ")
KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{[^}]*\}|<[^>]+>|&\w+;")
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"


def pseudo(text: str) -> str:
    """The text in the made-up language; values, markup and outer line ends stay as they are."""
    body = text.strip("\n")
    before, after = text[: text.index(body)], text[text.index(body) + len(body) :]
    kept = KEPT.findall(body)
    parts = [part.translate(ACCENTED) for part in KEPT.split(body)]
    woven = "".join(part + value for part, value in zip(parts, [*kept, ""], strict=True))
    return f"{before}⟦{woven}⟧{after}"


def read(catalogue: str) -> dict[str, tuple[str, ...]]:
    """The texts of a .po file: key (with context) to its English forms (one, or two if plural)."""
    texts = {}
    for block in re.split(r"\n\s*\n", catalogue):
        fields: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            found = re.match(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d\])? (".*")$', line)
            if found:
                name, line = found.groups()
                fields.setdefault(name, "")
            if line.startswith('"') and name:
                fields[name] += ast.literal_eval(line)
        if fields.get("msgid"):
            forms = tuple(fields[f] for f in ("msgid", "msgid_plural") if f in fields)
            context = f"{fields['msgctxt']}\x04" if "msgctxt" in fields else ""
            texts[context + "\0".join(forms)] = forms
    return texts


def compiled(texts: dict[str, tuple[str, ...]]) -> bytes:
    """The bytes of a .mo file that says each text in the made-up language."""
    said = {key: "\0".join(pseudo(form) for form in forms) for key, forms in texts.items()}
    pairs = sorted((k.encode(), v.encode()) for k, v in {"": HEADER, **said}.items())
    count, words = len(pairs), b""
    tables: list[list[int]] = [[], []]
    for side in (0, 1):
        for pair in pairs:
            tables[side] += [len(pair[side]), 28 + 16 * count + len(words)]
            words += pair[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    return head + struct.pack(f"<{4 * count}I", *tables[0], *tables[1]) + words


def write(catalogues, folder: Path) -> Path:
    """Compile the made-up language from these .po files into `folder`; gives the .mo file."""
    texts: dict[str, tuple[str, ...]] = {}
    for catalogue in catalogues:
        texts |= read(Path(catalogue).read_text(encoding="utf-8"))
    place = Path(folder) / "en_XA" / "LC_MESSAGES" / "django.mo"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(compiled(texts))
    return place


if __name__ == "__main__":
    *given, target = sys.argv[1:]
    print(write(given, Path(target)))
