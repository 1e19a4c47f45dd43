"""What the user chose: read from and written to the URL, with a record of all that was refused.

The URL is the only memory: a link, a reload, a second screen and another replica show the same.
A value that does not fit is never an error: the default stands in for it, and a ``Refusal`` says
so. Refused values are not kept or repeated, so nothing typed into a link comes back on screen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

from tradeoff.findings.landmarks import (
    default_month,
    is_weighed,
    landmarks_of,
    nearest_month,
)
from tradeoff.findings.places import Screen, Tab, ValueCard
from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Arms
from tradeoff.trial.records import Trial

T = TypeVar("T")

#: The language that the code is written in, and every trial's words: the one that is always there.
ORIGINAL: Final = "en"

# Before a year has passed the calibrated curves are mostly assumption: no month before this one
# is offered.
FIRST_MONTH: Final = 12

PARAMETERS: Final = (
    "trial", "cut", "endpoint", "landmark", "months", "framing", "weight", "harm",
    "e1", "n1", "e0", "n0", "asof", "ui", "lang", "tab", "screen", "chances", "cards",
)  # fmt: skip

# The one value of ``chances``: the patient asked to see them.
_SHOWN: Final = "shown"
# A centre's count beyond this is a slip of the key.
_LARGEST_COUNT: Final = 100_000
_WEIGHTS: Final = range(101)
# No longer than any value that can be right: bounds the work done on hostile links.
_WHOLE = re.compile(r"[0-9]{1,40}")
_YEAR_MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")


class Framing(StrEnum):
    """Whether survival is told as who was alive or as who had died."""

    ALIVE = "alive"
    DIED = "died"


class HarmSource(StrEnum):
    """Where the weighed harm's rate comes from."""

    TRIAL = "trial"
    PAPER = "paper"
    CENTRE = "centre"


class RefusalReason(StrEnum):
    """Why a value was not used."""

    UNKNOWN = "unknown"
    REPEATED = "repeated"
    NOT_WHOLE = "not-whole"
    OUT_OF_RANGE = "out-of-range"
    NOT_A_MONTH = "not-a-month"
    ENDPOINT_NOT_IN_CUT = "endpoint-not-in-cut"
    COUNTS_MISSING = "counts-missing"
    EVENTS_ABOVE_TOTAL = "events-above-total"
    NOBODY_TREATED = "nobody-treated"
    MORE_THAN_RANDOMISED = "more-than-randomised"
    COUNTS_UNUSED = "counts-unused"
    CANNOT_BE_WEIGHED = "cannot-be-weighed"
    PREFERENCE_CLEARED = "preference-cleared"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One value that was not used: its parameter, the reason, and the range that would fit."""

    parameter: str
    reason: RefusalReason
    lowest: int | None = None
    highest: int | None = None


@dataclass(frozen=True, slots=True)
class TypedCounts(Arms[Count]):
    """Patients with the weighed harm out of those treated, in both arms, and their month."""

    as_of: str | None = None
    """``YYYY-MM``, ``None`` where not given."""


@dataclass(frozen=True, slots=True)
class Choices:
    """One set of choices, valid for its trial.

    ``landmark`` is the published month at which gain is weighed and people are counted, ``months``
    the month that is read off the curve, which changes nothing else; both are ``None`` where the
    trial has no published landmark. ``weight`` (0 to 100, how bad one harm is judged beside the
    anchor event) is ``None`` until somebody sets it.
    """

    trial: str
    cut: str
    endpoint: str
    landmark: int | None
    months: int | None
    framing: Framing = Framing.ALIVE
    weight: int | None = None
    harm: HarmSource = HarmSource.TRIAL
    counts: TypedCounts | None = None
    ui: str = ORIGINAL
    """The clinician's language."""
    language: str = ORIGINAL
    """The patient's: of patient view and hand-out."""
    tab: Tab = Tab.NUMBERS
    """Which tab of Evidence is open."""
    screen: Screen = Screen.START
    """Where a patient is."""
    looked: bool = False
    """Whether the patient asked to see the chances."""
    cards: tuple[ValueCard, ...] = ()
    """What matters to the patient, the most important first; empty until something is picked."""


