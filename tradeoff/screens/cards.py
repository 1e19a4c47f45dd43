"""Benefit and harm side by side: figures, a hundred people each, a sentence, and its source.

Both cards are filled alike and drawn by one function: the same size, weight and denominator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tradeoff.drawing import markup
from tradeoff.drawing.icons import IconArray
from tradeoff.drawing.people import benefit_arrays, harm_arrays
from tradeoff.findings.choices import Framing
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Finding
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings
from tradeoff.screens import arrays
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.statistics.weighing import WholePeople
from tradeoff.trial.records import Trial
from tradeoff.words import numbers
from tradeoff.words.harm import (
    exposure_note,
    harm_counted,
    harm_not_available,
    harm_provenance,
    harm_words,
    harms_in_brief,
    harms_notes,
    harms_sentence,
    settled_harms,
)
from tradeoff.words.naming import arm_words, endpoint_of, endpoint_words
from tradeoff.words.provenance import provenance, survival_window
from tradeoff.words.say import Say, message
from tradeoff.words.survival import (
    median_provenance,
    medians_figure,
    medians_name,
    medians_reading,
    no_landmark,
    outcome_heading,
)

MARKS_TITLE: Final = message("what the marks mean")
HATCHED: Final = message("Hatched, with an outline: from the lower to the upper end of the range.")
SOURCE: Final = message("source")
PER_100_TREATED: Final = message("Difference per 100 treated")
HARMS_TITLE: Final = message("Harms")
_BENEFIT_CSS: Final = (Role.EXPERIMENTAL.value, Role.CONTROL.value)
_HARM_CSS: Final = ("harm", "harm")


@dataclass(frozen=True, slots=True)
class _Card:
    """What one card holds; ``fine``, ``source`` and ``instead`` are markup, all else is text."""

    part: str
    css: tuple[str, str]
    title: str
    told: str
    fine: str
    names: tuple[str, ...] = ()
    """Whose numbers these are."""
    source: str = ""
    people: WholePeople | None = None
    arrays: tuple[IconArray, ...] = ()
    instead: str = ""
    """What stands in the arrays' place where there are none."""


def pair(say: Say, view: Findings) -> str:
    """Both cards, side by side where there is room."""
    both = (_benefit(say, view), _harm(say, view))
    return f'<div class="pairs">{"".join(_drawn(say, view.trial, one) for one in both)}</div>'


def _drawn(say: Say, trial: Trial, card: _Card) -> str:
    told = f'<p class="told">{markup.emphasised(card.told)}</p>' if card.told else ""
    pictures = f'<div class="instead">{card.instead}</div>'
    if card.people is not None:
        pictures = f'<div class="pair">{_pictures(say, trial, card, card.people)}</div>'
    return (
        f'<section class="card" data-part="{card.part}">'
        f"{markup.heading(card.title, 2, f'part {card.css[1]}')}{pictures}"
        f'{told}<div class="fine">{card.fine}{_behind(say, card)}</div></section>'
    )


def _pictures(say: Say, trial: Trial, card: _Card, people: WholePeople) -> str:
    counts = [
        say("**{count}** of 100", count=count) for count in (people.experimental, people.control)
    ]
    names = Arms.each(lambda role: arm_words(trial, role).short).shown
    drawn = zip(card.arrays, counts, names, card.css, strict=True)
    return "".join(
        f'<figure class="{css}"><figcaption>'
        f"{markup.emphasised(count)} "
        f"<span>{markup.escaped(name)}</span></figcaption>{arrays.picture(array)}</figure>"
        for array, count, name, css in drawn
    )


def _behind(say: Say, card: _Card) -> str:
    """Whose numbers these are; behind it how they are known and what the marks mean."""
    opened = [markup.over(say(SOURCE), card.source)] if card.source else []
    if card.arrays:
        hatched = any(one.uncertain is not None for one in card.arrays)
        range_ = _notes(say(HATCHED)) if hatched else ""
        opened.append(markup.over(say(MARKS_TITLE), arrays.key(card.arrays), range_))
    named = " · ".join(map(markup.escaped, card.names))
    return f'<div class="note">{markup.BETWEEN.join(filter(None, (named, *opened)))}</div>'


