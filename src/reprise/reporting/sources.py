"""Where the report's templates and styles lie: in the project, beside ``src``."""

from __future__ import annotations

from reprise.digest import SOURCE

HTML_TEMPLATES = SOURCE.parent / "report" / "templates" / "html"
PDF_TEMPLATES = SOURCE.parent / "report" / "templates" / "pdf"
STYLES = SOURCE.parent / "report" / "styles"
