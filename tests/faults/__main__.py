"""`make faults` and `python -m tests.faults`: see `table`."""

import sys

from tests.faults.table import main

if __name__ == "__main__":  # processes of the pool import what they run by its module
    sys.exit(main(sys.argv[1:]))
