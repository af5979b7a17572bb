"""The README's picture: the report's first screen, as Chromium shows it in light.

``make front-page`` writes ``report.png`` beside this file, from the report of committed records.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "results" / "from-records" / "full" / "report" / "report.html"
SIZE = (1280, 890)
"""Pixels: a usual width, and down to the end of the table of documents."""
COLOURS = 128
"""Enough for text on one ground; the file stays small."""


def main(page: Path = PAGE) -> Path:
    """Photograph the page; gives the picture's path."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        sys.exit("there is no Chromium here to take the picture with")
    if not page.is_file():
        sys.exit(f"there is no {page}; make it with: make report-from-records")
    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder) / "shot.png"
        size = ",".join(map(str, SIZE))
        switches = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        switches += ["--no-first-run", f"--user-data-dir={folder}/profile"]
        command = [chromium, *switches, f"--window-size={size}", f"--screenshot={shot}"]
        subprocess.run([*command, page.resolve().as_uri()], check=True, capture_output=True)
        picture = Image.open(shot).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        target = HERE / "report.png"
        picture.save(target, optimize=True)
    return target


if __name__ == "__main__":
    print(main(*map(Path, sys.argv[1:2])))