class Analysis(NamedTuple):
    """A published landmark with the data cut that published it: one choice, as cuts never mix."""

    cut: str
    landmark: int | None
    """``None`` where the cut published no survival at a fixed time."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The choices that stand, and what was refused on the way."""

    choices: Choices
    refusals: tuple[Refusal, ...] = ()


def choose_trial(
    query: Mapping[str, Sequence[str]], ids: Sequence[str], default: str
) -> tuple[str, tuple[Refusal, ...]]:
    """The trial that a link names, or the default with a refusal."""
    reader = _Reader(query)
    chosen = reader.one_of("trial", ids, default)
    return chosen, tuple(reader.refusals)


def choose_ui(
    query: Mapping[str, Sequence[str]], languages: Sequence[str], opens_in: str = ORIGINAL
) -> str:
    """The clinician's language as ``parse`` reads it, known before the trial is."""
    return _Reader(query).one_of("ui", languages, opens_in)


def default_choices(trial: Trial) -> Choices:
    """What the trial opens with: its publication's cut, end point and month."""
    cut, endpoint = trial.defaults.data_cut, trial.defaults.endpoint
    month = default_month(trial, cut, endpoint)
    return Choices(trial=trial.id, cut=cut, endpoint=endpoint, landmark=month, months=month)


def analyses(trial: Trial, endpoint: str) -> tuple[Analysis, ...]:
    """What can be weighed for an end point: every cut's published landmarks, in their order."""
    return tuple(
        Analysis(cut.id, month)
        for cut in trial.cuts_with(endpoint)
        for month in trial.landmark_months(cut.id, endpoint) or (None,)
    )


def parse(
    query: Mapping[str, Sequence[str]],
    trial: Trial,
    *,
    languages: Sequence[str] = (ORIGINAL,),
    opens_in: str = ORIGINAL,
) -> Parsed:
    """Read choices from URL parameters (every value of each, to find duplicates).

    Where end point and cut clash the end point wins. ``languages`` are those that the program
    speaks, ``opens_in`` the clinician's where none of them is named; the patient's is the
    clinician's until it is named. Nothing raises, whatever the query holds.
    """
    reader = _Reader(query)
    start = default_choices(trial)
    endpoint = reader.one_of("endpoint", [e.id for e in trial.endpoints], start.endpoint)
    cut = _parse_cut(reader, trial, endpoint, start.cut)
    landmark, months = _parse_time(reader, trial, cut, endpoint)
    ui = reader.one_of("ui", languages, opens_in)
    choices = Choices(
        trial=trial.id,
        cut=cut,
        endpoint=endpoint,
        landmark=landmark,
        months=months,
        framing=Framing(reader.one_of("framing", list(Framing), start.framing)),
        weight=_parse_weight(reader, trial, cut, endpoint, landmark),
        harm=HarmSource(reader.one_of("harm", list(HarmSource), start.harm)),
        ui=ui,
        language=reader.one_of("lang", languages, ui),
        tab=Tab(reader.one_of("tab", list(Tab), start.tab)),
        screen=Screen(reader.one_of("screen", list(Screen), start.screen)),
        looked=bool(reader.one_of("chances", [_SHOWN], "")),
        cards=reader.cards(),
    )
    choices = _with_counts(reader, choices, trial)
    if any(name not in PARAMETERS for name in query):
        reader.instead(None, "", RefusalReason.UNKNOWN)
    return Parsed(choices, tuple(reader.refusals))


def months_offered(trial: Trial, cut: str, endpoint: str) -> range:
    """The months that can be read off the curve: to the cut's last landmark; none without one."""
    published = trial.landmark_months(cut, endpoint)
    return range(min(FIRST_MONTH, *published), max(published) + 1) if published else range(0)


def to_query(choices: Choices) -> dict[str, str]:
    """The URL parameters that reopen the same view; what is not set is absent.

    So is the landmark where it is the month that is read: absent, it is the one nearest to that.
    """
    query = {
        "trial": choices.trial,
        "cut": choices.cut,
        "endpoint": choices.endpoint,
        "months": choices.months,
        "framing": choices.framing.value,
        "weight": choices.weight,
        "harm": choices.harm.value,
    }
    if choices.landmark != choices.months:
        query["landmark"] = choices.landmark
    if choices.ui != ORIGINAL:
        query["ui"] = choices.ui
    if choices.language != choices.ui:
        query["lang"] = choices.language
    query |= _places(choices)
    if choices.counts is not None:
        experimental, control = choices.counts.experimental, choices.counts.control
        query |= {"e1": experimental.events, "n1": experimental.total}
        query |= {"e0": control.events, "n0": control.total, "asof": choices.counts.as_of}
    return {name: str(value) for name, value in query.items() if value is not None}


