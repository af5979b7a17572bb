"""From a matplotlib figure to SVG that can stand in a page: HTML inline, or an image in a PDF.

Equal figures give equal bytes. Ids carry a prefix, so that many files can be inlined in one
page; nothing leaks into the page (no style sheet, no metadata); black becomes the page's text
colour; the size is left to the page (``viewBox`` only).
"""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from reprise.figures.style import INK

SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
FAMILY = "DejaVu Sans, Verdana, sans-serif"
"""Verdana has nearly the widths of DejaVu Sans, which the layout was made with."""

_NUMBER = re.compile(r"-?\d+\.\d+")
_REFERENCE = re.compile(r"#([\w.-]+)")
_ROUNDED = ("d", "x", "y", "transform", "width", "height", "viewBox")
_DEFAULTS = {"stroke-linejoin: miter", "text-anchor: start"}


def to_svg(figure: Figure, prefix: str, title: str, description: str) -> str:
    """The figure as one ``<svg>`` element; ``prefix`` starts every id of it.

    Must be called within ``style()``, which holds the settings of the SVG writer.
    """
    raw = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    FigureCanvasSVG(figure).print_svg(raw, metadata=nothing)
    return finished(raw.getvalue(), prefix, title, description)


def finished(raw: str, prefix: str, title: str, description: str) -> str:
    """matplotlib's SVG document, made fit to be inlined."""
    root = ElementTree.fromstring(raw)
    _drop(root, lambda node: node.tag in (_q("metadata"), _q("style")) or _invisible(node))
    _rename_ids(root, prefix)
    for node in root.iter():
        _rewrite(node)
    _flatten(root)
    for node in root.iter(_q("g")):
        _share_style(node)
    root.attrib = {
        "viewBox": root.get("viewBox"),
        "role": "img",
        "aria-labelledby": f"{prefix}title {prefix}desc",
        "font-family": FAMILY,
        "fill": "currentColor",
        "stroke-linejoin": "round",
        "stroke-linecap": "butt",
    }
    for place, (tag, words) in enumerate((("title", title), ("desc", description))):
        element = ElementTree.Element(_q(tag), {"id": prefix + tag})
        element.text = words
        root.insert(place, element)
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _q(tag: str) -> str:
    return f"{{{SVG}}}{tag}"


def _drop(parent: ElementTree.Element, unwanted) -> None:
    for node in list(parent):
        if unwanted(node):
            parent.remove(node)
        else:
            _drop(node, unwanted)


def _invisible(node: ElementTree.Element) -> bool:
    """The transparent ground of the figure and of its axes."""
    style = node.get("style", "")
    return node.tag == _q("path") and "fill: none" in style and "stroke:" not in style


def _rename_ids(root: ElementTree.Element, prefix: str) -> None:
    """Number the ids that something refers to; drop the others."""
    used = {
        name
        for node in root.iter()
        for value in node.attrib.values()
        for name in _REFERENCE.findall(value)
    }
    names: dict[str, str] = {}
    for node in root.iter():
        old = node.attrib.pop("id", None)
        if old in used:
            names[old] = node.attrib["id"] = f"{prefix}{len(names) + 1}"
    for node in root.iter():
        if XLINK in node.attrib:
            node.set("href", node.attrib.pop(XLINK))
        for key, value in node.attrib.items():
            if key in ("href", "clip-path"):
                node.set(key, _REFERENCE.sub(lambda m: "#" + names[m.group(1)], value))


def _rewrite(node: ElementTree.Element) -> None:
    """Short numbers, no blank text, the page's colour and one font family."""
    if node.tag not in (_q("text"), _q("tspan")):
        node.text = None
    node.tail = None
    if node.tag == _q("image"):
        _place_image(node)
    for key in _ROUNDED:
        if key in node.attrib:
            value = _NUMBER.sub(_two_decimals, node.attrib[key])
            node.set(key, " ".join(value.split()))
    if node.get("transform", "").startswith("rotate(-0 "):
        del node.attrib["transform"]
    style = [part for part in node.attrib.pop("style", "").split("; ") if part]
    kept = [_property(part) for part in style if not _given(part)]
    if kept:
        node.set("style", ";".join(kept))


def _place_image(node: ElementTree.Element) -> None:
    """matplotlib scales an image by a matrix: a place and a size say the same, and can be rounded.

    Pixels stay squares; a smoothed image would show what was not computed.
    """
    a, b, c, d, x, y = map(float, node.attrib.pop("transform")[len("matrix(") : -1].split())
    if b or c or a < 0 or d < 0:
        raise ValueError("an image that is turned or mirrored cannot be placed")
    size = {"width": a * float(node.get("width")), "height": d * float(node.get("height"))}
    for key, value in {"x": x, "y": y, **size}.items():
        node.set(key, f"{value:.4f}")
    node.set("preserveAspectRatio", "none")
    node.set("href", "".join(node.get("href").split()))
    node.set("style", "image-rendering: pixelated")


def _given(part: str) -> bool:
    """A property that the root has already, or that is the default."""
    return part in _DEFAULTS or part.startswith("font-family")


def _property(part: str) -> str:
    name, _, value = part.partition(": ")
    value = "currentColor" if value == INK else _NUMBER.sub(_two_decimals, value)
    return f"{name}:{value}"


def _two_decimals(match: re.Match[str]) -> str:
    text = f"{float(match.group()):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _share_style(group: ElementTree.Element) -> None:
    """Markers that look alike say so once, in their group."""
    styles = {node.get("style") for node in group}
    if group.get("style") or len(group) < 2 or len(styles) != 1 or None in styles:
        return
    if all(node.tag == _q("use") for node in group):
        group.set("style", styles.pop())
        for node in group:
            del node.attrib["style"]


def _flatten(parent: ElementTree.Element) -> None:
    """Replace groups that say nothing by their content; drop those without any."""
    children: list[ElementTree.Element] = []
    for node in parent:
        _flatten(node)
        bare = node.tag in (_q("g"), _q("defs"))
        if bare and not len(node):
            continue
        if node.tag == _q("g") and not node.attrib:
            children += list(node)
        else:
            children.append(node)
    parent[:] = children
