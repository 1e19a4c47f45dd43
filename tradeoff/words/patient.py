"""Every patient-facing sentence of the program's own, in plain words and in the reader's language.

Patient view, hand-out and their alt texts take their words from here. Each function takes ``say``,
the catalogue of a language: the words inside ``gettext`` are English and are filled in after they
were translated. Words that belong to one trial come from its ``PatientText``. Numbers are whole
people of 100, as ``findings`` gives them: no ratio, no NNT, no chance in words alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from gettext import NullTranslations
from typing import Final

from tradeoff.findings.choices import Framing, HarmSource, Language
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import whole
from tradeoff.findings.survival import MedianFindings, SurvivalFindings
from tradeoff.findings.view import Findings, all_harms
from tradeoff.statistics.two_arms import Role
from tradeoff.statistics.weighing import WholePeople
from tradeoff.trial.records import (
    Confirmation,
    Fact,
    MedianSurvival,
    PatientArmText,
    PatientHarmText,
    PatientText,
    Status,
    Trial,
)

__all__ = [
    "LANGUAGE_NAMES",
    "ArmTold",
    "Screen",
    "TeachBack",
    "TreatmentLine",
    "age",
    "arm_text",
    "array_caption",
    "back",
    "benefit_alt",
    "benefit_heading",
    "benefit_labels",
    "benefit_range",
    "benefit_sentences",
    "benefit_source",
    "benefit_title",
    "calling_heading",
    "calling_lead",
    "caution",
    "chances_lead",
    "chances_reveal",
    "chances_skip",
    "change_in_words",
    "checked",
    "clear_preference",
    "cut_note",
    "dates",
    "decision_label",
    "fact_badge",
    "follow_up",
    "for_whom",
    "framing_label",
    "framing_words",
    "good_heading",
    "hand_out_button",
    "hand_out_chances_title",
    "hand_out_change",
    "hand_out_curve_alt",
    "hand_out_curve_axes",
    "hand_out_curve_heading",
    "hand_out_curve_note",
    "hand_out_cut",
    "hand_out_footer",
    "hand_out_harm_meaning",
    "hand_out_harm_row",
    "hand_out_harms_beside",
    "hand_out_lead",
    "hand_out_limits_title",
    "hand_out_link",
    "hand_out_matters_unset",
    "hand_out_medical_sources",
    "hand_out_name",
    "hand_out_no_curve",
    "hand_out_note",
    "hand_out_notes_title",
    "hand_out_papers",
    "hand_out_population",
    "hand_out_row",
    "hand_out_sources_title",
    "hand_out_table_head",
    "hand_out_with_range",
    "hard_heading",
    "harm_alt",
    "harm_heading",
    "harm_labels",
    "harm_missing",
    "harm_not_available",
    "harm_noted",
    "harm_notes",
    "harm_range",
    "harm_sentences",
    "harm_source",
    "harm_status",
    "harm_sure",
    "harm_text",
    "harm_told",
    "harm_windows",
    "harms_beside",
    "harms_heading",
    "harms_lead",
    "harms_told",
    "harms_worked_out",
    "language_label",
    "language_note",
    "limits",
    "matters_open",
    "medians_range",
    "medians_sentences",
    "medians_source",
    "net_result",
    "next_screen",
    "no_patient_text",
    "not_for",
    "not_looked",
    "nothing_to_ask",
    "option_lead",
    "others_heading",
    "patient_text",
    "preference_ends",
    "preference_lead",
    "preference_option",
    "preference_question",
    "preference_stated",
    "preference_unset",
    "questions_lead",
    "range_key",
    "screen_title",
    "step_of",
    "summary",
    "survival_not_available",
    "teach_back_lead",
    "teach_back_median",
    "teach_back_questions",
    "teach_back_reply",
    "time",
    "to_start",
    "told_facts",
    "topic",
    "treatment_lead",
    "treatment_lines",
    "what_it_is_heading",
]

_HUNDRED: Final = 100
_MONTHS_A_YEAR: Final = 12

LANGUAGE_NAMES: Final = {Language.ENGLISH: "English", Language.SPANISH: "Español"}
"""Each language in its own words: never translated."""


class Screen(StrEnum):
    """The screens of the patient view, in their order."""

    START = "start"
    NOW = "now"
    OPTIONS = "options"
    TREATMENT = "treatment"
    BENEFIT = "benefit"
    HARM = "harm"
    MATTERS = "matters"
    QUESTIONS = "questions"
    CHECK = "check"
    END = "end"


@dataclass(frozen=True, slots=True)
class ArmTold:
    """One arm's people as they are told above its icons."""

    role: Role
    people: int
    having: str


@dataclass(frozen=True, slots=True)
class TreatmentLine:
    """What treatment is like: a sentence, and the badge where it is not read in the paper."""

    text: str
    badge: str | None
    settled: bool = False
    """Whether the badge says that a centre has checked it: no caution any more."""


@dataclass(frozen=True, slots=True)
class TeachBack:
    """A question about the shown numbers, its answers in order, and the right one explained."""

    id: str
    question: str
    options: tuple[int, ...]
    answer: int
    explained: str


# --- the trial's plain words -------------------------------------------------------------------


def patient_text(trial: Trial) -> PatientText:
    """The trial in plain words.

    Raises:
        LookupError: where the trial has none; ask ``trial.text.patient`` first.
    """
    if trial.text.patient is None:
        raise LookupError(f"{trial.id} has no plain words: add [patient] to its text file")
    return trial.text.patient


def arm_text(text: PatientText, role: Role) -> PatientArmText:
    """One option's plain words."""
    return text.arms[role.value]


def harm_text(text: PatientText, harm: HarmFindings) -> PatientHarmText:
    """The weighed harm's plain words."""
    return text.harms[harm.harm.id]


# --- small parts -------------------------------------------------------------------------------


def time(say: NullTranslations, months: int) -> str:
    """A span of time: whole years as years."""
    years, rest = divmod(months, _MONTHS_A_YEAR)
    if rest:
        return say.ngettext("{count} month", "{count} months", months).format(count=months)
    return say.ngettext("{count} year", "{count} years", years).format(count=years)


def change_in_words(say: NullTranslations, change: int) -> str:
    """A difference in people: "17 more", "3 fewer", "no difference"."""
    if change == 0:
        return say.gettext("no difference")
    if change > 0:
        return say.ngettext("{count} more", "{count} more", change).format(count=change)
    return say.ngettext("{count} fewer", "{count} fewer", -change).format(count=-change)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


