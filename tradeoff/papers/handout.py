"""The hand-out that a patient takes home, as PDF and as one HTML file, and the note for the record.

One frozen record holds all texts, the table and the pictures; both renderings draw that record and
word nothing. Numbers come from ``findings``, sentences from ``plain_words``; the date, the link and
what the applicability check found are given by the caller.
"""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from gettext import NullTranslations
from typing import Any, Final, Literal

from tradeoff.drawing import figures, marks, markup
from tradeoff.drawing.icons import IconArray, Mark, data_uri, legend_svg, svg
from tradeoff.drawing.palette import PRINT
from tradeoff.findings.applicability import Assessment
from tradeoff.findings.choices import Framing, weighed_month
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Finding, whole
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings, all_harms, can_be_weighed, with_preference
from tradeoff.papers import files as export
from tradeoff.papers import pictures
from tradeoff.statistics.two_arms import Role
from tradeoff.statistics.weighing import WholePeople
from tradeoff.trial.records import PatientText
from tradeoff.words import harm as harm_words
from tradeoff.words import numbers
from tradeoff.words import patient as plain_words
from tradeoff.words.applicability import applicability_summary
from tradeoff.words.frame import INTENDED_USE
from tradeoff.words.harm import harm_change, harm_not_available, harm_origin, harms_notes
from tradeoff.words.naming import arm_words, endpoint_of, follow_up, of_demonstration
from tradeoff.words.provenance import citation, statuses
from tradeoff.words.survival import hazard_ratio_words, survival_not_at_a_time
from tradeoff.words.table import Table
from tradeoff.words.weighing import (
    BALANCE_TITLE,
    balance_figures,
    balance_sentence,
    net_gain_sentence,
    obstacle_sentence,
)

__all__ = [
    "Chance",
    "Curve",
    "Handout",
    "LegendEntry",
    "Matters",
    "Option",
    "Paper",
    "PeopleArray",
    "Section",
    "compose",
    "harms_table",
    "html",
    "note",
    "pdf",
]


Paper = Literal["a4", "us-letter"]

# The curve as drawn, in pixels of the SVG: the width of the page's text at a legible letter.
_CURVE_WIDTH: Final = 760
_CURVE_HEIGHT: Final = 190
# White around the drawing: the page has margins of its own.
_CURVE_MARGIN: Final = 2


@dataclass(frozen=True, slots=True)
class Option:
    """One of the two options; both are told at equal length."""

    name: str
    describing: tuple[str, ...]
    good_title: str
    good: tuple[str, ...]
    hard_title: str
    hard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """The survival curves with how to read them; ``ratio`` is height to width."""

    heading: str
    svg: str
    alt: str
    ratio: float
    note: str


@dataclass(frozen=True, slots=True)
class PeopleArray:
    """A hundred people of one arm: the figure, whom it counts, and the picture."""

    figure: str
    caption: str
    svg: str
    alt: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One person of the arrays, or the stripes of the range, with its words."""

    svg: str
    words: str


@dataclass(frozen=True, slots=True)
class Chance:
    """Benefit or harm: the same parts in the same order, drawn at the same size."""

    heading: str
    arrays: tuple[PeopleArray, ...]
    legend: tuple[LegendEntry, ...]
    sentences: tuple[str, ...]
    badge: str | None
    settled: bool = False
    """Whether the badge says that a centre has checked the rate: no caution any more."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its sentences."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matters:
    """The preference that was stated, or a line from one end to the other to mark it on paper."""

    heading: str
    sentences: tuple[str, ...]
    scale: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Handout:
    """Every text, table and picture of the hand-out."""

    language: str
    title: str
    decision: str
    people: tuple[str, ...]
    banner: str | None
    options_title: str
    options: tuple[Option, Option]
    curve: Curve | None
    chances_title: str
    benefit: Chance
    harm: Chance
    explained: tuple[str, ...]
    table: Table | None
    matters: Matters
    questions_title: str
    questions: tuple[str, ...]
    notes_title: str
    limits: Section
    sources: Section
    link_label: str
    link: str
    footer: str
    date: datetime.date


