"""Run the command as `python -m apifault`."""

import sys

from apifault._cli.main import main

if __name__ == "__main__":
    sys.exit(main())
