"""HTML for the parts that Streamlit has no element for: escaped text in, safe markup out.

Every text is escaped here, whoever wrote it. The only HTML that reaches a page is built by these
functions; classes are those of ``interface/style.css``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import Final

from tradeoff.drawing.palette import DARK, LIGHT, Palette
from tradeoff.findings.harm import HarmFindings
from tradeoff.trial.records import Site, Trial
from tradeoff.words import harm as harm_words
from tradeoff.words import numbers
from tradeoff.words.harm import exposure_note, harm_counted
from tradeoff.words.provenance import ProvenanceLine
from tradeoff.words.say import Say
from tradeoff.words.table import Table


def escaped(text: str) -> str:
    """Text that no browser reads as markup; control characters become spaces."""
    return html.escape("\n".join(_printable(line) for line in text.split("\n")))


def _printable(line: str) -> str:
    # Hardly any line holds such a character, and one look at a whole line is quick.
    return line if line.isprintable() else "".join(c if c.isprintable() else " " for c in line)


def span(text: str, css: str) -> str:
    """A run of text in a class."""
    return f'<span class="{css}">{escaped(text)}</span>'


def paragraph(text: str, css: str = "", *more: str) -> str:
    """A paragraph; ``more`` is markup made here, such as a badge."""
    ending = "".join(f" {part}" for part in more if part)
    return (
        f'<p class="{css}">{escaped(text)}{ending}</p>'
        if css
        else f"<p>{escaped(text)}{ending}</p>"
    )


def telephone(site: Site) -> str:
    """A centre's number as it is to be read, dialled at a touch where it is a number by itself."""
    shown = escaped(site.phone or "")
    return shown if site.dialled is None else f'<a href="tel:{site.dialled}">{shown}</a>'


def emphasised(text: str) -> str:
    """Escaped text in which what stands between two double asterisks is bold."""
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escaped(text))


def heading(text: str, level: int, css: str = "") -> str:
    """A heading of the page's outline."""
    name = f"h{level}"
    return f'<{name} class="{css}">{escaped(text)}</{name}>'


def field_fault(text: str) -> str:
    """Why what stands in the field above is not used, read aloud as it appears."""
    return f'<p class="fieldfault" role="alert">{escaped(text)}</p>'


def badge(text: str | None, *, settled: bool = False) -> str:
    """The badge in words; nothing where none is due, and quiet where the words settle a caution."""
    css = "badge settled" if settled else "badge"
    return "" if text is None else f'<span class="{css}">{escaped(text)}</span>'


def harm_badge(say: Say, trial: Trial, harm: HarmFindings | None) -> str:
    """What stands at a harm rate and at all that is computed from it, as the page shows it."""
    if harm is None:
        return ""
    return badge(harm_words.badge(say, trial, harm), settled=harm.confirmed is not None)


def harm_cautions(say: Say, trial: Trial, harm: HarmFindings) -> str:
    """The badge of a harm's figure, or what it counts; that exposure was not adjusted for."""
    own = harm_badge(say, trial, harm) or span(harm_standing(say, trial, harm), "note")
    return own + badge(exposure_note(say, harm))


def region(label: str, *parts: str, css: str = "", part: str = "") -> str:
    """A group of markup; ``part`` says which of a view's parts it is, for who measures.

    It is named where no heading in it says its label: a reader would hear that twice. Without a
    label it belongs to what stands around it.
    """
    data = f' data-part="{part}"' if part else ""
    headed = any(f">{escaped(label)}</" in one for one in parts)
    named = "" if headed or not label else f' aria-label="{escaped(label)}"'
    return f'<section class="{css}"{named}{data}>{"".join(parts)}</section>'


def unordered(lines: Iterable[str], css: str = "plain") -> str:
    """A list."""
    items = "".join(f"<li>{escaped(line)}</li>" for line in lines)
    return f'<ul class="{css}">{items}</ul>'


def details(summary: str, *parts: str, css: str = "source") -> str:
    """Something that opens on request, by pointer or keyboard, with no trip to the server."""
    return f'<details class="{css}"><summary>{escaped(summary)}</summary>{"".join(parts)}</details>'


def over(summary: str, *parts: str) -> str:
    """Something that opens over what stands around it, and is scrolled by keys too."""
    opened = "".join(parts)
    label = f'role="group" aria-label="{escaped(summary)}"'
    inner = f'<div class="over" {label} tabindex="0">{opened}</div>'
    return details(summary, inner, css="source inline")


