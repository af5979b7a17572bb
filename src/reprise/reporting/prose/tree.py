"""``prose.md`` as sections of plain nodes, which both outputs know how to set.

Known are paragraphs, lists, emphasis, strong, code, links to the web, and computed values in
double braces. Everything else of Markdown is a problem that names its line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from reprise.problems import Problem
from reprise.reporting.prose.calls import CallError, parse_call

Node = dict[str, Any]

NAMES = {
    "blockquote_open": "a quotation",
    "fence": "a code block",
    "code_block": "an indented code block",
    "hr": "a rule",
    "image": "an image (figures come from figures.yaml)",
    "html_block": "HTML",
    "html_inline": "HTML",
    "hardbreak": "a hard line break",
}
BLOCKS = {"paragraph_open": "paragraph", "bullet_list_open": "list", "ordered_list_open": "list"}
SPANS = {"em_open": "emphasis", "strong_open": "strong", "link_open": "link"}


@dataclass(frozen=True)
class Section:
    """What stands below one ``##`` heading."""

    title: str
    line: int
    nodes: list[Node]


@dataclass
class _Reader:
    """Walks the tokens once; collects what is wrong on the way."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    line: int = 0

    def complain(self, words: str) -> None:
        self.problems.append(Problem(self.file, f"line {self.line}", words))

    def blocks(self, tokens: list[Token]) -> list[Node]:
        nodes: list[Node] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            self.line = token.map[0] + 1 if token.map else self.line
            end = _closing(tokens, position) if token.nesting == 1 else position
            inner = tokens[position + 1 : end]
            if token.type == "paragraph_open":
                nodes.append({"type": "paragraph", "children": self.spans(inner[0].children or [])})
            elif token.type in BLOCKS:
                nodes.append(self.list_of(token, inner))
            else:
                self.complain(f"{NAMES.get(token.type, _plain(token.type))} is not known here")
            position = end + 1
        return nodes

    def list_of(self, token: Token, tokens: list[Token]) -> Node:
        items = []
        position = 0
        while position < len(tokens):
            end = _closing(tokens, position)
            items.append(self.blocks(tokens[position + 1 : end]))
            position = end + 1
        return {"type": "list", "ordered": token.type == "ordered_list_open", "items": items}

    def spans(self, tokens: list[Token]) -> list[Node]:
        nodes: list[Node] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            end = _closing(tokens, position) if token.nesting == 1 else position
            if token.type == "softbreak":
                self.line += 1
                nodes.append(self.text(" "))
            elif token.type == "text":
                nodes.append(self.text(token.content))
            elif token.type == "code_inline":
                nodes.append({"type": "code", "text": token.content})
            elif token.type == "call":
                nodes += self.call(token.content)
            elif token.type in SPANS:
                nodes.append(self.span(token, tokens[position + 1 : end]))
            else:
                self.complain(f"{NAMES.get(token.type, _plain(token.type))} is not known here")
            position = end + 1
        return nodes

    def text(self, content: str) -> Node:
        return {"type": "text", "text": content, "line": self.line}

    def call(self, source: str) -> list[Node]:
        try:
            return [{"type": "call", "call": parse_call(source), "line": self.line}]
        except CallError as error:
            self.complain(str(error))
            return []

    def span(self, token: Token, inner: list[Token]) -> Node:
        node: Node = {"type": SPANS[token.type], "children": self.spans(inner)}
        if node["type"] == "link":
            node["href"] = str(token.attrGet("href") or "")
            if not node["href"].startswith(("https://", "http://")):
                self.complain(f"the link '{node['href']}' must begin with https://")
        return node


def parse_prose(text: str, file: str) -> tuple[list[Section], list[Problem]]:
    """Sections in the order of the file, and every problem of its form."""
    tokens = _MARKDOWN.parse(text)
    reader = _Reader(file)
    sections: list[Section] = []
    starts = [i for i, t in enumerate(tokens) if t.type == "heading_open" and t.level == 0]
    ends = [*starts, len(tokens)][1:]
    if tokens and (not starts or starts[0] > 0):
        reader.line = (tokens[0].map or [0])[0] + 1
        reader.complain("words before the first '## ' heading")
    for start, end in zip(starts, ends, strict=True):
        heading, title = tokens[start], tokens[start + 1].content.strip()
        reader.line = line = (heading.map or [0])[0] + 1
        if heading.tag != "h2":
            reader.complain(f"'{heading.markup} {title}': headings begin with '## '")
        if any(section.title.lower() == title.lower() for section in sections):
            reader.complain(f"the heading '{title}' stands twice")
        sections.append(Section(title, line, reader.blocks(tokens[start + 3 : end])))
    return sections, reader.problems


def _call_rule(state: StateInline, silent: bool) -> bool:
    """``{{ ... }}`` as one token."""
    if not state.src.startswith("{{", state.pos):
        return False
    end = state.src.find("}}", state.pos + 2)
    if end < 0:
        return False
    if not silent:
        token = state.push("call", "", 0)
        token.content = state.src[state.pos + 2 : end]
    state.pos = end + 2
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark")
    parser.inline.ruler.before("escape", "call", _call_rule)
    return parser


_MARKDOWN = _parser()


def _closing(tokens: list[Token], position: int) -> int:
    """Where the element that opens at a position ends."""
    depth = 0
    for index in range(position, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1


def _plain(kind: str) -> str:
    return f"'{kind.removesuffix('_open').replace('_', ' ')}'"
