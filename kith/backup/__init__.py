"""Everything in one encrypted file, and back again. See docs/using/backup.md and restore.md.

- `archive.py` the sealed file: chunks that are encrypted and authenticated one after another
- `rows.py` what goes in, row by row, the same whatever the database engine
- `snapshot.py` one consistent view while Kith serves; a database to load into
- `writing.py` a backup; `key_copy.py` the keys, which are copied apart
- `reading.py`, `loading.py`, `opening.py` an archive read to its end, its rows put back, tried
- `restoring.py`, `verifying.py`, `moving.py` the commands that use them
- `due.py` what the tick does; `schedule.py` when; `shelf.py` where; `state.py` what came of it
"""

from .archive import Refused
from .key_copy import copy_keys
from .moving import move
from .restoring import restore
from .verifying import verify
from .writing import write

__all__ = ["Refused", "copy_keys", "move", "restore", "verify", "write"]