# --- the chance of being alive -----------------------------------------------------------------


def benefit_title(say: NullTranslations, text: PatientText, endpoint: str) -> str:
    """The heading of the screen on the end point that is told."""
    name = text.endpoints[endpoint].name
    return say.gettext("The chances: {what}").format(what=_small(name))


def benefit_heading(
    say: NullTranslations, text: PatientText, survival: SurvivalFindings, framing: Framing
) -> str:
    """The heading over the benefit arrays, with the time."""
    words = text.endpoints[survival.endpoint]
    told = words.alive if framing is Framing.ALIVE else words.died
    heading = say.gettext("Out of 100 people: {told} after {time}")
    return heading.format(told=told, time=time(say, survival.months))


def benefit_sentences(
    say: NullTranslations, text: PatientText, survival: SurvivalFindings, framing: Framing
) -> str:
    """Baseline first, then the increment, in one frame."""
    words = text.endpoints[survival.endpoint]
    people = _framed(survival, framing)
    if framing is Framing.ALIVE:
        first = say.gettext("Of 100 {people}, {count} were {told} after {time} {having}.")
        told = words.alive
    else:
        first = say.gettext("Of 100 {people}, {count} {told} after {time} {having}.")
        told = words.died
    return _joined(
        first.format(
            people=text.people,
            count=people.control,
            told=told,
            time=time(say, survival.months),
            having=arm_text(text, Role.CONTROL).having,
        ),
        _increment(say, text, people),
    )


def benefit_range(
    say: NullTranslations, survival: SurvivalFindings, framing: Framing = Framing.ALIVE
) -> str:
    """The range of the gain in whole people, and why there is one."""
    limits = survival.whole_limits
    if framing is Framing.DIED and limits is not None:
        limits = (-limits[1], -limits[0])
    change = _framed(survival, framing).increment
    gain = survival.gain
    return _range(say, change, limits, gain.population.total, calculated=gain.calculated_range)


def benefit_source(say: NullTranslations, trial: Trial, survival: SurvivalFindings) -> str:
    """Whom the survival figures count, and where they were read."""
    source = survival.gain.citations[0].source.short
    return _source(say, trial, survival.gain.population.total, source)


def _source(say: NullTranslations, trial: Trial, total: int, source: str) -> str:
    sentence = say.gettext(
        "These numbers come from the {trial} trial. {total} people were put into two groups "
        "by chance. Source: {sources}."
    )
    return sentence.format(trial=trial.text.name, total=total, sources=source)


def follow_up(say: NullTranslations, trial: Trial, cut: str) -> str:
    """How long people were followed, or that it is not stated."""
    months = trial.data_cut(cut).median_follow_up_months
    if months is None:
        return say.gettext("The report does not say for how long people were followed.")
    sentence = say.gettext("Half of the people were followed for {months} months or more.")
    return sentence.format(months=f"{months:g}")


def age(trial: Trial, text: PatientText) -> str:
    """On age: the same sentence for everybody, whoever asks; empty where the trial has none."""
    divided = (one.subgroup_from for one in trial.criteria if one.subgroup_from is not None)
    return "" if text.age is None else text.age.format(age=next(divided, ""))


def caution(text: PatientText, endpoint: str) -> str:
    """What must be known with an end point's numbers; empty where there is nothing."""
    return text.endpoints[endpoint].caution or ""


def survival_not_available(say: NullTranslations) -> str:
    """Said where no survival at a fixed time was published."""
    return say.gettext(
        "For this trial, we do not have numbers on how many people were alive at a fixed time. "
        "Please ask your care team what is known."
    )


def medians_sentences(say: NullTranslations, text: PatientText, medians: MedianFindings) -> str:
    """By when half of the people had the event, with each option; baseline first."""
    words = text.endpoints[medians.endpoint]
    first, second = medians.control, medians.experimental
    reached = [one for one in (first, second) if one.months is not None]
    parts = [
        say.gettext("Of {people}, half {told} by about {months} months {having}.").format(
            people=text.people,
            told=words.died,
            months=_median(one),
            having=arm_text(text, one.arm).having,
        )
        for one in reached
    ]
    parts += [
        say.gettext("{having}, more than half were still {told} when the report was made.").format(
            having=_capital(arm_text(text, one.arm).having), told=words.alive
        )
        for one in (first, second)
        if one.months is None
    ]
    if len(reached) == len((first, second)):
        parts.append(say.gettext("The other half were still {told} then.").format(told=words.alive))
    return _joined(*parts)


def medians_range(say: NullTranslations, text: PatientText, medians: MedianFindings) -> str:
    """How far off the times could be, or that the report does not say so."""
    ranged = [
        say.gettext("{having}, the time could be anywhere from {lower} to {upper} months.").format(
            having=_capital(arm_text(text, one.arm).having),
            lower=f"{one.lower:g}",
            upper=f"{one.upper:g}",
        )
        for one in (medians.control, medians.experimental)
        if one.lower is not None and one.upper is not None
    ]
    if ranged:
        return _joined(*ranged)
    return say.gettext("The report does not say how far off these times could be.")


def medians_source(say: NullTranslations, trial: Trial, medians: MedianFindings) -> str:
    """Whom the medians count, and where they were read."""
    source = medians.citations[0].source.short
    return _source(say, trial, medians.population.total, source)


def _median(entry: MedianSurvival) -> str:
    return "" if entry.months is None else f"{entry.months:g}"


def benefit_labels(
    say: NullTranslations, text: PatientText, survival: SurvivalFindings
) -> tuple[str, str, str]:
    """The three classes of the benefit arrays: as with the control, the increment, the rest."""
    words = text.endpoints[survival.endpoint]
    more = survival.people.increment >= 0
    changed = say.gettext("more {told} {having}") if more else say.gettext("fewer {told} {having}")
    return (
        say.gettext("{told}, as {having}").format(
            told=words.alive, having=arm_text(text, Role.CONTROL).having
        ),
        changed.format(told=words.alive, having=arm_text(text, Role.EXPERIMENTAL).having),
        words.died,
    )


