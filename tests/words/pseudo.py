"""A third language that nobody speaks, to find the English that no translator can reach.

Each message, and each text of a trial, stands in brackets, with accents and a third longer. A word
without accents on a page is one that the program says past its catalogues.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import tomllib
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.screens.visits import Opened
from tests.words import records
from tests.words.catalogues import LOCALE, forms
from tradeoff.trial.reading import load_trial

PSEUDO: Final = "qps"
_PLAIN = "abcdefghijklmnopqrstuvwxyz"
_MARKED = "áƀçďéƒğĥíĵķĺḿñóƥɋŕšťúṽŵẋýž"
_ACCENTED = str.maketrans(_PLAIN + _PLAIN.upper(), _MARKED + _MARKED.upper())
# What fills a place, marks up or stands for a sign is kept as it is.
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>|&\w+;)")
_LETTER = re.compile(r"[A-Za-z]")
#: Values of a trial's text file that name something, and are not read.
_NAMES = frozenset({"beside_harms", "practicalities", "shown_harms", "told_harms", "language"})
#: An address, as the note for the record holds it.
_LINK = re.compile(r"\?\w+=\S+")
_PLACE = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(r"(?<!\w)[A-Za-z]{2,}(?!\w)")
_TAG = re.compile(r"<[^<>]*>")
_UNREAD = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL)
_SPOKEN = re.compile(
    r'(?<=\s)(?:alt|title|placeholder|aria-label|aria-valuetext|aria-description)="([^"]*)"'
)
# What a chart's description says: the rest of it are colours, fonts and places.
_CHART_TEXTS = frozenset({"text", "hovertext", "ticktext", "customdata", "hovertemplate"})
# What a component is told of itself, of fields and of places: nothing of it is read.
_FOR_SCRIPTS = frozenset(
    {"part", "choice", "field", "into", "place", "names", "language", "spoken", "follows"}
)
_PICTURE = re.compile(r'src="data:image/svg\+xml[^,"]*,([^"]*)"')
_WIDGETS = ("selectbox", "radio", "checkbox", "text_input", "number_input", "slider", "button",
            "button_group", "popover", "expander", "toggle", "multiselect", "text_area", "tab",
            "download_button", "file_uploader", "date_input", "link_button", "page_link",
            "metric", "caption", "markdown", "select_slider")  # fmt: skip
_WIDGET_TEXTS = ("label", "help", "placeholder", "body", "caption")


def accented(text: str) -> str:
    """A text as the pseudo-language writes it; what holds no letter stays."""
    parts = _KEPT.split(text)
    said = "".join(one if n % 2 else one.translate(_ACCENTED) for n, one in enumerate(parts))
    if not _LETTER.search("".join(parts[::2])):
        return text
    return f"⟦{said}{' ·' * (len(text) // 6)}⟧"  # with places to break, as longer words have


def speak(folder: Path) -> Path:
    """Catalogues of all voices, made from what the translators are given."""
    place = folder / PSEUDO / "LC_MESSAGES"
    place.mkdir(parents=True)
    for template in LOCALE.glob("*.pot"):
        with template.open("rb") as file:
            catalogue = read_po(file)
        told = Catalog(locale="en")
        for entry in catalogue:
            if entry.id:
                told.add(entry.id, _translation(entry))
        with (place / f"{template.stem}.mo").open("wb") as file:
            write_mo(file, told)
    return folder


def _translation(entry: Message) -> str | tuple[str, ...]:
    said = tuple(accented(one) for one in forms(entry.id))
    return said[0] if isinstance(entry.id, str) else said


def tell(folder: Path, data: Path) -> Path:
    """A copy of the trials in which each has its words in the pseudo-language, too."""
    shutil.copytree(data, folder)
    for words in folder.glob("*/text.en.toml"):
        told = _told(tomllib.loads(words.read_text(encoding="utf-8")))
        trial = load_trial(words.parent)
        said = records.said(trial) | records.names(trial)
        told["records"] = {one: accented(one) for one in sorted(said)}
        lines = "\n".join(_toml(told))
        words.with_name(f"text.{PSEUDO}.toml").write_text(lines, encoding="utf-8")
    return folder


def _told(value: Any, name: str = "") -> Any:
    if name in _NAMES:
        return value
    if isinstance(value, dict):
        return {key: _told(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [_told(one) for one in value]
    return accented(value) if isinstance(value, str) else value


def _toml(table: Mapping[str, Any], place: tuple[str, ...] = ()) -> Iterator[str]:
    """The table's own values before its parts: what follows a heading belongs to it."""
    parts = {key: value for key, value in table.items() if isinstance(value, dict)}
    if place:
        yield f"[{'.'.join(map(json.dumps, place))}]"
    for key, value in table.items():
        if key not in parts:
            yield f"{json.dumps(key)} = {json.dumps(value, ensure_ascii=False, default=str)}"
    for key, value in parts.items():
        yield from _toml(value, (*place, key))