def compose(
    view: Findings,
    say: NullTranslations,
    *,
    not_for: bool,
    link: str,
    date: datetime.date,
) -> Handout:
    """The hand-out of a view, in the language of ``say`` and of the trial's own words.

    Survival is read at the weighed landmark, whatever month is marked elsewhere. ``not_for``
    is true where a criterion of the applicability check is not met, ``link`` the address that
    opens the same view.

    Raises:
        LookupError: the trial has no plain words.
    """
    text = plain_words.patient_text(view.trial)
    view = _at_landmark(view)
    trial, language = view.trial, view.choices.language
    good, hard = plain_words.good_heading(say), plain_words.hard_heading(say)
    options = [_option(text, role, good, hard) for role in Role]
    return Handout(
        language=language.value,
        title=plain_words.hand_out_name(say, text),
        decision=text.decision,
        people=plain_words.hand_out_population(say, trial),
        banner=plain_words.not_for(say) if not_for else None,
        options_title=plain_words.screen_title(say, plain_words.Screen.OPTIONS),
        options=(options[0], options[1]),
        curve=_curve(view, say, text),
        chances_title=plain_words.hand_out_chances_title(say, text, view.choices.endpoint),
        benefit=_benefit(view, say, text),
        harm=_harm(view, say, text),
        explained=_explained(view, say, text),
        table=_table(view, say, text),
        matters=_matters(view, say, text),
        questions_title=plain_words.screen_title(say, plain_words.Screen.QUESTIONS),
        questions=text.questions,
        notes_title=plain_words.hand_out_notes_title(say),
        limits=_limits(view, say),
        sources=_sources(view, say),
        link_label=plain_words.hand_out_link(say),
        link=link,
        footer=plain_words.hand_out_footer(say, trial, date.isoformat()),
        date=date,
    )


def note(
    view: Findings,
    *,
    applicability: Assessment,
    visit: tuple[str, ...],
    link: str,
    date: datetime.date,
) -> str:
    """The note for the record: plain text of about a dozen lines, without any identifier."""
    return record_note(
        view, applicability=applicability, visit=visit, link=link, made=date.isoformat()
    )


# --- the parts ---------------------------------------------------------------------------------


def _at_landmark(view: Findings) -> Findings:
    """The same view with the weighed landmark as the marked month: no month read off a curve."""
    months = weighed_month(view.trial, view.choices)
    if months == view.choices.months:
        return view
    return with_preference(view.trial, replace(view.choices, months=months), view.base)


def _option(text: PatientText, role: Role, good: str, hard: str) -> Option:
    arm = plain_words.arm_text(text, role)
    return Option(arm.name, arm.describing, good, arm.good, hard, arm.hard)


def _curve(view: Findings, say: NullTranslations, text: PatientText) -> Curve | None:
    drawn = pictures.survival_view(view, pictures.CurveOptions())
    if drawn is None:
        return None
    x_title, y_title = plain_words.hand_out_curve_axes(say, text, view)
    drawn = replace(
        drawn,
        control=replace(drawn.control, label=plain_words.arm_text(text, Role.CONTROL).name),
        experimental=replace(
            drawn.experimental, label=plain_words.arm_text(text, Role.EXPERIMENTAL).name
        ),
        alt=plain_words.hand_out_curve_alt(say, text, view),
        x_title=x_title,
        y_title=y_title,
        beyond_label="",
        title="",
        notes=(),
        at_risk=(),
    )
    picture = figures.survival_svg(
        drawn, theme="print", width=_CURVE_WIDTH, height=_CURVE_HEIGHT, margin=_CURVE_MARGIN
    )
    return Curve(
        heading=plain_words.hand_out_curve_heading(say, text, view),
        svg=picture,
        alt=drawn.alt,
        ratio=_ratio(picture),
        note=plain_words.hand_out_curve_note(say, view),
    )


def _ratio(picture: str) -> float:
    """Height to width of an SVG."""
    width, height = marks.size_of(picture)
    return height / width