def array_caption(
    text: PatientText, role: Role, found: SurvivalFindings | HarmFindings, framing: Framing
) -> ArmTold:
    """The figure and the words above one array; harms are always told as those who had one."""
    people = found.people
    if isinstance(found, SurvivalFindings):
        people = _framed(found, framing)
    count = people.control if role is Role.CONTROL else people.experimental
    return ArmTold(role, count, arm_text(text, role).having)


def benefit_alt(
    say: NullTranslations, text: PatientText, survival: SurvivalFindings, role: Role
) -> str:
    """One benefit array in words; the range where it is drawn."""
    words, people = text.endpoints[survival.endpoint], survival.people
    alive = people.control if role is Role.CONTROL else people.experimental
    picture = say.gettext(
        "Picture of 100 people {having}, after {time}: {alive} {alive_words}, {died} {died_words}."
    ).format(
        having=arm_text(text, role).having,
        time=time(say, survival.months),
        alive=alive,
        alive_words=words.alive,
        died=_HUNDRED - alive,
        died_words=words.died,
    )
    if role is Role.CONTROL:
        return picture
    return _joined(picture, benefit_range(say, survival))


def range_key(say: NullTranslations) -> str:
    """What the striped ground in an array means."""
    return say.gettext("The stripes show how far off our best guess could be.")


def framing_label(say: NullTranslations) -> str:
    """The label of the choice between the two frames."""
    return say.gettext("Show the same people as")


def framing_words(text: PatientText, endpoint: str, framing: Framing) -> str:
    """One frame's name."""
    words = text.endpoints[endpoint]
    return _capital(words.alive if framing is Framing.ALIVE else words.died)


# --- the chance of harm ------------------------------------------------------------------------


def harm_heading(say: NullTranslations, text: PatientText, harm: HarmFindings) -> str:
    """The heading over the harm arrays, with the window."""
    words = harm_text(text, harm)
    heading = say.gettext("Out of 100 people: {told} {window}")
    return heading.format(told=words.having, window=words.window)


def harm_sentences(
    say: NullTranslations,
    text: PatientText,
    harm: HarmFindings,
    *,
    without: bool = False,
) -> str:
    """Baseline first, then the increment; ``without`` tells of those who had no such event."""
    words, people = harm_text(text, harm), harm.people
    if without:
        people = people.complement
    first = say.gettext("Of 100 people treated, {count} {told} {window} {having}.").format(
        count=people.control,
        told=words.not_having if without else words.having,
        window=words.window,
        having=arm_text(text, Role.CONTROL).having,
    )
    return _joined(first, _increment(say, text, people))


def harm_range(say: NullTranslations, harm: HarmFindings) -> str:
    """The range of the excess in whole people, and why there is one."""
    excess = harm.excess
    return _range(
        say,
        harm.people.increment,
        harm.whole_limits,
        excess.population.total,
        calculated=excess.calculated_range,
    )


def harm_status(say: NullTranslations, text: PatientText, harm: HarmFindings) -> str | None:
    """What must travel with the rate: still to be checked, or typed in and from where."""
    if harm.excess.unconfirmed:
        return harm_text(text, harm).unconfirmed
    if harm.counted_by is not None:
        return say.gettext(
            "These numbers are from {label}. People there were not put into groups by chance "
            "(not randomised), so this is not a fair comparison."
        ).format(label=harm.counted_by)
    if harm.source is HarmSource.TRIAL:
        found = harm.confirmed
        return None if found is None else checked(say, found.confirmed)
    month = say.gettext("month not given") if harm.as_of is None else harm.as_of
    if harm.source is HarmSource.PAPER:
        return say.gettext(
            "Your care team typed in these numbers from the full report ({month})."
        ).format(month=month)
    return say.gettext(
        "These numbers are your own centre's ({month}). People there were not put into groups "
        "by chance (not randomised), so this is not a fair comparison."
    ).format(month=month)


def harm_source(say: NullTranslations, trial: Trial, harm: HarmFindings) -> str:
    """Whom the harm figures count, and where they come from."""
    total = harm.excess.population.total
    if not harm.excess.population.of_trial:
        sentence = say.gettext("These numbers count the {total} people treated.")
        return sentence.format(total=total)
    sources = _sources(*(cited.source.short for cited in harm.excess.citations))
    counted = say.gettext(
        "These numbers count the {total} people of the {trial} trial who started treatment."
    ).format(total=total, trial=trial.text.name)
    if not sources:
        return counted
    return _joined(counted, say.gettext("Source: {sources}.").format(sources=sources))


def harms_beside(text: PatientText, view: Findings) -> tuple[list[HarmFindings], ...]:
    """The harms after the weighed one: those with arrays of their own, those told in a sentence."""
    found = {harm.id: one for harm, one in all_harms(view) if one is not None}
    return tuple(
        [found[name] for name in names if name in found]
        for names in (text.shown_harms, text.told_harms)
    )


def others_heading(say: NullTranslations) -> str:
    """Over the harms that are told in a sentence."""
    return say.gettext("Other problems")


def harm_noted(say: NullTranslations, text: PatientText, harm: HarmFindings) -> str:
    """One harm beside the weighed one: both options, and what the report does not say of it."""
    return _joined(harm_sentences(say, text, harm), _note(text, harm))


def harm_told(say: NullTranslations, text: PatientText, harm: HarmFindings) -> str:
    """One harm in a sentence: what it is, both options, how sure, what must travel with it."""
    sure = harm_sure(say, harm)
    if _unsure(harm):
        lower, upper = (change_in_words(say, limit) for limit in harm.whole_limits or (0, 0))
        ranged = say.gettext("It could be anywhere from {lower} to {upper}.")
        sure = _joined(ranged.format(lower=lower, upper=upper), _too_few(say))
    status = harm_status(say, text, harm) or ""
    return _joined(harm_text(text, harm).meaning, harm_noted(say, text, harm), sure, status)


def harm_sure(say: NullTranslations, harm: HarmFindings) -> str:
    """How sure a difference is: its range, and where it is so that nobody can tell."""
    return _joined(harm_range(say, harm), _too_few(say) if _unsure(harm) else "")


def _unsure(harm: HarmFindings) -> bool:
    return harm.excess.estimate.has_range and harm.excess.estimate.spans_zero


def _too_few(say: NullTranslations) -> str:
    return say.gettext("Too few people took part to tell a difference.")