#: Between two pieces of a line; on paper, where what opens is open, each has lines of its own.
BETWEEN: Final = '<span class="between"> · </span>'


def provenance(summary: str, lines: Sequence[ProvenanceLine]) -> str:
    """A number's provenance behind its summary."""
    return details(summary, terms(lines))


def terms(lines: Sequence[ProvenanceLine]) -> str:
    """A number's provenance, a term a line."""
    rows = "".join(
        f"<div><dt>{escaped(line.term)}</dt><dd>{escaped(line.description)}</dd></div>"
        for line in lines
    )
    return f"<dl>{rows}</dl>"


def table(data: Table, *, css: str = "data") -> str:
    """A table with a caption and headers that a screen reader can tell."""
    return _table(data.caption, data.columns, f"<tbody>{_rows(data)}</tbody>", css)


def grouped_table(caption: str, groups: Sequence[Table], *, css: str = "data") -> str:
    """Tables of the same columns as one, under one head: each a group below its own caption."""
    columns = groups[0].columns
    bodies = (
        f'<tbody><tr class="group"><th scope="rowgroup" colspan="{len(columns)}">'
        f"{escaped(group.caption)}</th></tr>{_rows(group)}</tbody>"
        for group in groups
    )
    return _table(caption, columns, "".join(bodies), css)


def _table(caption: str, columns: Sequence[str], bodies: str, css: str) -> str:
    # A corner heads nothing.
    head = "".join(
        f'<th scope="col">{escaped(name)}</th>' if name else "<td></td>" for name in columns
    )
    return (
        f'<div class="scroll"><table class="{css}"><caption>{escaped(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead>{bodies}</table></div>"
    )


def _rows(data: Table) -> str:
    return "".join(map(_row, data.rows))


def _row(cells: Sequence[str]) -> str:
    first, *rest = cells
    return (
        f'<tr><th scope="row">{escaped(first)}</th>'
        + "".join(f"<td>{escaped(cell)}</td>" for cell in rest)
        + "</tr>"
    )


def to_copy(label: str, text: str, css: str) -> str:
    """Text in a field of its own that nobody can change: selecting all selects it and no more.

    A button that copies finds the field by its class, ``css``.
    Where the browser can't fit the field to its text, it has a row for each line, and scrolls.
    """
    rows = text.count("\n") + 1
    return (
        f'<textarea class="tocopy {css}" readonly rows="{rows}" aria-label="{escaped(label)}">'
        f"{escaped(text)}</textarea>"
    )


def image(uri: str, alt: str, css: str = "") -> str:
    """A picture from a data URI; an empty ``alt`` marks decoration."""
    return f'<img class="{css}" src="{escaped(uri)}" alt="{escaped(alt)}">'


def legend(entries: Iterable[tuple[str, str]]) -> str:
    """Small pictures (data URIs) with their words."""
    items = "".join(
        f"<li>{image(uri, '', 'mark')}<span>{escaped(words)}</span></li>" for uri, words in entries
    )
    return f'<ul class="legend">{items}</ul>'


def colours() -> str:
    """The palette as CSS variables that follow the page's light or dark scheme."""
    names = Palette.__slots__
    lines = (
        f"--{name.replace('_', '-')}:light-dark({getattr(LIGHT, name)},{getattr(DARK, name)});"
        for name in names
    )
    return f":root{{{''.join(lines)}}}"


def dark_on_paper() -> str:
    """The rules by which a chart drawn in the dark is printed in the light colours.

    Plotly writes its colours into the marks themselves, where no variable reaches them.
    """
    pairs = {getattr(DARK, name): getattr(LIGHT, name) for name in Palette.__slots__}
    rules = (
        f'.main-svg [style*="{what}: {_as_written(dark)}"]{{{what}:{light}!important}}'
        for dark, light in pairs.items()
        for what in ("fill", "stroke")
    )
    return f"@media print{{{''.join(rules)}}}"


def _as_written(colour: str) -> str:
    """A colour as browsers write it: ``rgb(15, 22, 29)``."""
    return f"rgb({', '.join(map(str, bytes.fromhex(colour[1:])))})"


# --- words --------------------------------------------------------------------------------------


def harm_standing(say: Say, trial: Trial, harm: HarmFindings) -> str:
    """What stands at a rate that needs no badge: what it counts, P, and the source."""
    sources = dict.fromkeys(say.recorded(one.source.short) for one in harm.excess.citations)
    return ". ".join((numbers.capitalised(harm_counted(say, trial, harm)), *sources))
