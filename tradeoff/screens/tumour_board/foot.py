"""The board's foot: caveats, sources, limits of use, and all provenance on request."""

from __future__ import annotations

from typing import Final

from tradeoff.drawing import markup
from tradeoff.findings.choices import ORIGINAL
from tradeoff.findings.provenance import Citation
from tradeoff.findings.subgroups import age_groups
from tradeoff.findings.view import Findings, all_harms
from tradeoff.papers import effects, tables
from tradeoff.screens import store
from tradeoff.words import numbers
from tradeoff.words.catalogues import AWAITS_REVIEW
from tradeoff.words.frame import CAVEATS_TITLE, INTENDED_USE, caveats, own_caveats
from tradeoff.words.harm import badge, harm_heading, harm_provenance
from tradeoff.words.naming import footer
from tradeoff.words.provenance import ProvenanceLine, provenance, survival_window
from tradeoff.words.say import Say, message
from tradeoff.words.sources import status_word
from tradeoff.words.survival import gain_heading

SOURCES: Final = message("Sources:")
DETAILS: Final = message("Caveats, sources and tables")


def foot(say: Say, view: Findings, *, by_age: bool = False) -> str:
    """All that has to stand below the figures; ``by_age``: the age groups stand above."""
    own, of_trial = own_caveats(view), _of_trial(view)
    told = f"{sources(say, view, by_age=by_age)} {footer(say, view.trial)}"
    if name := store.site().name:
        told += f" · {name}"
    return (
        f"<p><b>{markup.escaped(say(CAVEATS_TITLE))}:</b> {markup.escaped(' '.join(own))} "
        f"{markup.span(' '.join(of_trial), 'of-trial')} {markup.escaped(_ranges(say, view))}"
        f"<b>{markup.escaped(say(SOURCES))}</b> {markup.escaped(told)}</p>"
        f'<div class="board-last">{markup.paragraph(say(INTENDED_USE), "limits")}'
        f"{_details(say, view, of_trial)}</div>"
    )


def _of_trial(view: Findings) -> tuple[str, ...]:
    """The caveats of the whole trial: in the details, and on paper."""
    own = own_caveats(view)
    return tuple(one for one in caveats(view) if one not in own)


def _ranges(say: Say, view: Findings) -> str:
    """The level of all ranges, and how the arrays show theirs."""
    level = None if view.survival is None else view.survival.gain.estimate.level
    if not level:
        return ""
    said = say("Ranges: {level}; in the arrays hatched.", level=numbers.percent(say, level))
    return f"{said} "


def sources(say: Say, view: Findings, *, by_age: bool = False) -> str:
    """Where survival (and that of the age groups) and harm come from, each with its status."""
    told = view.survival.experimental.citations if view.survival else ()
    if view.survival is None and view.medians is not None:
        told = view.medians.citations
    ratio = view.base.hazard_ratio.citations if view.base.hazard_ratio else ()
    ages = tuple(group.citation for group in age_groups(view)) if by_age else ()
    survival, harm = _cited(say, (*told, *ratio, *ages)), _cited(say, ())
    if view.harm is not None:
        cited = view.harm.excess.citations
        typed = badge(say, view.trial, view.harm, short=True) or ""
        harm = _cited(say, cited) if cited else typed
    elif counted := [found for _, found in all_harms(view) if found is not None]:
        harm = _cited(say, tuple(one for found in counted for one in found.excess.citations))
    if survival == harm:
        return say("survival and harm: {survival}.", survival=survival)
    return say("survival: {survival} · harm: {harm}.", survival=survival, harm=harm)


def _cited(say: Say, cited: tuple[Citation, ...]) -> str:
    # Who confirmed it stands at the figure itself.
    known = {one: say("confirmed") if one.confirmed else status_word(say, one) for one in cited}
    named = dict.fromkeys(
        f"{say.recorded(one.source.short)} ({word})" for one, word in known.items()
    )
    return "; ".join(named) or say(numbers.NOT_AVAILABLE)


def _details(say: Say, view: Findings, said: tuple[str, ...]) -> str:
    """Caveats, provenance and the pictures as tables, over the board when asked for."""
    trial = view.trial
    parts = [] if view.choices.ui == ORIGINAL else [markup.paragraph(say(AWAITS_REVIEW))]
    if said:
        parts += [markup.heading(say(CAVEATS_TITLE), 2), markup.unordered(said)]
    if view.survival is not None:
        lines = provenance(
            say, trial, view.survival.gain, window=survival_window(say, view.survival)
        )
        parts.append(_provenance(gain_heading(say, trial, view.survival), lines))
    if view.harm is not None:
        lines = harm_provenance(say, trial, view.harm, view.harm.excess)
        parts.append(_provenance(harm_heading(trial, view.harm), lines))
    made = (
        tables.arrays_table(say, view),
        tables.curve_table(say, view),
        effects.cuts_table(say, view),
    )
    parts += [markup.table(one) for one in made if one.rows]
    body = f'<div class="board-panel">{"".join(parts)}</div>'
    return markup.details(say(DETAILS), body, css="board-details")


def _provenance(title: str, lines: tuple[ProvenanceLine, ...]) -> str:
    rows = "".join(
        f"<div><dt>{markup.escaped(line.term)}</dt><dd>{markup.escaped(line.description)}</dd></div>"
        for line in lines
    )
    return f"{markup.heading(title, 2)}<dl>{rows}</dl>"