def _note(text: PatientText, harm: HarmFindings) -> str:
    return harm_text(text, harm).note or ""


def harms_worked_out(say: NullTranslations, harms: Sequence[HarmFindings]) -> str:
    """After harms told in a sentence: whose ranges theirs are; empty where the report has them."""
    if not any(harm.excess.calculated_range and _unsure(harm) for harm in harms):
        return ""
    return say.gettext("We worked out these ranges. The report does not give them.")


def harm_notes(say: NullTranslations, text: PatientText, view: Findings) -> tuple[str, ...]:
    """What must be known with single harms of a table, by their names."""
    found = [one for harm, one in all_harms(view) if one is not None and harm.id in text.harms]
    line = say.gettext("{name}: {meaning}")
    return tuple(
        line.format(name=harm_text(text, one).name, meaning=note)
        for one in found
        if (note := _note(text, one))
    )


def told_facts(text: PatientText, trial: Trial) -> tuple[str, ...]:
    """Facts told with the harms, with their figures in place."""
    known = {fact.id: fact for fact in trial.facts}
    return tuple(_with_figures(line, known[name]) for name, line in text.told_facts.items())


def harm_windows(
    say: NullTranslations,
    text: PatientText,
    survival: SurvivalFindings | None,
    harm: HarmFindings,
) -> str:
    """That gain and harm are counted over different times."""
    words = harm_text(text, harm)
    if survival is None:
        return say.gettext("These problems were counted {window}.").format(window=words.window)
    return say.gettext(
        "These problems were counted {window}. The number of people {told} was counted at {time}."
    ).format(
        window=words.window,
        told=text.endpoints[survival.endpoint].alive,
        time=time(say, survival.months),
    )


def harm_not_available(say: NullTranslations) -> str:
    """Said where no rate of the weighed harm is at hand: not the same as none."""
    return say.gettext(
        "We do not have numbers on serious harm for this trial. This does not mean that there "
        "was none. Please ask your care team."
    )


def harm_missing(say: NullTranslations, text: PatientText, view: Findings) -> str:
    """Said where the weighed harm has no rate: not the same as none."""
    weighed = view.trial.weighed_harm
    if weighed is None:
        return ""
    return say.gettext(
        "{name}: we do not have numbers from this trial. This does not mean that there were none. "
        "Please ask your care team."
    ).format(name=text.harms[weighed.id].name)


def harms_heading(say: NullTranslations) -> str:
    """Over the table of all the harms that were counted."""
    return say.gettext("Problems during treatment, of 100 people treated, with their range")


def harms_lead(say: NullTranslations) -> str:
    """Before that table: nothing that was counted is left out."""
    return say.gettext("The table shows the problems that were counted, for both options.")


def harms_told(say: NullTranslations, text: PatientText, view: Findings) -> str:
    """Where the table of harms stands on paper, and what must be known with it."""
    where = say.gettext("The table stands on the next page.")
    lead = _joined(harms_lead(say), where)
    return _joined(harm_missing(say, text, view), lead, text.harms_note or "")


def harm_labels(
    say: NullTranslations, text: PatientText, harm: HarmFindings
) -> tuple[str, str, str]:
    """The three classes of the harm arrays: as with the control, the increment, the rest."""
    words = harm_text(text, harm)
    more = harm.people.increment >= 0
    changed = (
        say.gettext("more who {told} {having}")
        if more
        else say.gettext("fewer who {told} {having}")
    )
    return (
        say.gettext("{told}, as {having}").format(
            told=words.having, having=arm_text(text, Role.CONTROL).having
        ),
        changed.format(told=words.having, having=arm_text(text, Role.EXPERIMENTAL).having),
        words.not_having,
    )


def harm_alt(say: NullTranslations, text: PatientText, harm: HarmFindings, role: Role) -> str:
    """One harm array in words, with the range where it is drawn and what must travel with it."""
    words, people = harm_text(text, harm), harm.people
    count = people.control if role is Role.CONTROL else people.experimental
    picture = say.gettext(
        "Picture of 100 people treated {having}: {count} {told} {window}, {rest} {rest_words}."
    ).format(
        having=arm_text(text, role).having,
        count=count,
        told=words.having,
        window=words.window,
        rest=_HUNDRED - count,
        rest_words=words.not_having,
    )
    ranged = "" if role is Role.CONTROL else harm_range(say, harm)
    return _joined(picture, ranged, harm_status(say, text, harm) or "")


# --- what gain and harm share ------------------------------------------------------------------


def _framed(survival: SurvivalFindings, framing: Framing) -> WholePeople:
    return survival.people if framing is Framing.ALIVE else survival.people.complement


def _increment(say: NullTranslations, text: PatientText, people: WholePeople) -> str:
    """The second sentence: the other arm, and how many more or fewer."""
    sentence = say.gettext("{having}, it was {count}: {change}.").format(
        having=arm_text(text, Role.EXPERIMENTAL).having,
        count=people.experimental,
        change=change_in_words(say, people.increment),
    )
    return _capital(sentence)


def _range(
    say: NullTranslations,
    change: int,
    limits: tuple[int, int] | None,
    people: int,
    *,
    calculated: bool,
) -> str:
    best = say.gettext("Our best guess is {change}.").format(change=change_in_words(say, change))
    if limits is None:
        unknown = say.gettext("The report does not say how far off this could be.")
        return _joined(best, unknown)
    lower, upper = limits
    if lower >= 0 or upper <= 0:
        low, high = sorted((abs(lower), abs(upper)))
        room = say.gettext(
            "Because {people} people took part, it could be as few as {low} or as many as {high}."
        ).format(people=people, low=low, high=high)
    else:
        room = say.gettext(
            "Because {people} people took part, it could be anywhere from {lower} to {upper}."
        ).format(
            people=people, lower=change_in_words(say, lower), upper=change_in_words(say, upper)
        )
    note = say.gettext("We worked out this range. The report does not give it.")
    return _joined(best, room, note if calculated else "")


def _sources(*names: str) -> str:
    return "; ".join(dict.fromkeys(names))


# --- what matters to you -----------------------------------------------------------------------


def preference_lead(say: NullTranslations) -> str:
    """Before the slider: what it is for, and that nobody has to use it."""
    return say.gettext(
        "There is no right or wrong answer. People see this in different ways. You can leave it "
        "unset, and you can change it at any time."
    )


