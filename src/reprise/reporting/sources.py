"""Where the report's templates and styles lie: in the project, beside ``src``."""

from __future__ import annotations

from reprise.digest import SOURCE

TEMPLATES = SOURCE.parent / "report" / "templates"
HTML_TEMPLATES = TEMPLATES / "html"
PDF_TEMPLATES = TEMPLATES / "pdf"
STYLES = SOURCE.parent / "report" / "styles"