def _names(say: Say, finding: Finding) -> tuple[str, ...]:
    """The sources' names, and that the range was calculated where it was."""
    names = dict.fromkeys(say.recorded(one.source.short) for one in finding.citations)
    return (*names, say(numbers.RANGE_CALCULATED)) if finding.calculated_range else (*names,)


def _notes(*lines: str) -> str:
    return "".join(markup.paragraph(line, "note") for line in lines if line)


# --- benefit -----------------------------------------------------------------------------------


def _benefit(say: Say, view: Findings) -> _Card:
    survival, trial, framing = view.survival, view.trial, view.choices.framing
    if survival is None:
        return _medians(say, view)
    people = survival.people if framing is Framing.ALIVE else survival.people.complement
    lines = provenance(say, trial, survival.experimental, window=survival_window(say, survival))
    return _Card(
        part="benefit",
        css=_BENEFIT_CSS,
        title=outcome_heading(say, trial, survival, framing),
        told=survival_told(say, view, survival),
        fine=_notes(f"{ratio_told(say, view)} · {needed_told(say, survival)}"),
        names=_names(say, survival.gain),
        source=markup.terms(lines),
        people=people,
        arrays=benefit_arrays(say, trial, survival, framing),
    )


def _medians(say: Say, view: Findings) -> _Card:
    """What stands where no survival at a fixed time is published."""
    trial, medians = view.trial, view.medians
    missing = no_landmark(say, trial, view.choices)
    if medians is None:
        name = endpoint_words(trial, view.choices).name
        return _Card("benefit", _BENEFIT_CSS, name, missing, _notes(ratio_told(say, view)))
    lines = median_provenance(say, trial, medians)
    return _Card(
        part="benefit",
        css=_BENEFIT_CSS,
        title=medians_name(say, trial, medians),
        told=medians_reading(say, trial, medians),
        fine=_notes(ratio_told(say, view), missing),
        names=tuple(say.recorded(one.source.short) for one in medians.citations),
        source=markup.terms(lines),
        instead=markup.paragraph(medians_figure(say, medians), "figure"),
    )


# --- harm --------------------------------------------------------------------------------------


def _harm(say: Say, view: Findings) -> _Card:
    trial, harm = view.trial, view.harm
    if harm is None:
        return _no_rate(say, view)
    text = trial.text.harms[harm.harm.id]
    lines = harm_provenance(say, trial, harm, harm.experimental)
    others = (harms_sentence(say, view), *harms_notes(view))
    counted = f"{numbers.capitalised(harm_counted(say, trial, harm))}."
    return _Card(
        part="harm",
        css=_HARM_CSS,
        title=text.short,
        told=harm_told(say, trial, harm),
        fine=_cautions(say, trial, harm)
        + _notes(counted)
        + markup.paragraph(harms_in_brief(say, view), "note brief"),
        names=_names(say, harm.excess),
        source=markup.terms(lines) + _notes(text.definition, text.recovery, *others),
        people=harm.people,
        arrays=harm_arrays(say, trial, harm),
    )


def _cautions(say: Say, trial: Trial, harm: HarmFindings) -> str:
    """The badge and what else must stand at the figure, where any is due."""
    due = markup.harm_badge(say, trial, harm) + markup.badge(exposure_note(say, harm))
    return f"<p>{due}</p>" if due else ""


def _no_rate(say: Say, view: Findings) -> _Card:
    """That no rate can be drawn, and the other harms whose ranges leave zero out."""
    trial = view.trial
    told = harm_words(trial)
    found = tuple(settled_harms(view))
    return _Card(
        part="harm",
        css=_HARM_CSS,
        title=say(HARMS_TITLE) if told is None else told.short,
        told="",
        fine=_notes(harms_in_brief(say, view)),
        names=tuple(dict.fromkeys(name for one in found for name in _names(say, one.excess))),
        source=_notes(harms_sentence(say, view), *harms_notes(view)),
        instead=markup.paragraph(harm_not_available(say, trial)) + _list(say, trial, found),
    )