def matters_open(say: NullTranslations) -> str:
    """In the place of the slider, where gain and harm can't be put on one scale."""
    return say.gettext(
        "These numbers can't be put on one scale. Tell your care team what matters most to you: "
        "time, problems from treatment, being at home, or something else."
    )


def preference_question(say: NullTranslations, text: PatientText, view: Findings) -> str:
    """The slider's label: both ends are named beside it."""
    question = say.gettext("How bad would {one} be for you, next to {anchor}?")
    return question.format(one=_one(text, view), anchor=_anchor(say, text, view))


def preference_ends(say: NullTranslations, text: PatientText, view: Findings) -> tuple[str, str]:
    """The two ends of the slider in words."""
    worst = say.gettext("100: as bad as {anchor}").format(anchor=_anchor(say, text, view))
    return say.gettext("0: not bad at all"), worst


def preference_option(say: NullTranslations, weight: int | None) -> str:
    """One position of the slider."""
    return say.gettext("not set") if weight is None else str(weight)


def preference_unset(say: NullTranslations) -> str:
    """Said before anything was chosen."""
    return say.gettext("Not set. Move the slider if you want to see what your view would mean.")


def preference_stated(say: NullTranslations, text: PatientText, view: Findings) -> str:
    """What was chosen, said back."""
    weight = view.choices.weight
    if weight is None:
        return preference_unset(say)
    return say.gettext(
        "You chose {weight} for {one}. Here 0 is not bad at all, and 100 is as bad as {anchor}."
    ).format(weight=weight, one=_one(text, view), anchor=_anchor(say, text, view))


def clear_preference(say: NullTranslations) -> str:
    """The button that takes the choice back."""
    return say.gettext("Clear my answer")


def net_result(say: NullTranslations, text: PatientText, view: Findings) -> str:
    """What the chosen preference implies, in whole people and with its range; no verdict.

    Holds survival figures: shown to those alone who asked to see the chances.
    """
    net, survival, harm = view.weighing.net_gain, view.survival, view.harm
    if survival is None or harm is None:
        return say.gettext("This can't be weighed here. A number is not available.")
    if net is None:
        return preference_unset(say)
    left = whole(net.value)
    parts = [_weighed(say, text, survival, harm, view=view, left=left)]
    if net.has_range:
        lower, upper = (whole(limit) for limit in net.limits)
        parts.append(
            say.gettext("It could be anywhere from {lower} to {upper}.").format(
                lower=_signed(lower), upper=_signed(upper)
            )
        )
        if net.spans_zero:
            parts.append(say.gettext("So the numbers do not settle this."))
    return _joined(*parts, harm_status(say, text, harm) or "")


def _weighed(
    say: NullTranslations,
    text: PatientText,
    survival: SurvivalFindings,
    harm: HarmFindings,
    *,
    view: Findings,
    left: int,
) -> str:
    """The sum, written out: the three whole numbers add up."""
    gain, excess = survival.people.increment, harm.people.increment
    sentence = say.gettext(
        "{added}, there were {gain} {told} in 100 people, and {excess} who {having}. In your "
        "view, those {excess_size} weigh as much as {weighed} people {anchor}. {gain_size} less "
        "{weighed} leaves {left}."
    )
    return sentence.format(
        added=_capital(arm_text(text, Role.EXPERIMENTAL).having),
        gain=change_in_words(say, gain),
        told=text.endpoints[survival.endpoint].alive,
        excess=change_in_words(say, excess),
        excess_size=abs(excess),
        having=harm_text(text, harm).having,
        weighed=_signed(gain - left),
        anchor=_anchor(say, text, view),
        gain_size=_signed(gain),
        left=_signed(left),
    )


def _signed(value: int) -> str:
    """A number with a true minus sign."""
    return str(value).replace("-", "−")


def _one(text: PatientText, view: Findings) -> str:
    harm = view.trial.weighed_harm
    return "" if harm is None else text.harms[harm.id].one


def _anchor(say: NullTranslations, text: PatientText, view: Findings) -> str:
    months = view.survival.months if view.survival is not None else view.choices.months
    anchor = text.endpoints[view.choices.endpoint].anchor
    return anchor.format(time=time(say, months or 0))


# --- what treatment is like --------------------------------------------------------------------


def treatment_lines(
    say: NullTranslations, text: PatientText, facts: Sequence[Fact]
) -> tuple[TreatmentLine, ...]:
    """Each line of the trial's text with its fact's number and status."""
    known = {fact.id: fact for fact in facts}
    return tuple(
        TreatmentLine(
            _with_figures(line, known[name]),
            fact_badge(say, known[name]),
            settled=known[name].confirmed is not None,
        )
        for name, line in text.treatment.items()
    )


def _with_figures(line: str, fact: Fact) -> str:
    shown = {name: f"{figure:.{fact.decimals}f}" for name, figure in fact.figures.items()}
    return line.format(**shown)


def calling_heading(say: NullTranslations) -> str:
    """Over the lists of when to call, one for each option."""
    return say.gettext("When to call at once")


def calling_lead(say: NullTranslations) -> str:
    """Before them: which number to call is the team's to say."""
    return say.gettext(
        "Ask your care team which number to call, day and night, and check this list with them."
    )


def checked(say: NullTranslations, confirmation: Confirmation | None) -> str | None:
    """Who checked a number in the report, and when; ``None`` where nobody did."""
    if confirmation is None:
        return None
    return say.gettext("Checked in the report by {centre} ({date}).").format(
        centre=confirmation.centre, date=confirmation.checked_on.isoformat()
    )


def fact_badge(say: NullTranslations, fact: Fact) -> str | None:
    """The badge of a line in words; ``None`` where it was read in the paper itself."""
    if fact.confirmed is not None:
        return checked(say, fact.confirmed)
    return {
        Status.REPORTED: say.gettext("Told by others: ask your care team"),
        Status.UNCONFIRMED: say.gettext("Still has to be checked: ask your care team"),
        Status.LOCAL: say.gettext("From your own centre"),
        Status.DERIVED: say.gettext("Worked out from the plan"),
    }.get(fact.status)


def treatment_lead(say: NullTranslations) -> str:
    """Before the lines."""
    return say.gettext("Each hospital does things in its own way. Ask how it is done in yours.")


# --- check that I explained it well ------------------------------------------------------------