def _benefit(view: Findings, say: NullTranslations, text: PatientText) -> Chance:
    survival, framing = view.survival, view.choices.framing
    if survival is None:
        name = plain_words.benefit_title(say, text, view.choices.endpoint)
        sentences = (*_medians(view, say, text), *_beside_benefit(view, text))
        return Chance(name, (), (), sentences, None)
    other = Framing.DIED if framing is Framing.ALIVE else Framing.ALIVE
    experimental, control = pictures.benefit_arrays(view.trial, survival, framing)
    shared, changed, rest = plain_words.benefit_labels(say, text, survival)
    labels = {Mark.ALIVE: shared, Mark.GAIN: changed, Mark.FEWER: changed, Mark.DIED: rest}
    arrays = tuple(
        _people(
            array,
            plain_words.array_caption(text, role, survival, framing),
            plain_words.benefit_alt(say, text, survival, role),
        )
        for role, array in zip(Role, (control, experimental), strict=True)
    )
    return Chance(
        heading=plain_words.benefit_heading(say, text, survival, framing),
        arrays=arrays,
        legend=_legend(labels, say, experimental, control),
        sentences=(
            plain_words.benefit_sentences(say, text, survival, framing),
            plain_words.benefit_sentences(say, text, survival, other),
            plain_words.benefit_range(say, survival, framing),
            *_beside_benefit(view, text),
        ),
        badge=None,
    )


def _beside_benefit(view: Findings, text: PatientText) -> tuple[str, ...]:
    """What must be known with the numbers, and on age: the same for everybody."""
    lines = (plain_words.caution(text, view.choices.endpoint), plain_words.age(view.trial, text))
    return tuple(line for line in lines if line)


def _medians(view: Findings, say: NullTranslations, text: PatientText) -> tuple[str, ...]:
    """What stands where no survival at a fixed time is published."""
    if view.medians is None:
        return (plain_words.survival_not_available(say),)
    told = plain_words.medians_sentences(say, text, view.medians)
    return (told, plain_words.medians_range(say, text, view.medians))


def _harm(view: Findings, say: NullTranslations, text: PatientText) -> Chance:
    harm = view.harm
    if harm is None:
        lead = plain_words.harm_not_available(say)
        if harms_table(view, say, text) is not None:
            lead = plain_words.harms_told(say, text, view)
        name = plain_words.screen_title(say, plain_words.Screen.HARM)
        return Chance(name, (), (), (lead,), None)
    experimental, control = pictures.harm_arrays(view.trial, harm)
    shared, changed, rest = plain_words.harm_labels(say, text, harm)
    labels = {
        Mark.EVENT: shared,
        Mark.EXTRA_EVENT: changed,
        Mark.FEWER_EVENT: changed,
        Mark.NO_EVENT: rest,
    }
    arrays = tuple(
        _people(
            array,
            plain_words.array_caption(text, role, harm, view.choices.framing),
            plain_words.harm_alt(say, text, harm, role),
        )
        for role, array in zip(Role, (control, experimental), strict=True)
    )
    return Chance(
        heading=plain_words.harm_heading(say, text, harm),
        arrays=arrays,
        legend=_legend(labels, say, experimental, control),
        sentences=(
            plain_words.harm_sentences(say, text, harm),
            plain_words.harm_sentences(say, text, harm, without=True),
            plain_words.harm_range(say, harm),
        ),
        badge=plain_words.harm_status(say, text, harm),
        settled=harm.confirmed is not None,
    )


def _people(array: IconArray, told: plain_words.ArmTold, alt: str) -> PeopleArray:
    plain = replace(array, title=told.having, alt=alt)
    return PeopleArray(str(told.people), told.having, svg(plain, theme="print"), alt)


def _legend(
    labels: dict[Mark, str], say: NullTranslations, *arrays: IconArray
) -> tuple[LegendEntry, ...]:
    """Each class of people with its words, and what the stripes mean where there are any."""
    entries = [
        LegendEntry(legend_svg(group.mark, theme="print"), labels[group.mark])
        for group in pictures.legend_marks(*arrays)
    ]
    if any(array.uncertain is not None for array in arrays):
        entries.append(LegendEntry(_stripes(), plain_words.range_key(say)))
    return tuple(entries)


def _stripes() -> str:
    """The hatched ground of the range, as small as a person of the legend."""
    line, ground = PRINT.outline, PRINT.surface
    strokes = "".join(f"M{x} 20L{x + 20} 0" for x in range(-15, 20, 5))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="18" height="18" viewBox="0 0 20 20">'
        f'<rect x="1" y="1" width="18" height="18" fill="{ground}" stroke="{PRINT.text}"/>'
        f'<path d="{strokes}" stroke="{line}" fill="none"/></svg>'
    )


