"""``python -m reprise``: the console script, but for its end."""

import logging
import os
import sys

from reprise.cli import main

if __name__ == "__main__":
    code = main()
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # Python takes a second to take PyTorch apart, at the end of every job