def _list(say: Say, trial: Trial, found: Sequence[HarmFindings]) -> str:
    """Harms with their difference per 100 treated and its range."""
    rows = "".join(
        f"<div><dt>{markup.escaped(trial.text.harms[one.harm.id].short)}</dt>"
        f"<dd>{markup.escaped(numbers.with_range(say, one.excess, signed=True))}</dd></div>"
        for one in found
    )
    return f'{_notes(say(PER_100_TREATED))}<dl class="harms">{rows}</dl>' if rows else ""


# --- words --------------------------------------------------------------------------------------
# What stands between two double asterisks is set in bold.


def survival_told(say: Say, view: Findings, survival: SurvivalFindings) -> str:
    """Baseline first, then the increment with its range, then the other frame."""
    trial, framing = view.trial, view.choices.framing
    end, alive = endpoint_of(trial, survival), framing is Framing.ALIVE
    here, there = survival.people, survival.people.complement
    if not alive:
        here, there = there, here
    limits = survival.whole_limits
    if limits is not None and not alive:
        limits = -limits[1], -limits[0]
    values = {
        "people": trial.text.people,
        "time": numbers.time(say, survival.months),
        "control": here.control,
        "experimental": here.experimental,
        "alone": arm_words(trial, Role.CONTROL).having,
        "added": arm_words(trial, Role.EXPERIMENTAL).having,
        "change": change_told(say, here.increment, limits),
        "other_control": there.control,
        "other": there.experimental,
        "alive": end.alive,
        "died": end.died,
    }
    if alive:
        return say(
            "Of 100 {people}, **{control}** were {alive} after {time} {alone}, **{experimental}** "
            "{added}: {change}. So **{other_control}** and **{other}** {died}.",
            **values,
        )
    return say(
        "Of 100 {people}, **{control}** {died} after {time} {alone}, **{experimental}** {added}: "
        "{change}. So **{other_control}** and **{other}** were {alive}.",
        **values,
    )


def harm_told(say: Say, trial: Trial, harm: HarmFindings) -> str:
    """The same of the harm, among the treated."""
    text, people = trial.text.harms[harm.harm.id], harm.people
    return say(
        "Of 100 people treated, **{control}** {told} {window} {alone}, **{experimental}** {added}: "
        "{change}. **{other_control}** and **{other}** {none}.",
        control=people.control,
        experimental=people.experimental,
        told=text.having,
        window=text.window,
        alone=arm_words(trial, Role.CONTROL).having,
        added=arm_words(trial, Role.EXPERIMENTAL).having,
        change=change_told(say, people.increment, harm.whole_limits),
        other_control=people.complement.control,
        other=people.complement.experimental,
        none=text.not_having,
    )


def change_told(say: Say, change: int, limits: tuple[int, int] | None) -> str:
    """A change in whole people with its range: "17 more (5 to 29)"."""
    best = numbers.more_or_fewer(say, change)
    if limits is None:
        return say("**{best}** (range not published)", best=best)
    return say("**{best}** ({range})", best=best, range=numbers.change_range(say, change, limits))


def ratio_told(say: Say, view: Findings) -> str:
    """The hazard ratio in short, with its event, range and P."""
    ratio, choices = view.base.hazard_ratio, view.choices
    if ratio is None:
        return say("Hazard ratio: not available")
    shown = numbers.ratio_with_range(say, ratio.estimate, ratio.decimals)
    event = endpoint_words(view.trial, choices).event
    published = view.trial.hazard_ratio(choices.cut, choices.endpoint)
    return say("HR for {event} {ratio}", event=event, ratio=shown) + numbers.with_p(say, published)


def needed_told(say: Say, survival: SurvivalFindings) -> str:
    """The number needed to treat with its range."""
    return say("NNT {number}", number=numbers.number_needed(say, survival.number_needed))
