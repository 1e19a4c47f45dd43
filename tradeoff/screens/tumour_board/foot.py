"""The board's foot: caveats, sources, limits of use, and all provenance on request."""

from __future__ import annotations

from typing import Final

from tradeoff.drawing import markup
from tradeoff.findings.provenance import Citation
from tradeoff.findings.view import Findings, all_harms
from tradeoff.papers import effects, tables
from tradeoff.words import numbers
from tradeoff.words.frame import CAVEATS_TITLE, INTENDED_USE, caveats
from tradeoff.words.harm import badge, harm_heading, harm_provenance
from tradeoff.words.naming import footer
from tradeoff.words.provenance import ProvenanceLine, provenance, status_word, survival_window
from tradeoff.words.say import CLINICIAN
from tradeoff.words.survival import gain_heading

DETAILS: Final = "Sources, methods and tables"


def foot(view: Findings) -> str:
    """All that has to stand below the figures."""
    told = f"{sources(view)} {footer(view.trial)}"
    return (
        f'<div class="board-foot"><p><b>{markup.escaped(CAVEATS_TITLE)}:</b> '
        f"{markup.escaped(_caveats(view))} <b>Sources:</b> {markup.escaped(told)}</p>"
        f'<div class="board-last">{markup.paragraph(INTENDED_USE, "limits")}{_details(view)}</div>'
        "</div>"
    )


def _caveats(view: Findings) -> str:
    """The caveats in one run, and the level of all ranges."""
    lines = list(caveats(view))
    if view.survival is not None and (level := view.survival.gain.estimate.level):
        lines.append(f"Ranges: {numbers.percent(level)}; in the arrays hatched.")
    return " ".join(lines)


def sources(view: Findings) -> str:
    """Where survival and harm come from, each with its status."""
    told = view.survival.experimental.citations if view.survival else ()
    if view.survival is None and view.medians is not None:
        told = view.medians.citations
    ratio = view.base.hazard_ratio.citations if view.base.hazard_ratio else ()
    parts = [_source("Survival", (*told, *ratio))]
    if view.harm is not None:
        cited = view.harm.excess.citations
        typed = f"Harm: {badge(CLINICIAN, view.trial, view.harm, short=True) or ''}"
        parts.append(_source("Harm", cited) if cited else typed)
    elif counted := [found for _, found in all_harms(view) if found is not None]:
        parts.append(
            _source("Harms", tuple(one for found in counted for one in found.excess.citations))
        )
    return f"{' · '.join(parts)}."


def _source(what: str, cited: tuple[Citation, ...]) -> str:
    # Who confirmed it stands at the figure itself.
    known = {one: "confirmed" if one.confirmed else status_word(one) for one in cited}
    named = dict.fromkeys(f"{one.source.short} ({word})" for one, word in known.items())
    return f"{what}: {'; '.join(named) or numbers.NOT_AVAILABLE}"


def _details(view: Findings) -> str:
    """Provenance of the figures and the pictures as tables, over the board when asked for."""
    trial, parts = view.trial, []
    if view.survival is not None:
        lines = provenance(trial, view.survival.gain, window=survival_window(view.survival))
        parts.append(_provenance(gain_heading(CLINICIAN, trial, view.survival), lines))
    if view.harm is not None:
        lines = harm_provenance(CLINICIAN, trial, view.harm, view.harm.excess)
        parts.append(_provenance(harm_heading(trial, view.harm), lines))
    made = (tables.arrays_table(view), tables.curve_table(view), effects.cuts_table(view))
    parts += [markup.table(one) for one in made if one.rows]
    body = f'<div class="board-panel">{"".join(parts)}</div>'
    return markup.details(DETAILS, body, css="board-details")


def _provenance(title: str, lines: tuple[ProvenanceLine, ...]) -> str:
    rows = "".join(
        f"<div><dt>{markup.escaped(line.term)}</dt><dd>{markup.escaped(line.description)}</dd></div>"
        for line in lines
    )
    return f"{markup.heading(title, 2)}<dl>{rows}</dl>"
