"""`python -m ipt`."""

import sys

from ipt.cli import main

if __name__ == "__main__":
    sys.exit(main())
