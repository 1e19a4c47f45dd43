"""What is said of a user's own data in more than one place, and of a file that was read.

Words of a trial come from its text file; words about a row of a user's file from ``uploads``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tradeoff.statistics.two_arms import Role
from tradeoff.trial.problems import Problem
from tradeoff.trial.records import DigitisedCurves, Status, TimeUnit, Trial
from tradeoff.trial.told import Told, told_many
from tradeoff.uploads import Line, Verdict
from tradeoff.words import numbers
from tradeoff.words.curve import taken_from_figure
from tradeoff.words.provenance import own_counts
from tradeoff.words.say import Say, message
from tradeoff.words.table import Table

TITLE: Final = message("Bring your own data")
CHOOSE: Final = message("Choose")
#: Before what the first empty field asks for.
STILL_WAITS: Final = message("Before this can be used:")
PRESENT: Final = message("shown now")
BROUGHT: Final = message("your data")
CLICKS: Final = message("your clicks")
#: Who brought the data, for as long as no label is given.
YOU: Final = message("you")
#: Where a file's problem names the arm by its part in the trial.
_PART: Final = re.compile(rf"(?<=[( ])({'|'.join(Role)})(?=[) ])")
DROPPED: Final = message(
    "Your own data are no longer in use: the trial's data changed, and yours no longer fit them. "
    "Bring them again."
)
ONLY_THIS_SESSION: Final = message(
    "In this session only: links and other sessions show the trial's own numbers."
)

_VERDICTS: Final = {
    Verdict.USED: message("used"),
    Verdict.MENDED: message("adjusted and used"),
    Verdict.HEADING: message("read as headings"),
    Verdict.SKIPPED: message("not used"),
    Verdict.REFUSED: message("refused"),
}
#: Of a file that was read: none of its rows is refused, and what is not used holds no value.
_COUNTED_FIRST: Final[Mapping[Verdict, Callable[[int], Told]]] = {
    Verdict.USED: lambda rows: told_many("{count} row used", "{count} rows used", rows),
    Verdict.MENDED: lambda rows: told_many(
        "{count} row adjusted and used", "{count} rows adjusted and used", rows
    ),
    Verdict.HEADING: lambda rows: told_many(
        "{count} row read as headings", "{count} rows read as headings", rows
    ),
    Verdict.SKIPPED: lambda rows: told_many(
        "{count} row without values", "{count} rows without values", rows
    ),
    Verdict.REFUSED: lambda rows: told_many("{count} row refused", "{count} rows refused", rows),
}
_COUNTED: Final[Mapping[Verdict, Callable[[int], Told]]] = {
    Verdict.USED: lambda rows: told_many("{count} used", "{count} used", rows),
    Verdict.MENDED: lambda rows: told_many(
        "{count} adjusted and used", "{count} adjusted and used", rows
    ),
    Verdict.HEADING: lambda rows: told_many(
        "{count} read as headings", "{count} read as headings", rows
    ),
    Verdict.SKIPPED: lambda rows: told_many(
        "{count} without values", "{count} without values", rows
    ),
    Verdict.REFUSED: lambda rows: told_many("{count} refused", "{count} refused", rows),
}
_MOST_LINES: Final = 6


def banner_title(say: Say, trial: Trial) -> str:
    """Above what is in use: whose data they are."""
    local = trial.local
    if local is None or local.session:
        return say("Your own data are in use")
    return say("Data of {label} are in use", label=local.label)


def in_use(say: Say, trial: Trial) -> tuple[str, ...]:
    """What of a user's own is in use, named and dated; nothing where there is none."""
    local = trial.local
    if local is None:
        return ()
    who = f"{local.label}, {say.day(local.as_of)}"
    lines = [
        _curve_in_use(say, trial, curves, who)
        for curves in trial.digitised
        if curves.status is Status.LOCAL or not local.session
    ]
    harms = dict.fromkeys(
        event.harm
        for event in trial.adverse_events
        if event.status is Status.LOCAL and event.confirmed is None
    )
    lines += [f"{trial.text.harms[harm].name}: {own_counts(say, who)}." for harm in harms]
    return (*lines, say(ONLY_THIS_SESSION)) if local.session else tuple(lines)


