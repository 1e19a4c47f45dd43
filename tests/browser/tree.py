"""Chromium's accessibility tree of an open page, as a screen reader gets it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Page

from tests.browser.driving import FRAMES

#: They hold what is said elsewhere: layout, and a text's lines.
SILENT: Final = frozenset({"generic", "none", "InlineTextBox", "ListMarker", "Canvas"})
LANDMARKS: Final = frozenset(
    {"banner", "main", "navigation", "complementary", "contentinfo", "region", "search", "form"}
)
CONTROLS: Final = frozenset(
    {"button", "link", "slider", "combobox", "textbox", "searchbox", "spinbutton", "checkbox"}
    | {"radio", "radiogroup", "switch", "tab", "option", "menuitem", "DisclosureTriangle"}
)
#: Their content is their name, or is hidden by them: it is not said again.
NAMED_BY_CONTENT: Final = frozenset(
    {"button", "link", "radio", "switch", "checkbox", "tab", "option", "heading", "combobox"}
    | {"DisclosureTriangle", "searchbox", "textbox", "columnheader", "rowheader", "cell", "caption"}
    | {"image", "menuitem", "spinbutton"}
)

#: In the page: what the tree does not hold in its protocol: how a slider says its value.
ATTRIBUTES: Final = ("aria-valuetext", "aria-current", "aria-live", "id", "scope")


@dataclass(slots=True)
class Node:
    """One thing that a reader can be at: role, name, value, what is said of it, what it holds."""

    role: str
    name: str = ""
    value: str = ""
    description: str = ""
    states: Mapping[str, Any] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This one and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *roles: str) -> list[Node]:
        """All of these roles, in reading order."""
        return [node for node in self.walk() if node.role in roles]

    @property
    def level(self) -> int:
        """Of a heading."""
        return int(self.states.get("level", 0))

    @property
    def text(self) -> str:
        """All that is written below, in a line."""
        return single_spaced(
            "".join(node.name for node in self.walk() if node.role == "StaticText")
        )


def single_spaced(text: str) -> str:
    """Without breaks and doubled blanks."""
    return " ".join(text.split())


def tree_of(page: Page) -> Node:
    """The whole tree of the page as it stands, without what is hidden from readers."""
    page.evaluate(FRAMES)  # the tree of a page that was come to follows its elements by a frame
    session = page.context.new_cdp_session(page)
    try:
        session.send("Accessibility.enable")
        session.send("DOM.enable")
        given = session.send("Accessibility.getFullAXTree")["nodes"]
        document = session.send("DOM.getDocument", {"depth": -1})["root"]
    finally:
        session.detach()
    written = dict(_attributes(document))
    by_id = {one["nodeId"]: one for one in given}
    (root,) = _nodes(given[0], by_id, written)
    return root


def _attributes(element: Mapping[str, Any]) -> Iterator[tuple[int, dict[str, str]]]:
    """Of each element of the document, by the number that the tree refers to it with."""
    pairs = iter(element.get("attributes", ()))
    found = dict(zip(pairs, pairs, strict=True))
    kept = {name: found[name] for name in ATTRIBUTES if name in found}
    if kept:
        yield element["backendNodeId"], kept
    for child in element.get("children", ()):
        yield from _attributes(child)


def _nodes(
    given: Mapping[str, Any],
    by_id: Mapping[str, Mapping[str, Any]],
    written: Mapping[int, dict[str, str]],
) -> Iterator[Node]:
    """What a node comes to: itself, or what it holds where it says nothing by itself."""
    below = [
        node
        for child in given.get("childIds", ())
        if child in by_id
        for node in _nodes(by_id[child], by_id, written)
    ]
    role, name = _said(given, "role"), _said(given, "name")
    attributes = written.get(given.get("backendDOMNodeId", -1), {})
    layout = role in SILENT and not attributes.get("aria-live") and not name
    if given.get("ignored") or layout or role == "InlineTextBox":
        yield from below
        return
    states = {one["name"]: one["value"].get("value") for one in given.get("properties", ())}
    yield Node(
        role=role,
        name=name if role == "StaticText" else single_spaced(name),
        value=attributes.get("aria-valuetext", single_spaced(_said(given, "value"))),
        description=re.sub(r" +([;,.])", r"\1", single_spaced(_said(given, "description"))),
        states=states,
        attributes=attributes,
        children=below,
    )


def _said(given: Mapping[str, Any], part: str) -> str:
    value = given.get(part, {}).get("value")
    return "" if value is None else str(value)
