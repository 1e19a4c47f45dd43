"""HTML made here: every text escaped whoever wrote it, headers that a screen reader can tell."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tradeoff.drawing import markup
from tradeoff.drawing.palette import DARK, LIGHT, Palette
from tradeoff.words.provenance import ProvenanceLine
from tradeoff.words.table import Table

HOSTILE = "\"><img src=x onerror='alert(1)'>&<script>zebra()</script>"


class Seen(HTMLParser):
    """Tags, attributes and text as a browser would take them."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def everything(text: str) -> dict[str, str]:
    """Each function of the module with this text wherever a text goes."""
    return {
        "escaped": markup.escaped(text),
        "span": markup.span(text, "note"),
        "paragraph": markup.paragraph(text),
        "paragraph with a class": markup.paragraph(text, "note", markup.badge(text)),
        "heading": markup.heading(text, 2, "part"),
        "badge": markup.badge(text),
        "region": markup.region(text, markup.paragraph(text), css="panel"),
        "unordered": markup.unordered([text, text]),
        "details": markup.details(text, markup.paragraph(text)),
        "provenance": markup.provenance(text, [ProvenanceLine(text, text)]),
        "table": markup.table(Table(text, (text, "b"), ((text, text),))),
        "to copy": markup.to_copy(text, text, "css"),
        "image": markup.image(text, text),
        "legend": markup.legend([(text, text)]),
    }


TAGS = {"span", "p", "h2", "section", "ul", "li", "details", "summary", "dl", "div", "dt", "dd",
        "table", "caption", "thead", "tbody", "tr", "th", "td", "img", "textarea"}  # fmt: skip
ATTRIBUTES = {"class", "aria-label", "role", "tabindex", "scope", "src", "alt", "readonly", "rows"}


@pytest.mark.parametrize("name", everything(HOSTILE))
def test_hostile_text_is_shown_as_text_and_makes_no_markup(name: str) -> None:
    seen = Seen(everything(HOSTILE)[name])
    assert seen.open == []
    plain = Seen(everything("harmless")[name])
    assert [tag for tag, _ in seen.tags] == [tag for tag, _ in plain.tags]
    for (_, attributes), (_, expected) in zip(seen.tags, plain.tags, strict=True):
        assert set(attributes) == set(expected)
    if name not in ("image",):
        assert HOSTILE in seen.text


@given(st.text())
@example("\x00\x1b[31m\u202e\u2028")
@example("&lt;b&gt;")
@example("'\"`=/")
def test_no_text_at_all_makes_markup(text: str) -> None:
    for made in everything(text).values():
        seen = Seen(made)
        assert seen.open == []
        assert {tag for tag, _ in seen.tags} <= TAGS
        assert {name for _, attributes in seen.tags for name in attributes} <= ATTRIBUTES


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\u202e", "\u200b", "\x7f"])
def test_control_and_invisible_characters_become_spaces(character: str) -> None:
    assert markup.escaped(f"a{character}b") == "a b"


def test_what_is_written_plainly_stays() -> None:
    assert markup.escaped("69 of 100 – “alive”, −16 % · 3 µg\nnext") == (
        "69 of 100 – “alive”, −16 % · 3 µg\nnext"
    )
    assert markup.escaped("&<>\"'") == "&amp;&lt;&gt;&quot;&#x27;"


def test_an_escaped_text_is_escaped_once_and_not_read_back() -> None:
    assert markup.escaped("&lt;b&gt;") == "&amp;lt;b&amp;gt;"


def test_a_badge_in_words_or_nothing() -> None:
    assert markup.badge(None) == ""
    assert markup.badge("Unconfirmed: check") == '<span class="badge">Unconfirmed: check</span>'


def test_a_badge_stands_inside_the_paragraph_that_it_belongs_to() -> None:
    made = markup.paragraph("18 more.", "", markup.badge("Unconfirmed"))
    assert made == '<p>18 more. <span class="badge">Unconfirmed</span></p>'
    assert markup.paragraph("18 more.", "", markup.badge(None)) == "<p>18 more.</p>"


def test_table_headers_say_what_they_head() -> None:
    made = markup.table(Table("People", ("", "A", "B"), (("Alive", "85", "68"),)))
    seen = Seen(made)
    heads = [attributes.get("scope") for tag, attributes in seen.tags if tag == "th"]
    assert heads == ["col", "col", "row"]
    assert [tag for tag, _ in seen.tags].count("td") == 3, "the corner heads nothing"
    assert "<caption>People</caption>" in made


def test_a_wide_table_scrolls() -> None:
    """That it can be reached by keyboard, where it has to be, is the page's outline to say."""
    seen = Seen(markup.table(Table("People", ("a",), (("1",),))))
    assert seen.tags[0] == ("div", {"class": "scroll"})


def test_a_table_without_rows_is_still_a_table() -> None:
    assert "<tbody></tbody>" in markup.table(Table("Nobody", ("a", "b"), ()))


def test_a_region_has_a_name() -> None:
    seen = Seen(markup.region("Survival gain", markup.paragraph("x"), css="panel gain"))
    expected = {"class": "panel gain", "aria-label": "Survival gain"}
    assert seen.tags[0] == ("section", expected)


def test_a_region_is_named_by_its_heading_alone_where_it_has_one() -> None:
    heading = markup.heading("Survival gain", 3)
    seen = Seen(markup.region("Survival gain", heading, css="panel gain"))
    assert seen.tags[0] == ("section", {"class": "panel gain"})


def test_decoration_has_an_empty_alternative_and_a_picture_its_own() -> None:
    assert 'alt=""' in markup.image("data:x", "")
    assert 'alt="85 of 100"' in markup.image("data:x", "85 of 100")
    assert Seen(markup.legend([("data:x", "alive")])).tags[2][1]["alt"] == ""


def test_provenance_opens_without_a_trip_to_the_server() -> None:
    made = markup.provenance("Source", [ProvenanceLine("Status", "published")])
    assert made.startswith('<details class="source"><summary>Source</summary>')
    assert "<dt>Status</dt><dd>published</dd>" in made


def test_every_colour_of_both_themes_is_a_variable() -> None:
    made = markup.colours()
    for name in Palette.__slots__:
        pair = f"light-dark({getattr(LIGHT, name)},{getattr(DARK, name)})"
        assert f"--{name.replace('_', '-')}:{pair};" in made
    assert re.fullmatch(r":root\{[^{}<>]*\}", made)