def teach_back_lead(say: NullTranslations) -> str:
    """Before the questions: it is the explanation that is tested."""
    return say.gettext(
        "This is not a test of you. It shows whether we have explained it well. You can skip it."
    )


def teach_back_questions(
    say: NullTranslations,
    text: PatientText,
    survival: SurvivalFindings | None,
    harm: HarmFindings | None,
) -> tuple[TeachBack, ...]:
    """At most two questions, made from the shown numbers."""
    asked = []
    if survival is not None:
        asked.append(_about_benefit(say, text, survival))
    if harm is not None:
        asked.append(_about_harm(say, text, harm))
    return tuple(asked)


# What a median means, asked with the whole and with nobody beside the half.
_MEDIAN_ANSWERS: Final = (0, 50, 100)


def teach_back_median(
    say: NullTranslations, text: PatientText, medians: MedianFindings
) -> tuple[TeachBack, ...]:
    """One question about what a median means, where one was reached."""
    entry = next((e for e in (medians.experimental, medians.control) if e.months), None)
    if entry is None:
        return ()
    question = say.gettext("Of 100 people, about how many {told} by {months} months {having}?")
    return (
        TeachBack(
            id="median",
            question=question.format(
                told=text.endpoints[medians.endpoint].died,
                months=_median(entry),
                having=arm_text(text, entry.arm).having,
            ),
            options=_MEDIAN_ANSWERS,
            answer=_HUNDRED // 2,
            explained=medians_sentences(say, text, medians),
        ),
    )


def nothing_to_ask(say: NullTranslations) -> str:
    """Said where the numbers allow no question."""
    return say.gettext("There is no question here. Tell your care team in your own words.")


def _about_benefit(
    say: NullTranslations, text: PatientText, survival: SurvivalFindings
) -> TeachBack:
    people = survival.people
    size = abs(people.increment)
    if people.increment >= 0:
        question = say.gettext("Of 100 people, how many more were {told} after {time} {having}?")
    else:
        question = say.gettext("Of 100 people, how many fewer were {told} after {time} {having}?")
    return TeachBack(
        id="benefit",
        question=question.format(
            told=text.endpoints[survival.endpoint].alive,
            time=time(say, survival.months),
            having=arm_text(text, Role.EXPERIMENTAL).having,
        ),
        options=_options(size, people.control, people.experimental),
        answer=size,
        explained=_joined(
            benefit_sentences(say, text, survival, Framing.ALIVE), caution(text, survival.endpoint)
        ),
    )


def _about_harm(say: NullTranslations, text: PatientText, harm: HarmFindings) -> TeachBack:
    people, words = harm.people, harm_text(text, harm)
    question = say.gettext("Of 100 people treated {having}, how many {told} {window}?")
    explained = harm_sentences(say, text, harm)
    return TeachBack(
        id="harm",
        question=question.format(
            having=arm_text(text, Role.EXPERIMENTAL).having, told=words.having, window=words.window
        ),
        options=_options(people.control, people.experimental, _HUNDRED - people.experimental),
        answer=people.experimental,
        explained=_joined(explained, harm_status(say, text, harm) or ""),
    )


def _options(*numbers: int) -> tuple[int, ...]:
    return tuple(sorted(set(numbers)))


def teach_back_reply(say: NullTranslations, asked: TeachBack, chosen: int) -> str:
    """The answer, kind whatever was chosen."""
    if chosen == asked.answer:
        kind = say.gettext("Yes, it is {answer}.")
    else:
        kind = say.gettext(
            "Thank you. These numbers are easy to mix up. It is {answer}. Let us look at it "
            "once more together."
        )
    return _joined(kind.format(answer=asked.answer), asked.explained)


def not_looked(say: NullTranslations) -> str:
    """Said where a part needs numbers that the person did not ask to see."""
    return say.gettext("You have not looked at the chances. That is fine. You can do so any time.")


# --- screens and the way between them ----------------------------------------------------------


def screen_title(say: NullTranslations, screen: Screen) -> str:
    """The heading of a screen."""
    return {
        Screen.START: say.gettext("What would you like to talk about first?"),
        Screen.NOW: say.gettext("Where you are now"),
        Screen.OPTIONS: say.gettext("Your two options"),
        Screen.TREATMENT: say.gettext("What treatment is like"),
        Screen.BENEFIT: say.gettext("The chances: being alive"),
        Screen.HARM: say.gettext("The chances: serious harm"),
        Screen.MATTERS: say.gettext("What matters to you"),
        Screen.QUESTIONS: say.gettext("Questions to ask"),
        Screen.CHECK: say.gettext("Did we explain it well?"),
        Screen.END: say.gettext("To take with you"),
    }[screen]


def topic(say: NullTranslations, screen: Screen) -> str:
    """A screen's button on the start screen."""
    if screen is Screen.BENEFIT:
        return say.gettext("The chances")
    return screen_title(say, screen)


def decision_label(say: NullTranslations) -> str:
    """Above the decision."""
    return say.gettext("The choice")


def option_lead(say: NullTranslations) -> str:
    """Before the two options."""
    return say.gettext("Both are real choices. You can take your time.")


def what_it_is_heading(say: NullTranslations) -> str:
    """Over what an option consists of, or what a harm is."""
    return say.gettext("What it is")


def good_heading(say: NullTranslations) -> str:
    """Over an option's good points."""
    return say.gettext("Good points")


def hard_heading(say: NullTranslations) -> str:
    """Over an option's hard points."""
    return say.gettext("Hard points")


def chances_lead(say: NullTranslations, text: PatientText, endpoint: str) -> tuple[str, ...]:
    """Before any survival figure: what would be shown, and that it can be left."""
    words = text.endpoints[endpoint]
    shown = say.gettext("This part shows how many people were {alive}, and how many {died}.")
    return (
        shown.format(alive=words.alive, died=words.died),
        say.gettext("Then it shows how many had serious harm from treatment."),
        say.gettext("Some people want to see these numbers. Some do not. Both are fine."),
    )


def chances_reveal(say: NullTranslations) -> str:
    """The button that opens the figures."""
    return say.gettext("Show me")


def chances_skip(say: NullTranslations) -> str:
    """The button that goes past the figures."""
    return say.gettext("Not now")


def questions_lead(say: NullTranslations) -> str:
    """Before the questions to ask."""
    return say.gettext("You may want to ask your care team:")


