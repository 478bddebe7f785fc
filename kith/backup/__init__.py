"""Everything in one encrypted file, and back again. See docs/using/backup.md.

- `archive.py` the sealed file: chunks that are encrypted and authenticated one after another
- `rows.py` what goes in, row by row, the same whatever the database engine
- `snapshot.py` one consistent view while Kith serves; a database to load into
- `writing.py`, `restoring.py` the two commands; `key_copy.py` the keys, which are copied apart
"""

from .archive import Refused
from .key_copy import copy_keys
from .restoring import restore
from .writing import write

__all__ = ["Refused", "copy_keys", "restore", "write"]
