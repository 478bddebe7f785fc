"""Kith, the house. The embedded database is chosen here, before Django is imported.

Debian 12 ships SQLite 3.40, which can corrupt a write-ahead log (fixed in 3.51.3).
"""

import os
import sys

# The book's arithmetic is on small tables: a second thread only waits for the first.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

try:
    import pysqlite3 as _sqlite
    from pysqlite3 import dbapi2 as _dbapi2
except ImportError:  # aarch64: the same SQLite in another wheel
    import sqlcipher3 as _sqlite
    from sqlcipher3 import dbapi2 as _dbapi2

sys.modules["sqlite3"] = _sqlite
sys.modules["sqlite3.dbapi2"] = _dbapi2

__version__ = "0.1.0"