def hand_out_note(say: NullTranslations) -> str:
    """Before the hand-out: it holds the figures."""
    return say.gettext("The sheet to take home shows the chances too.")


def summary(
    say: NullTranslations, text: PatientText, view: Findings, *, looked: bool
) -> tuple[str, ...]:
    """What was talked about; survival figures where they were asked for."""
    lines = [text.decision]
    if looked and view.survival is not None:
        lines.append(benefit_sentences(say, text, view.survival, Framing.ALIVE))
        died = benefit_sentences(say, text, view.survival, Framing.DIED)
        lines.append(_joined(died, caution(text, view.survival.endpoint)))
    if looked and view.survival is None and view.medians is not None:
        lines.append(medians_sentences(say, text, view.medians))
    if looked and view.harm is not None:
        status = harm_status(say, text, view.harm) or ""
        lines.append(_joined(harm_sentences(say, text, view.harm), status))
    if not looked:
        lines.append(not_looked(say))
    if view.choices.weight is not None:
        lines.append(preference_stated(say, text, view))
    return tuple(lines)


def back(say: NullTranslations) -> str:
    """To the screen before."""
    return say.gettext("Back")


def next_screen(say: NullTranslations) -> str:
    """To the next screen."""
    return say.gettext("Next")


def to_start(say: NullTranslations) -> str:
    """To the choice of topics."""
    return say.gettext("All topics")


def step_of(say: NullTranslations, step: int, total: int) -> str:
    """Where the reader is."""
    return say.gettext("Step {step} of {total}").format(step=step, total=total)


# --- limits, dates, language -------------------------------------------------------------------


def limits(say: NullTranslations) -> str:
    """What this is for and where it ends."""
    return say.gettext(
        "This is for a talk with your care team. It shows what happened to groups of people in "
        "a trial. It can't tell what will happen to one person. It does not tell you what to "
        "choose."
    )


def for_whom(say: NullTranslations) -> str:
    """Whom the trial speaks of, and who can tell."""
    return say.gettext(
        "It is for people like those in the trial. Ask your care team if that fits here."
    )


def dates(say: NullTranslations, trial: Trial) -> str:
    """Data version, last review and the next one."""
    review = trial.review
    return say.gettext("Numbers checked: {last}. Next check: {next}. Version: {version}.").format(
        last=review.last.isoformat(), next=review.next.isoformat(), version=trial.version
    )


def cut_note(say: NullTranslations, trial: Trial, cut: str) -> str:
    """Which analysis the figures are from."""
    name = trial.text.cuts[cut].name
    return say.gettext("The numbers are from this analysis: {name}.").format(name=name)


def no_patient_text(say: NullTranslations, trial: Trial) -> str:
    """Said where a trial has no plain words, or is not offered to patients."""
    if trial.demonstration:
        return say.gettext(
            "{trial} is a demonstration of how numbers are put in. It is not for patients, so "
            "there is no patient view and no sheet to take home."
        ).format(trial=trial.text.name)
    return say.gettext(
        "The patient view is not available for {trial}: it has not been put into plain words yet."
    ).format(trial=trial.text.name)


def language_label(say: NullTranslations) -> str:
    """The label of the choice of language."""
    return say.gettext("Language")


def language_note(say: NullTranslations, language: Language, *, shown: Language) -> str | None:
    """What must be known of the words on the page; ``None`` for English."""
    if shown is not language:
        return say.gettext(
            "There are no words in this language for this trial yet. English is shown."
        )
    if language is Language.ENGLISH:
        return None
    return say.gettext("This translation is awaiting review by a clinical translator.")


# --- hand-out ----------------------------------------------------------------------------------


def hand_out_lead(say: NullTranslations) -> str:
    """Above the buttons that make the sheet."""
    return say.gettext("Two pages to take home. They hold these numbers, and room for your notes.")


def hand_out_button(say: NullTranslations) -> tuple[str, str, str]:
    """The buttons: PDF on the two papers, and one web page."""
    paper = say.gettext("Sheet as PDF, {paper}")
    named = [paper.format(paper=name) for name in hand_out_papers(say)]
    return named[0], named[1], say.gettext("Sheet as web page")


def hand_out_papers(say: NullTranslations) -> tuple[str, str]:
    """The two sizes of paper."""
    return say.gettext("A4"), say.gettext("US letter")


def hand_out_name(say: NullTranslations, text: PatientText) -> str:
    """The document's title, as a reader's window shows it."""
    return say.gettext("To take with you: {decision}").format(decision=text.decision)


def hand_out_population(say: NullTranslations, trial: Trial) -> tuple[str, ...]:
    """Whose numbers these are, in plain words and in those of the report."""
    lead = say.gettext("This sheet shows what happened to {total} people in the {trial} trial.")
    medical = say.gettext("In the words of the report: {population}.")
    return (
        lead.format(total=trial.n_randomised, trial=trial.text.name),
        medical.format(population=trial.text.population),
    )


def not_for(say: NullTranslations) -> str:
    """Said where a criterion of the check is not met: nothing else of it reaches a patient."""
    return say.gettext(
        "The trial did not include people in your situation, so please ask your care team what "
        "its numbers can tell you."
    )


def hand_out_curve_heading(say: NullTranslations, text: PatientText, view: Findings) -> str:
    """Over the curves."""
    told = text.endpoints[view.choices.endpoint].alive
    return say.gettext("Over time: how many of 100 people were {told}").format(told=told)


def hand_out_curve_axes(
    say: NullTranslations, text: PatientText, view: Findings
) -> tuple[str, str]:
    """The two axes: time, and people."""
    words = text.endpoints[view.choices.endpoint]
    told = words.alive if view.choices.framing is Framing.ALIVE else words.died
    people = say.gettext("Of 100 people: {told}").format(told=told)
    return say.gettext("Months since the groups were made"), people


def hand_out_curve_alt(say: NullTranslations, text: PatientText, view: Findings) -> str:
    """The curves in words."""
    head = say.gettext("Picture of two lines, one for each option, going down over time.")
    if view.survival is None and view.medians is not None:
        return _joined(head, medians_sentences(say, text, view.medians))
    if view.survival is None:
        return _joined(head, survival_not_available(say))
    framing = view.choices.framing
    return _joined(
        head,
        benefit_sentences(say, text, view.survival, framing),
        benefit_range(say, view.survival, framing),
    )


