"""What stands on the hand-out, in the patient's words: sentences, table and pictures."""

from __future__ import annotations

import datetime
from dataclasses import replace

from tradeoff.drawing.curves import CurveOptions, survival_view
from tradeoff.drawing.icons import legend_svg, svg
from tradeoff.drawing.palette import PRINT
from tradeoff.drawing.people import legend_marks
from tradeoff.drawing.survival import survival_scene
from tradeoff.drawing.to_svg import to_svg
from tradeoff.findings.choices import Framing
from tradeoff.findings.places import Screen
from tradeoff.findings.provenance import Citation
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import (
    Findings,
    all_harms,
    can_be_weighed,
    with_preference,
)
from tradeoff.papers import patient_arrays
from tradeoff.papers.handout.harms import explained, harms_table, table, told_in_table
from tradeoff.papers.handout.sheet import (
    Chance,
    Curve,
    Handout,
    LegendEntry,
    Matters,
    Option,
    PeopleArray,
    Section,
)
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.records import PatientText
from tradeoff.words import numbers
from tradeoff.words import patient as plain_words
from tradeoff.words.patient import benefit as benefit_words
from tradeoff.words.patient import harm as harm_words
from tradeoff.words.patient import joined, screen_title
from tradeoff.words.patient import preference as preference_words
from tradeoff.words.provenance import citation
from tradeoff.words.say import Say

# The curve as drawn, in pixels of the SVG: the width of the page's text at a legible letter.
_CURVE_WIDTH = 760
_CURVE_HEIGHT = 190
# White around the drawing: the page has margins of its own.
_CURVE_MARGIN = 2


def compose(view: Findings, say: Say, *, not_for: bool, link: str, date: datetime.date) -> Handout:
    """The hand-out of a view, in the language of ``say`` and of the trial's own words.

    Survival is read at the weighed landmark, whatever month is marked elsewhere. ``not_for``
    is true where a criterion of the applicability check is not met, ``link`` the address that
    opens the same view.

    Raises:
        LookupError: the trial has no plain words.
    """
    text = plain_words.patient_text(view.trial)
    view = _at_landmark(view)
    trial = view.trial
    what = numbers.uncapitalised(text.endpoints[view.choices.endpoint].name)
    return Handout(
        language=view.choices.language.value,
        title=say("To take with you: {decision}", decision=text.decision),
        decision=text.decision,
        people=_people(view, say),
        banner=plain_words.not_for(say) if not_for else None,
        options_title=screen_title(say, Screen.OPTIONS),
        options=tuple(_option(say, text, role) for role in Role),
        curve=_curve(view, say, text),
        chances_title=say("The chances: {what}, and serious harm", what=what),
        benefit=_benefit(view, say, text),
        harm=_harm(view, say, text),
        explained=explained(view, say, text),
        table=table(view, say, text),
        matters=_matters(view, say, text),
        questions_title=screen_title(say, Screen.QUESTIONS),
        questions=text.questions,
        notes_title=say("Your notes"),
        limits=_limits(view, say),
        sources=_sources(view, say),
        link_label=say("Your care team can open the same numbers here:"),
        link=link,
        footer=say(
            "{trial}. Version of the numbers: {version}. Made on {date}.",
            trial=trial.text.name,
            version=trial.version,
            date=date.isoformat(),
        ),
        date=date,
    )


def _at_landmark(view: Findings) -> Findings:
    """The same view with the weighed landmark as the marked month: no month read off a curve."""
    months = view.choices.landmark
    if months == view.choices.months:
        return view
    return with_preference(view.trial, replace(view.choices, months=months), view.base)


def _people(view: Findings, say: Say) -> tuple[str, ...]:
    """Whose numbers these are, in plain words and in those of the report."""
    trial = view.trial
    return (
        say(
            "This sheet shows what happened to {total} people in the {trial} trial.",
            total=trial.n_randomised,
            trial=trial.text.name,
        ),
        say("In the words of the report: {population}.", population=trial.text.population),
    )


def _option(say: Say, text: PatientText, role: Role) -> Option:
    arm, good, hard = text.arms[role.value], say("Good points"), say("Hard points")
    return Option(arm.name, arm.describing, good, arm.good, hard, arm.hard)