def _explained(view: Findings, say: NullTranslations, text: PatientText) -> tuple[str, ...]:
    """What the table can't say: its one window, what the harm is, what is known of the others."""
    windows = _windows(view, say, text)
    lines = list(windows) if len(windows) == 1 else []
    place = (view.choices.cut, view.choices.endpoint)
    if view.trial.digitised_curve(*place) is None and view.trial.curve(*place) is None:
        lines.append(plain_words.hand_out_no_curve(say))
    if view.harm is not None:
        lines.append(plain_words.hand_out_harm_meaning(say, text, view.harm))
        if len(windows) > 1:
            lines.append(plain_words.harm_windows(say, text, view.survival, view.harm))
        lines.append(plain_words.hand_out_harms_beside(say, text, view))
    else:
        lines += plain_words.harm_notes(say, text, view)
        lines += plain_words.told_facts(text, view.trial)
    return tuple(line for line in lines if line)


def _table(view: Findings, say: NullTranslations, text: PatientText) -> Table | None:
    """Whole people of 100 with ranges, both frames; the harms' window where it is not one."""
    caption, columns = plain_words.hand_out_table_head(say, text)
    rows = []
    if view.survival is not None:
        rows += [_survival_row(view.survival, say, text, framing) for framing in Framing]
    rows += _harm_rows(view, say, text, window=len(_windows(view, say, text)) > 1)
    return Table(caption, columns, tuple(rows)) if rows else None


def _windows(view: Findings, say: NullTranslations, text: PatientText) -> tuple[str, ...]:
    """When the harms of the table were counted, and the survival: one sentence for each window."""
    found = [one for harm, one in all_harms(view) if one is not None and harm.id in text.harms]
    told = (plain_words.harm_windows(say, text, view.survival, one) for one in found)
    return tuple(dict.fromkeys(told))


def harms_table(view: Findings, say: NullTranslations, text: PatientText) -> Table | None:
    """Every harm that was counted and has plain words, of 100 treated; ``None`` without any."""
    _, columns = plain_words.hand_out_table_head(say, text)
    rows = _harm_rows(view, say, text, window=False)
    return Table(plain_words.harms_heading(say), columns, tuple(rows)) if rows else None


def _harm_rows(
    view: Findings, say: NullTranslations, text: PatientText, *, window: bool = True
) -> list[tuple[str, ...]]:
    counted = [found for harm, found in all_harms(view) if found and harm.id in text.harms]
    return [_harm_row(found, say, text, window=window) for found in counted]


def _survival_row(
    survival: SurvivalFindings, say: NullTranslations, text: PatientText, framing: Framing
) -> tuple[str, ...]:
    end, people, change = text.endpoints[survival.endpoint], survival.people, survival.whole_limits
    told = end.alive
    limits = [_limits_of(one) for one in (survival.control, survival.experimental)]
    if framing is Framing.DIED:
        told, people = end.died, people.complement
        limits = [one and (numbers.HUNDRED - one[1], numbers.HUNDRED - one[0]) for one in limits]
        change = change and (-change[1], -change[0])
    label = plain_words.hand_out_row(say, told, plain_words.time(say, survival.months))
    return (label, *_cells(say, people, limits, change))


def _harm_row(
    harm: HarmFindings, say: NullTranslations, text: PatientText, *, window: bool = True
) -> tuple[str, ...]:
    limits = [_limits_of(one) for one in (harm.control, harm.experimental)]
    told = plain_words.harm_text(text, harm)
    status = plain_words.harm_status(say, text, harm)
    label = plain_words.hand_out_harm_row(say, told, status, window=window)
    return (label, *_cells(say, harm.people, limits, harm.whole_limits))


def _cells(
    say: NullTranslations,
    people: WholePeople,
    limits: list[tuple[int, int] | None],
    change: tuple[int, int] | None,
) -> tuple[str, str, str]:
    ranged = plain_words.hand_out_with_range
    return (
        ranged(say, people.control, limits[0]),
        ranged(say, people.experimental, limits[1]),
        plain_words.hand_out_change(say, people.increment, change),
    )


def _limits_of(finding: Finding) -> tuple[int, int] | None:
    if not finding.estimate.has_range:
        return None
    lower, upper = finding.estimate.limits
    return whole(lower), whole(upper)


