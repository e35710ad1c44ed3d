"""Run the command as `python -m apifault`."""

import sys

from apifault.cli import main

if __name__ == "__main__":
    sys.exit(main())