# --- the curves --------------------------------------------------------------------------------


def _curve(view: Findings, say: Say, text: PatientText) -> Curve | None:
    drawn = survival_view(view, CurveOptions())
    if drawn is None:
        return None
    endpoint = view.choices.endpoint
    told = benefit_words.outcome(text, endpoint, view.choices.framing)
    arms = drawn.arms
    drawn = replace(
        drawn,
        arms=Arms.each(lambda role: replace(arms.of(role), label=text.arms[role.value].name)),
        alt=_curve_alt(view, say, text),
        x_title=say("Months since the groups were made"),
        y_title=say("Of 100 people: {told}", told=told),
        beyond_label="",
        title="",
        notes=(),
        at_risk=None,
    )
    scene = survival_scene(drawn, width=_CURVE_WIDTH, height=_CURVE_HEIGHT, margin=_CURVE_MARGIN)
    alive = text.endpoints[endpoint].alive
    return Curve(
        heading=say("Over time: how many of 100 people were {told}", told=alive),
        svg=to_svg(scene, theme="print"),
        alt=drawn.alt,
        ratio=scene.height / scene.width,
        note=curve_note(say, view),
    )


def _curve_alt(view: Findings, say: Say, text: PatientText) -> str:
    """The curves in words."""
    head = say("Picture of two lines, one for each option, going down over time.")
    if view.survival is None and view.medians is not None:
        return joined(head, benefit_words.medians_sentences(say, text, view.medians))
    if view.survival is None:
        return joined(head, benefit_words.survival_not_available(say))
    framing = view.choices.framing
    return joined(
        head,
        benefit_words.benefit_sentences(say, text, view.survival, framing),
        benefit_words.benefit_range(say, view.survival, framing),
    )


def curve_note(say: Say, view: Findings) -> str:
    """How to read the curves: what was printed and what was worked out."""
    if view.trial.digitised_curve(view.choices.cut, view.choices.endpoint) is not None:
        key = say(
            "Rings: the numbers in the report, with their range. Lines: worked out from a picture "
            "in the report; the grey bands are their range. They are not the data of any person."
        )
    elif view.survival is None:
        key = say(
            "Rings: the times in the report, each at half of the people. Lines and grey bands: "
            "worked out from the report to show where the lines may run. They are not the data of "
            "any person."
        )
    else:
        key = say(
            "Rings: the numbers in the report, with their range. Lines and grey bands: worked out "
            "from the report to show where the lines may run. They are not the data of any person."
        )
    return joined(key, benefit_words.follow_up(say, view.trial, view.choices.cut))


# --- the chances -------------------------------------------------------------------------------


def _benefit(view: Findings, say: Say, text: PatientText) -> Chance:
    survival, framing = view.survival, view.choices.framing
    beside = benefit_words.beside_benefit(view.trial, text, view.choices.endpoint)
    if survival is None:
        name = benefit_words.benefit_title(say, text, view.choices.endpoint)
        return Chance(name, (*_medians(view, say, text), *beside))
    arms = patient_arrays.benefit(say, text, view.trial, survival, framing)
    other = Framing.DIED if framing is Framing.ALIVE else Framing.ALIVE
    return Chance(
        heading=benefit_words.benefit_heading(say, text, survival, framing),
        sentences=(
            benefit_words.benefit_sentences(say, text, survival, framing),
            benefit_words.benefit_sentences(say, text, survival, other),
            benefit_words.benefit_range(say, survival, framing),
            *beside,
        ),
        arrays=_arrays(arms),
        legend=_legend(say, arms),
    )


def _medians(view: Findings, say: Say, text: PatientText) -> tuple[str, ...]:
    """What stands where no survival at a fixed time is published."""
    if view.medians is None:
        return (benefit_words.survival_not_available(say),)
    return (
        benefit_words.medians_sentences(say, text, view.medians),
        benefit_words.medians_range(say, text, view.medians),
    )