def _places(choices: Choices) -> dict[str, str]:
    """Where the reader is and what was picked, each where it is not as at the start."""
    places = {
        "tab": choices.tab.value if choices.tab is not Tab.NUMBERS else "",
        "screen": choices.screen.value if choices.screen is not Screen.START else "",
        "chances": _SHOWN if choices.looked else "",
        "cards": ",".join(choices.cards),
    }
    return {name: value for name, value in places.items() if value}


def without_place(choices: Choices) -> Choices:
    """The same view for somebody else: opened at its start, no figure before it is asked for."""
    return replace(choices, tab=Tab.NUMBERS, screen=Screen.START, looked=False)


def changed(choices: Choices, trial: Trial, **changes: object) -> Parsed:
    """The choices after a change by the user, made valid again.

    A new end point, cut or landmark changes what the preference means, so it has to be set again,
    and the month that is read moves to it; a new cut or end point opens at its own default month.
    """
    moved = {"cut", "endpoint", "landmark"} & changes.keys()
    draft = replace(choices, **changes)  # type: ignore[arg-type]
    if moved:
        landmark = draft.landmark if "landmark" in changes else None
        draft = replace(draft, landmark=landmark, months=landmark)
    query = {name: [value] for name, value in to_query(draft).items()}
    parsed = parse(query, trial, languages=(draft.ui, draft.language))
    if weighed_at(parsed.choices) == weighed_at(choices) or choices.weight is None:
        return parsed
    cleared = Refusal("weight", RefusalReason.PREFERENCE_CLEARED)
    return Parsed(replace(parsed.choices, weight=None), (*parsed.refusals, cleared))


def weighed_at(choices: Choices) -> tuple[str, str, int | None]:
    """End point, cut and landmark: what a preference was set for."""
    return choices.endpoint, choices.cut, choices.landmark


def check_counts(events: int | None, total: int | None) -> Count | RefusalReason:
    """Typed events and total as a count, or the reason why they are none."""
    if events is None or total is None:
        return RefusalReason.COUNTS_MISSING
    if total < 1:
        return RefusalReason.NOBODY_TREATED
    if not (0 <= events <= _LARGEST_COUNT and total <= _LARGEST_COUNT):
        return RefusalReason.OUT_OF_RANGE
    if events > total:
        return RefusalReason.EVENTS_ABOVE_TOTAL
    return Count(events, total)


def check_month(text: str) -> bool:
    """Whether a text is a month written ``YYYY-MM``."""
    return _YEAR_MONTH.fullmatch(text) is not None


class _Reader:
    """Reads one value after another and collects what it refuses."""

    def __init__(self, query: Mapping[str, Sequence[str]]) -> None:
        self.query = query
        self.refusals: list[Refusal] = []

    def instead(
        self,
        default: T,
        parameter: str,
        reason: RefusalReason,
        lowest: int | None = None,
        highest: int | None = None,
    ) -> T:
        """The default in place of a value that is refused."""
        self.refusals.append(Refusal(parameter, reason, lowest, highest))
        return default

    def single(self, parameter: str) -> str | None:
        values = self.query.get(parameter, ())
        if len(values) > 1:
            return self.instead(None, parameter, RefusalReason.REPEATED)
        return values[0] if values else None

    def one_of(self, parameter: str, allowed: Sequence[str], default: str) -> str:
        value = self.single(parameter)
        if value is not None and value not in allowed:
            return self.instead(default, parameter, RefusalReason.UNKNOWN)
        return value or default

    def whole(self, parameter: str, first: int, last: int, default: int | None) -> int | None:
        value = self.single(parameter)
        if value is None:
            return default
        if not _WHOLE.fullmatch(value):
            return self.instead(default, parameter, RefusalReason.NOT_WHOLE, first, last)
        if not first <= int(value) <= last:
            return self.instead(default, parameter, RefusalReason.OUT_OF_RANGE, first, last)
        return int(value)

    def cards(self) -> tuple[ValueCard, ...]:
        """The cards in their order; none at all where one of them is unknown or named twice."""
        names = [name for name in (self.single("cards") or "").split(",") if name]
        if len(set(names)) < len(names):
            return self.instead((), "cards", RefusalReason.REPEATED)
        if not set(names) <= set(ValueCard):
            return self.instead((), "cards", RefusalReason.UNKNOWN)
        return tuple(map(ValueCard, names))

    def count(
        self, parameter: str, events: int | None, total: int | None, most: int
    ) -> Count | None:
        count = check_counts(events, total)
        if isinstance(count, Count) and count.total > most:
            count = RefusalReason.MORE_THAN_RANDOMISED
        return count if isinstance(count, Count) else self.instead(None, parameter, count)


