"""Where the font of the figures lies, for whoever renders their text."""

from __future__ import annotations

from pathlib import Path

import matplotlib


def font_folder() -> Path:
    """The folder of DejaVu Sans as matplotlib ships it."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"