# What a page says ----------------------------------------------------------------------------


def said_on(visit: Opened) -> Iterator[str]:
    """Every text that a reader or a screen reader meets on the page."""
    for block in visit.blocks:
        yield from texts_in(block)
    for kind in _WIDGETS:
        for one in visit.test.get(kind):
            yield from _said_by(one)
    for chart in visit.test.get("plotly_chart"):
        yield from _said_in(json.loads(chart.proto.spec))
    for component in visit.test.get("bidi_component"):
        yield from _said_to(json.loads(component.proto.json)[0])


def texts_in(markup: str) -> Iterator[str]:
    """What is read in HTML or SVG, in the pictures in it, and what its attributes say."""
    for picture in _PICTURE.findall(markup):
        yield from texts_in(urllib.parse.unquote(html.unescape(picture)))
    if markup.startswith("<svg"):  # a sentence of a picture runs over several lines
        yield " ".join(html.unescape(one) for one in _TAG.split(_UNREAD.sub("", markup)) if one)
        return
    shown = _UNREAD.sub("", _PICTURE.sub("", markup))
    yield from (html.unescape(found) for found in _SPOKEN.findall(shown))
    yield from (html.unescape(one) for one in _TAG.split(shown) if one.strip())


def _said_by(widget: Any) -> Iterator[str]:
    proto = widget.proto
    inner = getattr(proto, proto.WhichOneof("type"), proto) if _is_block(proto) else proto
    for name in _WIDGET_TEXTS:
        if isinstance(text := getattr(inner, name, None), str):
            yield from texts_in(text)
    for option in getattr(inner, "options", ()):
        yield from texts_in(getattr(option, "content", option))


def _is_block(proto: Any) -> bool:
    return "type" in proto.DESCRIPTOR.oneofs_by_name


def _said_in(chart: Any, name: str = "") -> Iterator[str]:
    if isinstance(chart, dict):
        for key, value in chart.items():
            yield from _said_in(value, key)
    elif isinstance(chart, list):
        for value in chart:
            yield from _said_in(value, name)
    elif isinstance(chart, str) and name in _CHART_TEXTS:
        yield from texts_in(chart)


def _said_to(value: Any, name: str = "") -> Iterator[str]:
    """What a component shows at once or later, such as the answer to each value of a range."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _said_to(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _said_to(one, name)
    elif isinstance(value, str) and name not in _FOR_SCRIPTS:
        yield from texts_in(value)


def unspoken(texts: Iterable[str], names: Iterable[str]) -> dict[str, str]:
    """Words that no catalogue knows, each with the text where it stands."""
    found: dict[str, str] = {}
    known = sorted(names, key=len, reverse=True)
    for text in texts:
        for word in _WORD.findall(without(text, known)):
            found.setdefault(word, text)
    return found


def without(text: str, names: Iterable[str]) -> str:
    """A text without addresses, places to be filled by a script, and these names."""
    rest = _PLACE.sub(" ", _LINK.sub(" ", text))
    for name in names:
        rest = rest.replace(name, " ")
    return rest