def _harm(view: Findings, say: Say, text: PatientText) -> Chance:
    harm = view.harm
    if harm is None:
        lead = harm_words.harm_not_available(say)
        if harms_table(view, say, text) is not None:
            lead = told_in_table(say, text, view)
        return Chance(screen_title(say, Screen.HARM), (lead,))
    arms = patient_arrays.harm(say, text, view.trial, harm)
    return Chance(
        heading=harm_words.harm_heading(say, text, harm),
        sentences=(
            harm_words.harm_sentences(say, text, harm),
            harm_words.harm_sentences(say, text, harm, without=True),
            harm_words.harm_range(say, harm),
        ),
        arrays=_arrays(arms),
        legend=_legend(say, arms),
        badge=harm_words.harm_status(say, text, harm),
        settled=harm.confirmed is not None,
    )


def _arrays(arms: tuple[patient_arrays.ArmTold, ...]) -> tuple[PeopleArray, ...]:
    return tuple(
        PeopleArray(
            figure=str(arm.people),
            caption=arm.having,
            svg=svg(replace(arm.array, title=arm.having), theme="print"),
            alt=arm.array.alt,
        )
        for arm in arms
    )


def _legend(say: Say, arms: tuple[patient_arrays.ArmTold, ...]) -> tuple[LegendEntry, ...]:
    """Each class of people with its words, and what the stripes mean where there are any."""
    entries = [
        LegendEntry(legend_svg(group.mark, theme="print"), group.label)
        for group in legend_marks(*(arm.array for arm in reversed(arms)))
    ]
    stripes = patient_arrays.range_key(say, arms)
    return (*entries, LegendEntry(_stripes(), stripes)) if stripes else tuple(entries)


def _stripes() -> str:
    """The hatched ground of the range, as small as a person of the legend."""
    line, ground = PRINT.outline, PRINT.surface
    strokes = "".join(f"M{x} 20L{x + 20} 0" for x in range(-15, 20, 5))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="18" height="18" viewBox="0 0 20 20">'
        f'<rect x="1" y="1" width="18" height="18" fill="{ground}" stroke="{PRINT.text}"/>'
        f'<path d="{strokes}" stroke="{line}" fill="none"/></svg>'
    )


# --- what matters, limits, sources -------------------------------------------------------------


def _matters(view: Findings, say: Say, text: PatientText) -> Matters:
    heading, weighed = screen_title(say, Screen.MATTERS), can_be_weighed(view)
    if view.choices.weight is not None:
        stated = preference_words.preference_stated(say, text, view)
        return Matters(heading, (stated, preference_words.net_result(say, text, view)))
    if view.harm is None or not weighed:
        sentences: tuple[str, ...] = (preference_words.matters_open(say),)
    else:
        question = preference_words.preference_question(say, text, view)
        mark = joined(question, say("You can put a mark on this line."))
        sentences = (preference_words.preference_lead(say), mark)
    scale = preference_words.preference_ends(say, text, view) if weighed else None
    return Matters(heading, sentences, scale)


def _limits(view: Findings, say: Say) -> Section:
    language = view.choices.language
    note = plain_words.language_note(say, language, shown=language)
    lines = (plain_words.limits_of_use(say), note)
    return Section(
        say("What this sheet can and can't tell you"), tuple(line for line in lines if line)
    )


def _sources(view: Findings, say: Say) -> Section:
    trial, found = view.trial, view.survival or view.medians
    lines: list[str] = []
    cited: list[Citation] = []
    if found is not None:
        lines.append(benefit_words.benefit_source(say, trial, found))
        name = trial.text.cuts[view.choices.cut].name
        lines.append(say("These numbers are from this analysis: {name}.", name=name))
        cited += found.gain.citations if isinstance(found, SurvivalFindings) else found.citations
    if view.harm is not None:
        lines.append(harm_words.harm_source(say, trial, view.harm))
    cited += [one for _, harm in all_harms(view) if harm for one in harm.excess.citations]
    lines.append(plain_words.dates(say, trial))
    if cited:
        documents = dict.fromkeys(citation(one).rstrip(".") for one in cited)
        lines.append(say("For your care team: {sources}.", sources="; ".join(documents)))
    return Section(say("Where the numbers come from"), (" ".join(lines),))