def _parse_cut(reader: _Reader, trial: Trial, endpoint: str, default: str) -> str:
    cut = reader.one_of("cut", [cut.id for cut in trial.data_cuts], default)
    fitting = [cut.id for cut in trial.cuts_with(endpoint)]
    if cut in fitting or not fitting:
        return cut
    other = default if default in fitting else fitting[0]
    if not reader.query.get("cut"):
        return other
    return reader.instead(other, "cut", RefusalReason.ENDPOINT_NOT_IN_CUT)


def _parse_time(
    reader: _Reader, trial: Trial, cut: str, endpoint: str
) -> tuple[int | None, int | None]:
    """The landmark and the month that is read; without a landmark the one nearest to the month."""
    published = trial.landmark_months(cut, endpoint)
    named = reader.one_of("landmark", [str(month) for month in published], "")
    months = int(named) if named else default_month(trial, cut, endpoint)
    if offered := months_offered(trial, cut, endpoint):
        months = reader.whole("months", offered.start, offered[-1], months)
    return int(named) if named else nearest_month(trial, cut, endpoint, months), months


def _parse_weight(
    reader: _Reader, trial: Trial, cut: str, endpoint: str, landmark: int | None
) -> int | None:
    weight = reader.whole("weight", _WEIGHTS.start, _WEIGHTS.stop - 1, None)
    if weight is None or _can_be_weighed(trial, cut, endpoint, landmark):
        return weight
    return reader.instead(None, "weight", RefusalReason.CANNOT_BE_WEIGHED)


def _can_be_weighed(trial: Trial, cut: str, endpoint: str, landmark: int | None) -> bool:
    if landmark is None or trial.weighed_harm is None:
        return False
    return is_weighed(landmarks_of(trial, cut, endpoint)[landmark])


def _with_counts(reader: _Reader, choices: Choices, trial: Trial) -> Choices:
    """Typed counts where a source asks for them; otherwise back to the trial's own rate."""
    names = ("e1", "n1", "e0", "n0")
    if choices.harm is HarmSource.TRIAL:
        given = any(reader.query.get(name) for name in (*names, "asof"))
        return reader.instead(choices, "harm", RefusalReason.COUNTS_UNUSED) if given else choices
    of_trial = replace(choices, harm=HarmSource.TRIAL)
    if trial.weighed_harm is None:
        return reader.instead(of_trial, "harm", RefusalReason.CANNOT_BE_WEIGHED)
    e1, n1, e0, n0 = (reader.whole(name, 0, _LARGEST_COUNT, None) for name in names)
    most = Arms.each(lambda role: trial.arm(role).n_randomised)
    if choices.harm is HarmSource.CENTRE:
        most = Arms(_LARGEST_COUNT, _LARGEST_COUNT)
    experimental = reader.count("e1", e1, n1, most.experimental)
    control = None if experimental is None else reader.count("e0", e0, n0, most.control)
    if experimental is None or control is None:
        return of_trial
    return replace(choices, counts=TypedCounts(control, experimental, _parse_as_of(reader)))


def _parse_as_of(reader: _Reader) -> str | None:
    value = reader.single("asof")
    if value is None or check_month(value):
        return value
    return reader.instead(None, "asof", RefusalReason.NOT_A_MONTH)
