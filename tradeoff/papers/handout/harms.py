"""The hand-out's table of gain and harms, and what the table can't say."""

from __future__ import annotations

from tradeoff.findings.choices import Framing
from tradeoff.findings.harm import HarmFindings
from tradeoff.findings.provenance import Finding, whole
from tradeoff.findings.survival import SurvivalFindings
from tradeoff.findings.view import Findings
from tradeoff.statistics.two_arms import Role
from tradeoff.statistics.weighing import WholePeople
from tradeoff.trial.records import PatientText
from tradeoff.words import numbers
from tradeoff.words.patient import harm as harm_words
from tradeoff.words.patient import having, joined, told_facts
from tradeoff.words.patient.benefit import framed, outcome
from tradeoff.words.say import Say
from tradeoff.words.table import Table

Limits = tuple[int, int] | None


def table(view: Findings, say: Say, text: PatientText) -> Table | None:
    """Whole people of 100 with ranges, both frames; the harms' window where it is not one."""
    rows = []
    if view.survival is not None:
        rows += [_survival_row(view.survival, say, text, framing) for framing in Framing]
    window = len(_windows(view, say, text)) > 1
    told = harm_words.told_harms(text, view)
    rows += [_harm_row(one, say, text, window=window) for one in told]
    caption = say("The same as numbers, with their range")
    return Table(caption, _columns(say, text), tuple(rows)) if rows else None


def harms_table(view: Findings, say: Say, text: PatientText) -> Table | None:
    """Every harm that was counted and has plain words, of 100 treated; ``None`` without any."""
    told = harm_words.told_harms(text, view)
    rows = tuple(_harm_row(one, say, text, window=False) for one in told)
    caption = say("Problems during treatment, of 100 people treated, with their range")
    return Table(caption, _columns(say, text), rows) if rows else None


def told_in_table(say: Say, text: PatientText, view: Findings) -> str:
    """Where the table of harms stands on paper, and what must be known with it."""
    return joined(
        harm_words.harm_missing(say, text, view),
        harm_words.harms_lead(say),
        say("The table stands on the next page."),
        text.harms_note,
    )


def _columns(say: Say, text: PatientText) -> tuple[str, ...]:
    arms = (numbers.capitalised(having(text, role)) for role in Role)
    return (say("Of 100 people"), *arms, say("Difference"))


def _windows(view: Findings, say: Say, text: PatientText) -> tuple[str, ...]:
    """When the harms of the table were counted, and the survival: one sentence for each window."""
    told = harm_words.told_harms(text, view)
    sentences = (harm_words.harm_windows(say, text, view.survival, one) for one in told)
    return tuple(dict.fromkeys(sentences))


def _survival_row(
    survival: SurvivalFindings, say: Say, text: PatientText, framing: Framing
) -> tuple[str, ...]:
    change = survival.whole_limits
    limits = [_limits_of(one) for one in (survival.control, survival.experimental)]
    if framing is Framing.DIED:
        limits = [one and (numbers.HUNDRED - one[1], numbers.HUNDRED - one[0]) for one in limits]
        change = change and (-change[1], -change[0])
    told = outcome(text, survival.endpoint, framing)
    row = say("{told} after {when}", told=told, when=numbers.time(say, survival.months))
    return (
        numbers.capitalised(row),
        *_cells(say, framed(survival, framing), limits, change),
    )


def _harm_row(harm: HarmFindings, say: Say, text: PatientText, *, window: bool) -> tuple[str, ...]:
    """With what must travel with the rate; without the window where it is said for all."""
    words, status = harm_words.harm_text(text, harm), harm_words.harm_status(say, text, harm)
    row = words.having
    if window:
        row = say("{told} {window}", told=row, window=words.window)
    limits = [_limits_of(one) for one in (harm.control, harm.experimental)]
    return (
        numbers.capitalised(row if status is None else f"{row}. {status}"),
        *_cells(say, harm.people, limits, harm.whole_limits),
    )


def _cells(
    say: Say, people: WholePeople, limits: list[Limits], change: Limits
) -> tuple[str, str, str]:
    return (
        _with_range(say, people.control, limits[0]),
        _with_range(say, people.experimental, limits[1]),
        _change(say, people.increment, change),
    )


def _limits_of(finding: Finding) -> Limits:
    if not finding.estimate.has_range:
        return None
    lower, upper = finding.estimate.limits
    return whole(lower), whole(upper)


def _with_range(say: Say, people: int, limits: Limits) -> str:
    """A number of people with its range."""
    if limits is None:
        return say("{count} (range not in the report)", count=people)
    return say("{count} ({lower} to {upper})", count=people, lower=limits[0], upper=limits[1])


def _change(say: Say, change: int, limits: Limits) -> str:
    """A difference in people with its range; both ends in words where they point apart."""
    shown = numbers.more_or_fewer(say, change)
    if limits is None:
        return say("{change} (range not in the report)", change=shown)
    lower, upper = (str(size) for size in sorted(map(abs, limits)))
    if limits[0] < 0 < limits[1]:
        lower, upper = (numbers.more_or_fewer(say, limit) for limit in limits)
    return say("{change} ({lower} to {upper})", change=shown, lower=lower, upper=upper)


# --- beside the table --------------------------------------------------------------------------


def explained(view: Findings, say: Say, text: PatientText) -> tuple[str, ...]:
    """What the table can't say: its one window, what the harm is, what is known of the others."""
    windows = _windows(view, say, text)
    lines = list(windows) if len(windows) == 1 else []
    place = (view.choices.cut, view.choices.endpoint)
    if view.trial.digitised_curve(*place) is None and view.trial.curve(*place) is None:
        lines.append(say("There is no picture of the numbers over time here."))
    if view.harm is None:
        lines += harm_words.harm_notes(say, text, view)
        lines += told_facts(text, view.trial)
    else:
        lines.append(harm_meaning(say, text, view.harm))
        if len(windows) > 1:
            lines.append(harm_words.harm_windows(say, text, view.survival, view.harm))
        lines.append(harms_beside(say, text, view))
    return tuple(line for line in lines if line)


def harm_meaning(say: Say, text: PatientText, harm: HarmFindings) -> str:
    """What the counted harm is, and what is known of getting over it."""
    words = harm_words.harm_text(text, harm)
    meaning = say("{name}: {meaning}", name=words.name, meaning=words.meaning)
    return joined(meaning, words.recovery)


def harms_beside(say: Say, text: PatientText, view: Findings) -> str:
    """What the table can't say of the harms beside the weighed one; then facts told with them."""
    told = [one for harms in harm_words.harms_beside(text, view) for one in harms]
    lines = [_noted(say, text, one) for one in told]
    unsure = [harm_words.harm_text(text, one).name for one in told if harm_words.unsure(one)]
    if unsure:
        names = "; ".join([unsure[0], *map(numbers.uncapitalised, unsure[1:])])
        lines.append(f"{names}: {numbers.uncapitalised(harm_words.too_few(say))}")
    return joined(*lines, *told_facts(text, view.trial))


def _noted(say: Say, text: PatientText, harm: HarmFindings) -> str:
    """A harm with what the report does not say of it; empty where there is nothing."""
    words = harm_words.harm_text(text, harm)
    if words.note is None:
        return ""
    return say(
        "{name}, {change} of 100 people {having}: {note}",
        name=words.name,
        change=numbers.more_or_fewer(say, harm.people.increment),
        having=having(text, Role.EXPERIMENTAL),
        note=numbers.uncapitalised(words.note),
    )