def _matters(view: Findings, say: NullTranslations, text: PatientText) -> Matters:
    stated = view.choices.weight is not None
    sentences: tuple[str, ...] = (plain_words.preference_lead(say),)
    if stated:
        sentences = (
            plain_words.preference_stated(say, text, view),
            plain_words.net_result(say, text, view),
        )
    elif view.harm is not None and can_be_weighed(view):
        sentences = (*sentences, plain_words.hand_out_matters_unset(say, text, view))
    else:
        sentences = (plain_words.matters_open(say),)
    scale = can_be_weighed(view) and not stated
    return Matters(
        heading=plain_words.screen_title(say, plain_words.Screen.MATTERS),
        sentences=sentences,
        scale=plain_words.preference_ends(say, text, view) if scale else None,
    )


def _limits(view: Findings, say: NullTranslations) -> Section:
    language = view.choices.language
    own = plain_words.language_note(say, language, shown=language)
    return Section(
        plain_words.hand_out_limits_title(say),
        (plain_words.limits(say), *((own,) if own is not None else ())),
    )


def _sources(view: Findings, say: NullTranslations) -> Section:
    trial, survival, harm = view.trial, view.survival, view.harm
    lines, cited = [], []
    if survival is not None:
        lines.append(plain_words.benefit_source(say, trial, survival))
        lines.append(plain_words.hand_out_cut(say, trial, view.choices.cut))
        cited += list(survival.gain.citations)
    elif view.medians is not None:
        lines.append(plain_words.medians_source(say, trial, view.medians))
        lines.append(plain_words.hand_out_cut(say, trial, view.choices.cut))
        cited += list(view.medians.citations)
    if harm is not None:
        lines.append(plain_words.harm_source(say, trial, harm))
    cited += [one for _, found in all_harms(view) if found for one in found.excess.citations]
    lines.append(plain_words.dates(say, trial))
    if cited:
        full = [citation(one) for one in cited]
        lines.append(plain_words.hand_out_medical_sources(say, full))
    return Section(plain_words.hand_out_sources_title(say), (" ".join(lines),))


# --- PDF ---------------------------------------------------------------------------------------


def pdf(handout: Handout, *, paper: Paper = "a4") -> bytes:
    """The hand-out as tagged PDF/UA-1 on two pages; the same hand-out gives the same bytes."""
    data = _writable({**asdict(handout), "paper": paper})
    data["date"] = [handout.date.year, handout.date.month, handout.date.day]
    return export.pdf("handout", json.dumps(data), date=handout.date)


# What both shipped fonts can write; a letter that they lack would stop a PDF/UA document.
_UNWRITABLE: Final = re.compile(
    "[^\n -~\u00a0-\u017e\u0218-\u021b\u0391-\u03a1\u03a3-\u03c9\u0400-\u045f"
    "\u2012-\u2016\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u202f\u2030\u2032\u2033\u2039"
    "\u203a\u20ac\u2122\u2190-\u2193\u2202\u2206\u2211\u2212\u2219\u221e\u2248\u2260\u2264\u2265"
    "\u25a0\u2610\u2611\u2713]"
)
_ALIKE: Final = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2007": " ", "\u2009": " "})
# Longer than any word: broken into pieces, so that it stays on the page.
_LONG_WORD: Final = re.compile(r"\S{60,}")
_PIECE: Final = 40
_BREAK_HERE: Final = "\u200b"
#: Markup of our own and the address: their long runs are not words.
_NOT_BROKEN: Final = ("svg", "link")


def _writable(value: Any, *, broken: bool = True) -> Any:
    """All texts as the shipped fonts can write them."""
    if isinstance(value, dict):
        return {key: _writable(part, broken=key not in _NOT_BROKEN) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_writable(part, broken=broken) for part in value]
    if not isinstance(value, str):
        return value
    text = _written(value)
    return _LONG_WORD.sub(_in_pieces, text) if broken else text


def _written(text: str) -> str:
    """Marks of direction and other invisible signs gone, a space or "?" for what can't be drawn."""
    composed = unicodedata.normalize("NFC", text).translate(_ALIKE)
    kept = "".join(c for c in composed if unicodedata.category(c) != "Cf")
    spaced = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in kept)
    return _UNWRITABLE.sub("?", spaced)


def _in_pieces(word: re.Match[str]) -> str:
    run = word[0]
    return _BREAK_HERE.join(run[at : at + _PIECE] for at in range(0, len(run), _PIECE))


# --- HTML --------------------------------------------------------------------------------------