def hand_out_curve_note(say: NullTranslations, view: Findings) -> str:
    """How to read the curves: what was printed and what was worked out."""
    if view.trial.digitised_curve(view.choices.cut, view.choices.endpoint) is not None:
        key = say.gettext(
            "Rings: the numbers in the report, with their range. Lines: worked out from a picture "
            "in the report; the grey bands are their range. They are not the data of any person."
        )
        return _joined(key, follow_up(say, view.trial, view.choices.cut))
    key = say.gettext(
        "Rings: the numbers in the report, with their range. Lines and grey bands: worked out from "
        "the report to show where the lines may run. They are not the data of any person."
    )
    if view.survival is None:
        key = say.gettext(
            "Rings: the times in the report, each at half of the people. Lines and grey bands: "
            "worked out from the report to show where the lines may run. They are not the data of "
            "any person."
        )
    return _joined(key, follow_up(say, view.trial, view.choices.cut))


def hand_out_no_curve(say: NullTranslations) -> str:
    """Said where there is no curve to draw."""
    return say.gettext("There is no picture of the numbers over time here.")


def hand_out_chances_title(say: NullTranslations, text: PatientText, endpoint: str) -> str:
    """Over the arrays of benefit and harm."""
    name = text.endpoints[endpoint].name
    return say.gettext("The chances: {what}, and serious harm").format(what=_small(name))


def hand_out_harm_meaning(say: NullTranslations, text: PatientText, harm: HarmFindings) -> str:
    """What the counted harm is, and what is known of getting over it."""
    words = harm_text(text, harm)
    told = say.gettext("{name}: {meaning}").format(name=words.name, meaning=words.meaning)
    return _joined(told, words.recovery)


def hand_out_harms_beside(say: NullTranslations, text: PatientText, view: Findings) -> str:
    """What the table can't say of the harms beside the weighed one; then facts told with them."""
    told = [one for harms in harms_beside(text, view) for one in harms]
    lines = [_hand_out_noted(say, text, one) for one in told if _note(text, one)]
    unsure = [harm_text(text, one).name for one in told if _unsure(one)]
    if unsure:
        names = "; ".join([unsure[0], *map(_small, unsure[1:])])
        lines.append(f"{names}: {_small(_too_few(say))}")
    return _joined(*lines, *told_facts(text, view.trial))


def _hand_out_noted(say: NullTranslations, text: PatientText, harm: HarmFindings) -> str:
    return say.gettext("{name}, {change} of 100 people {having}: {note}").format(
        name=harm_text(text, harm).name,
        change=change_in_words(say, harm.people.increment),
        having=arm_text(text, Role.EXPERIMENTAL).having,
        note=_small(_note(text, harm)),
    )


def hand_out_table_head(say: NullTranslations, text: PatientText) -> tuple[str, tuple[str, ...]]:
    """Caption and columns of the table."""
    control, experimental = (_capital(arm_text(text, role).having) for role in Role)
    columns = (say.gettext("Of 100 people"), control, experimental, say.gettext("Difference"))
    return say.gettext("The same as numbers, with their range"), columns


def hand_out_row(say: NullTranslations, told: str, when: str) -> str:
    """A row of the table: who is counted, at what time."""
    return _capital(say.gettext("{told} after {when}").format(told=told, when=when))


def hand_out_harm_row(
    say: NullTranslations, words: PatientHarmText, status: str | None, *, window: bool = True
) -> str:
    """The harm's row of the table, with what must travel with the rate.

    Without ``window`` where the table's caption says it for all.
    """
    row = words.having
    if window:
        row = say.gettext("{told} {window}").format(told=words.having, window=words.window)
    return _capital(_joined(row if status is None else f"{row}.", status or ""))


def hand_out_with_range(say: NullTranslations, people: int, limits: tuple[int, int] | None) -> str:
    """A number of people with its range."""
    if limits is None:
        return say.gettext("{count} (range not in the report)").format(count=people)
    return say.gettext("{count} ({lower} to {upper})").format(
        count=people, lower=limits[0], upper=limits[1]
    )


def hand_out_change(say: NullTranslations, change: int, limits: tuple[int, int] | None) -> str:
    """A difference in people with its range; both ends in words where they point apart."""
    shown = change_in_words(say, change)
    if limits is None:
        return say.gettext("{change} (range not in the report)").format(change=shown)
    lower, upper = limits
    ends = [str(size) for size in sorted((abs(lower), abs(upper)))]
    if lower < 0 < upper:
        ends = [change_in_words(say, limit) for limit in limits]
    return say.gettext("{change} ({lower} to {upper})").format(
        change=shown, lower=ends[0], upper=ends[1]
    )


def hand_out_matters_unset(say: NullTranslations, text: PatientText, view: Findings) -> str:
    """Said where no preference was chosen: the paper has a line to mark."""
    return _joined(
        preference_question(say, text, view), say.gettext("You can put a mark on this line.")
    )


def hand_out_notes_title(say: NullTranslations) -> str:
    """Over the lines to write on."""
    return say.gettext("Your notes")


def hand_out_limits_title(say: NullTranslations) -> str:
    """Over the limits of use."""
    return say.gettext("What this sheet can and can't tell you")


def hand_out_sources_title(say: NullTranslations) -> str:
    """Over the sources."""
    return say.gettext("Where the numbers come from")


def hand_out_cut(say: NullTranslations, trial: Trial, cut: str) -> str:
    """Which analysis the survival figures are from."""
    name = trial.text.cuts[cut].name
    return say.gettext("These numbers are from this analysis: {name}.").format(name=name)


def hand_out_medical_sources(say: NullTranslations, citations: Sequence[str]) -> str:
    """The documents in full, for the care team."""
    return say.gettext("For your care team: {sources}.").format(
        sources="; ".join(dict.fromkeys(one.rstrip(".") for one in citations))
    )


def hand_out_link(say: NullTranslations) -> str:
    """Before the address that opens the same numbers."""
    return say.gettext("Your care team can open the same numbers here:")


def hand_out_footer(say: NullTranslations, trial: Trial, made: str) -> str:
    """At the foot of each page: trial, data version, and the day it was made."""
    return say.gettext("{trial}. Version of the numbers: {version}. Made on {date}.").format(
        trial=trial.text.name, version=trial.version, date=made
    )
