"""Run the command as `python -m apifault`."""

import sys

from apifault.cli import main

sys.exit(main())