# Nothing may be fetched and nothing run, wherever the file is opened.
_POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def html(handout: Handout) -> str:
    """The hand-out as one self-contained file: no script, no request, two pages when printed."""
    language, title = markup.escaped(handout.language), markup.escaped(handout.title)
    css = "loose" if handout.banner is None else "dense"
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="referrer" content="no-referrer">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{export.style_sheet('handout')}</style></head>"
        f'<body class="{css}"><main>{_first_page(handout)}{_second_page(handout)}</main>'
        f"<footer>{markup.escaped(handout.footer)}</footer></body></html>"
    )


def _first_page(handout: Handout) -> str:
    options = "".join(_option_html(option) for option in handout.options)
    chances = _chance_html(handout.benefit) + _chance_html(handout.harm)
    return (
        markup.heading(handout.decision, 1)
        + _paragraphs(handout.people)
        + _banner_html(handout)
        + markup.heading(handout.options_title, 2)
        + f'<div class="two">{options}</div>'
        + markup.heading(handout.chances_title, 2)
        + f'<div class="two chances">{chances}</div>'
    )


def _second_page(handout: Handout) -> str:
    return (
        f'<div class="second">{_curve_html(handout.curve)}'
        + ("" if handout.table is None else markup.table(handout.table))
        + _paragraphs(handout.explained, "small")
        + _matters_html(handout.matters)
        + markup.heading(handout.questions_title, 2)
        + markup.unordered(handout.questions, "questions")
        + markup.heading(handout.notes_title, 2)
        + '<div class="notes"></div><div class="close">'
        + _section_html(handout.limits)
        + _section_html(handout.sources)
        + f"<p>{markup.escaped(handout.link_label)} {_address(handout.link)}</p></div></div>"
    )


def _banner_html(handout: Handout) -> str:
    if handout.banner is None:
        return ""
    return f'<section class="banner">{markup.paragraph(handout.banner)}</section>'


def _option_html(option: Option) -> str:
    return (
        "<div>"
        + markup.heading(option.name, 3)
        + markup.paragraph(" ".join(option.describing))
        + markup.heading(option.good_title, 4)
        + markup.unordered(option.good, "")
        + markup.heading(option.hard_title, 4)
        + markup.unordered(option.hard, "")
        + "</div>"
    )


def _chance_html(chance: Chance) -> str:
    arrays = "".join(_array_html(array) for array in chance.arrays)
    entries = [(data_uri(entry.svg), entry.words) for entry in chance.legend]
    note = markup.badge(chance.badge, settled=chance.settled)
    drawn = f'<div class="arrays">{arrays}</div>{note}' if arrays else ""
    return markup.region(
        chance.heading,
        markup.heading(chance.heading, 3),
        drawn,
        markup.legend(entries) if entries else "",
        _paragraphs(chance.sentences),
    )


def _array_html(array: PeopleArray) -> str:
    caption = f"<b>{markup.escaped(array.figure)}</b> {markup.escaped(array.caption)}"
    picture = markup.image(data_uri(array.svg), array.alt)
    return f"<figure><figcaption>{caption}</figcaption>{picture}</figure>"


def _curve_html(curve: Curve | None) -> str:
    if curve is None:
        return ""
    return (
        markup.heading(curve.heading, 2)
        + markup.image(data_uri(curve.svg), curve.alt, "curve")
        + markup.paragraph(curve.note, "small")
    )


def _matters_html(matters: Matters) -> str:
    parts = markup.heading(matters.heading, 2) + _paragraphs(matters.sentences)
    if matters.scale is None:
        return parts
    ends = "".join(markup.span(end, "small") for end in matters.scale)
    return f'{parts}<div class="scale"></div><div class="ends">{ends}</div>'


def _section_html(section: Section) -> str:
    return markup.heading(section.heading, 2) + _paragraphs(section.sentences)


def _paragraphs(sentences: tuple[str, ...], css: str = "") -> str:
    return "".join(markup.paragraph(sentence, css) for sentence in sentences)


def _address(link: str) -> str:
    """The address, to be followed where it is one of the web."""
    shown = markup.escaped(link)
    web = link.startswith(("http://", "https://"))
    return f'<a href="{shown}">{shown}</a>' if web else shown


# --- words --------------------------------------------------------------------------------------