def _curve_in_use(say: Say, trial: Trial, curves: DigitisedCurves, who: str) -> str:
    endpoint, cut = trial.text.endpoints[curves.endpoint], trial.text.cuts[curves.data_cut]
    return say(
        "{endpoint} ({cut}): the curve is rebuilt from a figure "
        "{taken} by {who}. Pseudo-patients, not patient data.",
        endpoint=endpoint.name,
        cut=cut.name,
        taken=taken_from_figure(say, curves.clicked),
        who=who,
    )


def line_label(arm: str, what: str) -> str:
    """A line of the preview."""
    return f"{arm}, {what}"


def preview_alt(say: Say, trial: Trial, curves: DigitisedCurves) -> str:
    """What the preview shows, in a sentence."""
    name = trial.text.endpoints[curves.endpoint].name
    parts = [
        say(
            "{name}: {curve_survival} at the end of the clicks",
            name=trial.text.arms[str(role)].name,
            curve_survival=numbers.percent(say, curves.arm(role).curve_survival[-1]),
        )
        for role in (Role.EXPERIMENTAL, Role.CONTROL)
    ]
    return say(
        "{name}, your digitised curves over those shown now. {ends}.",
        name=name,
        ends="; ".join(parts),
    )


def lines_read(say: Say, counts: Mapping[Verdict, int]) -> str:
    """What became of the rows of a file that was read: how many were used, how many headings."""
    first, *others = [one for one in Verdict if counts.get(one)]
    said = (
        _COUNTED_FIRST[first](counts[first]),
        *(_COUNTED[one](counts[one]) for one in others),
    )
    return f"{', '.join(map(say.told, said))}."


def lines_table(say: Say, file: str, lines: Sequence[Line]) -> Table:
    """Row by row what was read; of many rows those that need a look, then the first ones."""
    calm = {Verdict.REFUSED: 0, Verdict.USED: 2}
    first = sorted(lines, key=lambda line: calm.get(line.verdict, 1))[:_MOST_LINES]
    shown = sorted(first, key=lambda line: line.row)
    rows = tuple(
        (str(line.row), line.text, say(_VERDICTS[line.verdict]), say.told(line.message))
        for line in shown
    )
    left = len(lines) - len(shown)
    caption = (
        file
        if left <= 0
        else say(
            "{file}: {shown} rows shown, {left} more read alike",
            file=file,
            shown=len(shown),
            left=left,
        )
    )
    return Table(
        caption, (say("Row"), say("As it stands"), say("Result"), say("What was read")), rows
    )


def fault(say: Say, problem: Problem) -> str:
    """A file's fault: where it is, and what to do."""
    where = (problem.file, say.told(problem.place)) if problem.place else (problem.file,)
    return f"{', '.join(where)}: {say.told(problem.message)}"


def with_arms(say: Say, problem: Problem, arms: Mapping[Role, str]) -> Problem:
    """A problem with the arms' names in place of their parts in the trial."""
    text = problem.message
    if isinstance(text, Told):
        named = {str(role): arm for role, arm in arms.items()}
        values = {name: named.get(str(value), value) for name, value in text.values.items()}
        text = Told(text.message, values, text.several, text.number)
    said = say.told(text)
    return replace(problem, message=_PART.sub(lambda found: arms[Role(found[1])], said))


def unit(say: Say, counted_in: TimeUnit) -> str:
    """What the times of a figure are counted in."""
    return say(_UNITS[counted_in])


_UNITS: Final = {
    TimeUnit.MONTHS: message("months"),
    TimeUnit.YEARS: message("years"),
    TimeUnit.WEEKS: message("weeks"),
    TimeUnit.DAYS: message("days"),
}
