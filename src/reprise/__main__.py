"""``python -m reprise``: the same as the console script."""

from reprise.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