def harms_differences(view: Findings) -> str:
    """The difference of every counted harm but the weighed one in one line; empty without any."""
    counted = [found for harm, found in all_harms(view) if found and not harm.weighed]
    if not counted:
        return ""
    told = "; ".join(harm_change(view.trial, found) for found in counted)
    return f"Harms, difference per 100 treated: {told}."


def record_note(
    view: Findings, *, applicability: Assessment, visit: Sequence[str], link: str, made: str
) -> str:
    """About a dozen lines for the patient's record: no identifier, every figure with its range."""
    trial, choices = view.trial, view.choices
    cut = trial.text.cuts[choices.cut]
    lines = [
        *of_demonstration(trial),
        f"Talked over: {trial.text.decision}",
        f"Trial: {trial.text.name} ({trial.registration}), {cut.name}, {cut.analysis}; "
        f"{follow_up(trial, choices.cut)}; {trial.n_randomised} randomised.",
        f"Population: {trial.text.population}.",
        f"Applicability: {' '.join((applicability_summary(applicability), *visit))}",
        _record_survival(view),
        f"{hazard_ratio_words(trial, choices, view.base.hazard_ratio)}.",
        *_record_harm(view),
        _record_balance(view),
        _record_preference(view),
        f"Limits: {INTENDED_USE}",
        f"Source: {_record_sources(view)}.",
        f"Data version {trial.version}, last review {trial.review.last.isoformat()}; "
        f"note made on {made}.",
        f"Same view: {link}",
    ]
    return "\n".join(lines)


def _record_survival(view: Findings) -> str:
    trial, survival = view.trial, view.survival
    if survival is None:
        return survival_not_at_a_time(view, ratio=False)
    end, people = endpoint_of(trial, survival), survival.people
    control, experimental = (
        arm_words(trial, Role.CONTROL),
        arm_words(trial, Role.EXPERIMENTAL),
    )
    note = " (range calculated)" if survival.gain.calculated_range else ""
    return (
        f"{end.name} at {survival.months} months, of 100: {numbers.with_range(survival.control)} "
        f"{control.having}, {numbers.with_range(survival.experimental)} {experimental.having}; "
        f"difference {numbers.with_range(survival.gain, signed=True)}{note}. "
        f"As whole people {people.control} and {people.experimental} {end.alive}, "
        f"{numbers.HUNDRED - people.control} and "
        f"{numbers.HUNDRED - people.experimental} {end.died}."
    )


def _record_harm(view: Findings) -> tuple[str, ...]:
    trial, harm = view.trial, view.harm
    if harm is None:
        others = (harms_differences(view), *harms_notes(view))
        return tuple(line for line in (harm_not_available(trial), *others) if line)
    text = trial.text.harms[harm.harm.id]
    control, experimental = (
        arm_words(trial, Role.CONTROL),
        arm_words(trial, Role.EXPERIMENTAL),
    )
    return (
        f"{text.name} {text.window}, of 100 treated: {numbers.with_range(harm.control)} "
        f"{control.having}, "
        f"{numbers.with_range(harm.experimental)} {experimental.having}; difference "
        f"{numbers.with_range(harm.excess, signed=True)}. {harm_origin(trial, harm)}.",
        f"Status of the harm rate: {harm_words.badge(trial, harm) or statuses(harm.excess)}.",
    )


def _record_balance(view: Findings) -> str:
    figures = balance_figures(view)
    note = None if view.harm is None else harm_words.badge(view.trial, view.harm)
    ending = "" if note is None else f" {note}."
    if figures is None:
        return obstacle_sentence(view)
    return f"{BALANCE_TITLE} {figures}. {balance_sentence(view)}{ending}"


def _record_preference(view: Findings) -> str:
    if view.weighing.preference is None:
        return "Preference: not stated."
    note = None if view.harm is None else harm_words.badge(view.trial, view.harm)
    ending = "" if note is None else f" {note}."
    return f"Preference, stated: {net_gain_sentence(view)}{ending}"


def _record_sources(view: Findings) -> str:
    cited = [] if view.survival is None else list(view.survival.gain.citations)
    if view.survival is None and view.medians is not None:
        cited += view.medians.citations
    told = all_harms(view) if view.harm is None else [(view.harm.harm, view.harm)]
    cited += [one for _, found in told if found is not None for one in found.excess.citations]
    return "; ".join(dict.fromkeys(map(citation, cited))) or numbers.NOT_AVAILABLE
