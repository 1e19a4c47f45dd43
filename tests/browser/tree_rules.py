"""What a page's accessibility tree has to be: each rule gives its faults, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from tests.browser.tree import CONTROLS, LANDMARKS, Node, single_spaced

#: Stands for what heads nothing: what comes before the first heading.
BEFORE: Final = ""


def one_main_and_every_landmark_named_unless_it_is_alone(root: Node) -> Iterator[str]:
    """Landmarks can be told from each other."""
    found = [node for node in root.walk() if node.role in LANDMARKS]
    mains = [node for node in found if node.role == "main"]
    if len(mains) != 1:
        yield f"{len(mains)} main landmarks"
    for node in found:
        if node.role not in {"main", "banner"} and not node.name:
            yield f"{node.role} without a name"
    for (role, name), times in Counter((node.role, node.name) for node in found).items():
        if times > 1:
            yield f"{times} landmarks are called {role} {name!r}"


def one_first_heading_and_no_level_left_out(root: Node) -> Iterator[str]:
    """Within main and side panel, which stand under the page's one first heading."""
    first = [node.name for node in root.all("heading") if node.level == 1]
    if len(first) != 1:
        yield f"headings of level 1: {first}"
    for place in root.all("main", "complementary"):
        level = 0 if place.role == "main" else 1
        for heading in place.all("heading"):
            if not heading.name:
                yield f"an empty heading of level {heading.level}"
            if heading.level > level + 1:
                yield f"{heading.name!r} has level {heading.level} after level {level}"
            level = heading.level


def every_control_is_named(root: Node) -> Iterator[str]:
    """And has a value, where its role has one."""
    for node in root.walk():
        if node.role in CONTROLS and not node.name:
            yield f"{node.role} without a name"
        if node.role == "slider" and not any(letter.isalpha() for letter in node.value):
            yield f"slider {node.name!r} does not say its value in words: {node.value!r}"
        if node.role in {"radio", "switch", "checkbox"} and "checked" not in node.states:
            yield f"{node.role} {node.name!r} does not say whether it is chosen"
        if node.role == "radiogroup" and not node.all("radio"):
            yield f"radiogroup {node.name!r} is empty"


def no_two_controls_are_alike(root: Node) -> Iterator[str]:
    """Of one role and name under one heading or in one named group."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for place, node in _placed(root, [BEFORE]):
        if node.role in CONTROLS:
            seen[place, node.role, node.name] += 1
    for (place, role, name), times in seen.items():
        if times > 1:
            yield f"{times} times {role} {name!r} under {place!r}"


def _placed(node: Node, heading: list[str]) -> Iterator[tuple[str, Node]]:
    """Each control with its nearest named group, else the heading that it stands under."""
    for child in node.children:
        if child.role == "heading":
            heading[0] = child.name
        yield heading[0], child
        if child.role in LANDMARKS | {"radiogroup", "group"} and child.name:
            yield from _placed(child, [f"{heading[0]} / {child.name}"])
        else:
            yield from _placed(child, heading)


def every_picture_is_one_sentence(root: Node) -> Iterator[str]:
    """Nothing inside it is read, and no letters of a drawing are read beside it."""
    for node in root.walk():
        if node.role in {"image", "img"} and (not node.name or node.children):
            yield f"picture {node.name[:60]!r} with {len(node.children)} parts"
        if node.role in {"SvgRoot", "graphics-symbol", "graphics-document"}:
            yield f"a drawing is read: {node.text[:60]!r}"


def every_table_has_a_caption_and_headers(root: Node) -> Iterator[str]:
    """A cell is read with its row's and its column's header."""
    for table in root.all("table"):
        if not table.name:
            yield "a table without a caption"
        columns = table.all("columnheader")
        if not columns or not all(one.name for one in columns):
            yield f"{table.name!r}: column headers {[one.name for one in columns]}"
        body = [row for row in table.all("row") if row.all("cell") and not row.all("columnheader")]
        if body and not all(row.all("rowheader") for row in body):
            yield f"{table.name!r}: rows without a header"


def nothing_is_said_twice(root: Node) -> Iterator[str]:
    """No name that repeats what stands beside it or begins what it names."""
    for node in root.walk():
        beside = [single_spaced(one.text) for one in node.children if one.role != "image"]
        for picture in node.children:
            if picture.role == "image" and picture.name in beside:
                yield f"picture and text beside it: {picture.name[:60]!r}"
        if node.role in LANDMARKS | {"group", "figure"} and node.name and node.children:
            first = next((one for one in node.walk() if one is not node and one.name), node)
            if first is not node and first.name == node.name and first.role != "table":
                yield f"{node.role} and {first.role} in it: {node.name!r}"


def one_link_of_the_navigation_is_the_open_page(root: Node) -> Iterator[str]:
    """Where there is a navigation."""
    for place in root.all("navigation"):
        current = [one.name for one in place.walk() if one.attributes.get("aria-current")]
        title = root.name.partition(" · ")[0]
        if current != [title]:
            yield f"open is {title!r}, the navigation says {current}"


def live_regions_say_one_thing(root: Node) -> Iterator[str]:
    """None within another: a reader would say the inner one twice."""
    for outer in root.walk():
        if not outer.states.get("live"):
            continue
        for inner in outer.walk():
            if inner is not outer and inner.role in {"status", "alert", "log"}:
                yield f"a live region within a live region: {inner.text[:60]!r}"


RULES: Final[tuple[Callable[[Node], Iterator[str]], ...]] = (
    one_main_and_every_landmark_named_unless_it_is_alone,
    one_first_heading_and_no_level_left_out,
    every_control_is_named,
    no_two_controls_are_alike,
    every_picture_is_one_sentence,
    every_table_has_a_caption_and_headers,
    nothing_is_said_twice,
    one_link_of_the_navigation_is_the_open_page,
    live_regions_say_one_thing,
)


def faults(root: Node) -> list[str]:
    """All of them, each behind the rule that it breaks."""
    return [f"{rule.__name__}: {fault}" for rule in RULES for fault in rule(root)]
