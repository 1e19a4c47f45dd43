"""A part of an accessibility tree in the words of a screen reader, a line for each stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.browser.tree import LANDMARKS, NAMED_BY_CONTENT, Node, single_spaced

#: NVDA's words for a role; a role that is not here is said by what it holds alone.
ROLES: Final = {
    "button": "button",
    "combobox": "combo box",
    "image": "graphic",
    "img": "graphic",
    "link": "link",
    "radio": "radio button",
    "searchbox": "search edit",
    "slider": "slider",
    "spinbutton": "spin button",
    "switch": "switch",
    "textbox": "edit",
    "DisclosureTriangle": "button",
    "progressbar": "progress bar",
}
#: Said before the name.
SAID_FIRST: Final = frozenset({"graphic", "link"})
#: What a button opens.
POPUPS: Final = {"dialog": "dialog", "listbox": "list", "menu": "menu", "true": "menu"}
#: What stands in a line of text.
INLINE: Final = frozenset({"StaticText", "strong", "emphasis", "LineBreak", "mark", "time", "code"})
#: Their parts are a line together.
LINES: Final = frozenset({"paragraph", "listitem", "Figcaption", "status", "alert", "term"})


def spoken(node: Node) -> Iterator[str]:
    """What is said of it and of all that it holds, in reading order."""
    waiting: list[str] = []
    for child in node.children:
        if child.role in INLINE:
            waiting.append(child.text or child.name)
            continue
        yield from _line(waiting)
        yield from _said(child)
    yield from _line(waiting)


def _line(waiting: list[str]) -> Iterator[str]:
    """The texts so far as a line; what is punctuation alone is not said."""
    said = single_spaced(_joined(waiting)).strip(" ·")
    waiting.clear()
    if any(letter.isalnum() for letter in said):
        yield said


def _joined(texts: list[str]) -> str:
    """Texts of a line, two words of which are never one."""
    said = ""
    for text in texts:
        apart = said[-1:].isalnum() and text[:1].isalnum()
        said += f" {text}" if apart else text
    return said


def _together(parts: list[str]) -> str:
    """What is said of one stop, in one breath: no comma after a question or a sentence."""
    said = ""
    for part in filter(None, parts):
        said += f"{'' if not said else ' ' if said[-1] in '.?!:' else ', '}{part}"
    return said


def _said(node: Node) -> Iterator[str]:
    match node.role:
        case "heading":
            yield f"heading level {node.level}, {node.name}"
        case "LabelText":  # a control says its label itself
            for child in node.children:
                if child.role not in INLINE:
                    yield from _said(child)
        case "list":
            yield f"list with {_counted(len(node.all('listitem')), 'item')}"
            yield from spoken(node)
        case "table":
            yield from _table(node)
        case "radiogroup":
            yield f"{node.name}, grouping"
            yield from spoken(node)
        case role if role in LINES and not any(_is_stop(one) for one in node.walk()):
            yield from _line([one.name for one in node.all("StaticText")])
        case role if role in LANDMARKS - {"banner"}:
            yield _together([node.name, _landmark(role)])
            yield from spoken(node)
        case role if role in ROLES:
            yield _control(node)
            if role not in NAMED_BY_CONTENT and role != "slider":
                yield from spoken(node)
        case _:
            yield from spoken(node)


def _is_stop(node: Node) -> bool:
    return node.role in ROLES or node.role in {"list", "table"}


def _landmark(role: str) -> str:
    return "region" if role == "region" else f"{role} landmark"


def _control(node: Node) -> str:
    """Name, role, states, value, description: in NVDA's order."""
    states, role = node.states, ROLES[node.role]
    parts = [role, node.name] if role in SAID_FIRST else [node.name, role]
    if "checked" in states:
        on, off = ("on", "off") if node.role == "switch" else ("checked", "not checked")
        parts.append(on if states["checked"] == "true" else off)
    if node.role != "combobox" and states.get("hasPopup") in POPUPS:
        parts.append(f"opens {POPUPS[states['hasPopup']]}")
    if "expanded" in states:
        parts.append("expanded" if states["expanded"] else "collapsed")
    if node.attributes.get("aria-current") == "page":
        parts.append("current page")
    return _together([*parts, node.value, node.description])


def _table(table: Node) -> Iterator[str]:
    rows = table.all("row")
    columns = max((len(row.children) for row in rows), default=0)
    yield f"{table.name}, table with {_counted(len(rows), 'row')} and {columns} columns"
    heads = [one.name for one in rows[0].children] if rows else []
    for row in rows[1:]:
        first, *rest = [one.name for one in row.children]
        told = [f"{head}: {cell}" for head, cell in zip(heads[1:], rest, strict=False)]
        yield "; ".join((first, *told))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
