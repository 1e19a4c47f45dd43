"""From a user's uploads to what the program can use in one session, or every reason why not.

The readers give series and counts; here they are given to the arms, times become months, numbers
are held against the trial, and the overlay is made: a new trial with the user's own in the place of
its numbers, named and not randomised. Nothing is guessed in silence: an arm whose series cannot be
told by its name is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tradeoff.statistics.intervals import Count
from tradeoff.statistics.reconstruction import ReconstructionError
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.confirmed import ROW_ORDER, changed, unknown, with_harm_rows
from tradeoff.trial.digitised import Clicks, at_row, rebuild_arm
from tradeoff.trial.problems import Problem, TrialDataError, shown
from tradeoff.trial.records import (
    AdverseEvent,
    ClickedFigure,
    DigitisedArm,
    DigitisedCurves,
    LocalData,
    Source,
    Status,
    TimeUnit,
    Trial,
)
from tradeoff.trial.told import Told, told, told_later
from tradeoff.uploads.headings import bare_label
from tradeoff.uploads.records import (
    AtRiskUpload,
    CountsUpload,
    CurvePoints,
    CurveUpload,
    EventCounts,
    RiskRows,
    UploadError,
)
from tradeoff.uploads.units import units_disagree

# Clicks are good to three or four digits; what is kept is what a downloaded folder holds.
_DECIMALS: Final = 6
# The format's longest time (data/README.md); no curve of a trial runs longer.
_LONGEST_MONTHS: Final = 600.0
# Id of the source that stands for an upload; a number follows where a trial has it already.
_SOURCE: Final = "local"
_COUNTED: Final = told_later("counts of adverse events")


@dataclass(frozen=True, slots=True)
class UploadedCurves:
    """A curve file and its risk table, with what the user said about them.

    ``series`` and ``risk_series`` name the arms' labels in the two files; ``events`` are the total
    events of the arms, ``None`` where the figure does not print them: then those behind the
    trial's own ratio of that analysis count, where it gives them, as in a trial's folder.
    ``clicked`` is what was clicked on a picture or a PDF from which this program took the curves,
    under the labels of ``curve``; ``None`` for a file of another digitiser.
    """

    curve: CurveUpload
    at_risk: AtRiskUpload
    series: Mapping[Role, str]
    risk_series: Mapping[Role, str]
    unit: TimeUnit
    data_cut: str
    endpoint: str
    events: Mapping[Role, int | None]
    clicked: ClickedFigure | None = None

    def points(self, role: Role) -> CurvePoints:
        """The arm's curve as it was read."""
        return self.curve.series[self.series[role]]

    def risk(self, role: Role) -> RiskRows:
        """The arm's numbers at risk as they were read."""
        return self.at_risk.series[self.risk_series[role]]


@dataclass(frozen=True, slots=True)
class UploadedCounts:
    """A file of event counts, which of its harms is meant, and which label is which arm."""

    upload: CountsUpload
    entry: EventCounts
    harm: str
    arms: Mapping[Role, str]


def series_by_name(labels: tuple[str, ...], trial: Trial) -> dict[Role, str]:
    """The label of each arm where its words tell it: by role, or by a name of the trial's arms.

    An arm that no label names, or more than one, is left out: the user has to say.
    """
    named = {label: _roles_named(label, trial) for label in labels}
    fitting = {role: [one for one in labels if role in named[one]] for role in Role}
    return {
        role: found[0]
        for role, found in fitting.items()
        if len(found) == 1 and named[found[0]] == {role}
    }


def _roles_named(label: str, trial: Trial) -> set[Role]:
    plain, texts = {_plain(label), _plain(bare_label(label))}, trial.text.arms
    names = {role: (role, texts[role].name, texts[role].short) for role in Role}
    return {
        role
        for role in Role
        if plain & set(map(_plain, names[role])) or str(role) in _plain(label).split()
    }


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def unit_named(*named: str | None) -> TimeUnit | None:
    """The unit that the files' headings name, ``None`` where none does or they differ."""
    units = {TimeUnit(one) for one in named if one is not None}
    return units.pop() if len(units) == 1 else None


# --- curves ------------------------------------------------------------------------------------


def with_uploaded_curves(trial: Trial, local: LocalData, upload: UploadedCurves) -> Trial:
    """The trial with the curves rebuilt from an upload.

    Raises:
        UploadError: with every problem, at the row of the user's file that it is about.
    """
    if problems := list(_unassigned(upload)):
        raise UploadError(problems)
    if disagree := units_disagree(upload.curve, upload.at_risk):
        raise UploadError([disagree])
    arms: dict[Role, DigitisedArm] = {}
    for role in Role:
        problems += _beyond(trial, upload, role)
        try:
            arms[role] = rebuild_arm(_clicks(trial, upload, role))
        except ReconstructionError as error:
            curve = upload.curve.file, upload.points(role).rows
            at_risk = upload.at_risk.file, upload.risk(role).rows
            problems += [at_row(one, role, curve=curve, at_risk=at_risk) for one in error.problems]
    if problems:
        raise UploadError(problems)
    curves = DigitisedCurves(
        data_cut=upload.data_cut,
        endpoint=upload.endpoint,
        control=arms[Role.CONTROL],
        experimental=arms[Role.EXPERIMENTAL],
        source=trial.data_cut(upload.data_cut).source,
        place=_origin(upload.clicked).format(label=local.label),
        status=Status.RECONSTRUCTED,
        clicked=_by_role(upload),
    )
    place = Told(_origin(upload.clicked), {"label": local.label})
    return with_digitised(trial, local, curves.model_copy(update={"place": place}))


def _origin(clicked: ClickedFigure | None) -> str:
    """What was done to the figure, as the place that its numbers come from."""
    if clicked is None:
        return told_later("curve digitised by {label}")
    if clicked.vector:
        return told_later("curve read from a PDF with this program by {label}")
    return told_later("curve traced with this program by {label}")


def _by_role(upload: UploadedCurves) -> ClickedFigure | None:
    """What was clicked on both arms' curves, under their roles."""
    if upload.clicked is None:
        return None
    lines = {line.label: line for line in upload.clicked.curves}
    chosen = tuple(
        lines[upload.series[role]].model_copy(update={"label": str(role)}) for role in Role
    )
    return upload.clicked.model_copy(update={"curves": chosen})


def _unassigned(upload: UploadedCurves) -> Iterator[Problem]:
    """Each arm needs a series of its own in both files."""
    for file, series, known in (
        (upload.curve.file, upload.series, upload.curve.series),
        (upload.at_risk.file, upload.risk_series, upload.at_risk.series),
    ):
        for role in Role:
            if series.get(role) not in known:
                yield Problem(
                    file, "", told("no series is chosen for the {role} arm. Choose one.", role=role)
                )
        if len(set(series.values())) < len(series):
            yield Problem(
                file, "", told("both arms have the same series. Choose one for each arm.")
            )
    clicked = upload.clicked.curves if upload.clicked is not None else ()
    lacking = {*upload.series.values()} - {line.label for line in clicked}
    for label in sorted(lacking) if clicked else ():
        yield Problem(
            upload.curve.file,
            "",
            told("nothing was clicked on {label}. Click on it.", label=shown(label)),
        )


def _beyond(trial: Trial, upload: UploadedCurves, role: Role) -> Iterator[Problem]:
    """What the trial's own numbers rule out."""
    risk, n_randomised = upload.risk(role), trial.arm(role).n_randomised
    # They never rise: where one is too large, the first is.
    if risk.n_at_risk[0] > n_randomised:
        yield Problem(
            upload.at_risk.file,
            told("row {row}", row=risk.rows[0]),
            told(
                "number at risk {n_at_risk} exceeds the {n_randomised} "
                "randomised ({role}). Check the row against the figure, and "
                "which series is which arm.",
                n_at_risk=risk.n_at_risk[0],
                n_randomised=n_randomised,
                role=role,
            ),
        )
    points, unit = upload.points(role), upload.unit
    for row, time in zip(points.rows, points.time, strict=True):
        if time * unit.months > _LONGEST_MONTHS:
            yield Problem(
                upload.curve.file,
                told("row {row}", row=row),
                told(
                    "time is {time:g} {unit}, more than {longest_months:g} months. "
                    "Choose the unit that the figure's axis has.",
                    time=time,
                    unit=Told(str(unit)),
                    longest_months=_LONGEST_MONTHS,
                ),
            )
            break


def _clicks(trial: Trial, upload: UploadedCurves, role: Role) -> Clicks:
    points, risk, month = upload.points(role), upload.risk(role), upload.unit.months
    ratio = trial.hazard_ratio(upload.data_cut, upload.endpoint)
    stated = upload.events.get(role)
    if stated is None and ratio is not None:
        stated = ratio.events(role)
    return Clicks(
        points=tuple(
            (round(time * month, _DECIMALS), round(survival, _DECIMALS))
            for time, survival in zip(points.time, points.survival, strict=True)
        ),
        risk_months=tuple(round(time * month, _DECIMALS) for time in risk.time),
        n_at_risk=risk.n_at_risk,
        events=stated,
        file_rows=points.rows,
    )


def with_digitised(trial: Trial, local: LocalData, curves: DigitisedCurves) -> Trial:
    """The trial with a user's digitised curve in the place of one cut's and end point's.

    The curve's place stays; where its source is one of the trial's documents, it stays beside the
    user as the figure that was clicked on.

    Raises:
        TrialDataError: the trial has no such data cut or end point.
    """
    problems = [
        Problem(local.label, "", unknown(kind, given, known))
        for kind, given, known in (
            ("data cut", curves.data_cut, [cut.id for cut in trial.data_cuts]),
            ("end point", curves.endpoint, [endpoint.id for endpoint in trial.endpoints]),
        )
        if given not in known
    ]
    if problems:
        raise TrialDataError(problems)
    source = _source(trial, local)
    figure = curves.source if curves.source in {one.id for one in trial.sources} else None
    own = curves.model_copy(update={"source": source.id, "also": figure, "status": Status.LOCAL})
    kept = (
        one
        for one in trial.digitised
        if (one.data_cut, one.endpoint) != (own.data_cut, own.endpoint)
    )
    return _overlaid(trial, local, source, own, digitised=(*kept, own))


# --- counts ------------------------------------------------------------------------------------


def with_uploaded_counts(trial: Trial, local: LocalData, upload: UploadedCounts) -> Trial:
    """The trial with one harm's counts replaced by those of an upload.

    Raises:
        UploadError: an arm has no count.
        TrialDataError: the trial has no such harm.
    """
    problems = [
        Problem(
            upload.upload.file,
            "",
            told("no column is chosen for the {role} arm. Choose one.", role=role),
        )
        for role in Role
        if upload.arms.get(role) not in upload.entry.arms
    ]
    if not problems and len(set(upload.arms.values())) < len(Role):
        problems.append(
            Problem(
                upload.upload.file, "", told("both arms have the same counts. Choose one for each.")
            )
        )
    if problems:
        raise UploadError(problems)
    given = Arms.each(lambda role: upload.entry.arms[upload.arms[role]])
    counts = given.map(lambda one: Count(one.events, one.total))
    return with_counts(
        trial, local, harm=upload.harm, experimental=counts.experimental, control=counts.control
    )


def with_counts(
    trial: Trial, local: LocalData, *, harm: str, experimental: Count, control: Count
) -> Trial:
    """The trial with a user's own counts in the place of one harm's, named and not randomised.

    Raises:
        TrialDataError: the trial has no such harm.
    """
    known, counts = [entry.id for entry in trial.harms], Arms(control, experimental)
    if harm not in known:
        raise TrialDataError([Problem(local.label, "", unknown("harm", harm, known))])
    source = _source(trial, local)
    rows = tuple(
        AdverseEvent(
            harm=harm,
            arm=role,
            events=counts.of(role).events,
            total=counts.of(role).total,
            source=source.id,
            place=_COUNTED,
            status=Status.LOCAL,
        ).model_copy(update={"place": told(_COUNTED)})
        for role in ROW_ORDER
    )
    events = with_harm_rows(trial.adverse_events, rows)
    return _overlaid(trial, local, source, *rows, adverse_events=events)


# --- what both share ---------------------------------------------------------------------------


def _source(trial: Trial, local: LocalData) -> Source:
    """The source that stands for an upload: the trial's own where it has it, else a new one."""
    named = Told("{label}, {day}", {"label": local.label, "day": local.as_of})
    brought = told(
        "{named}: brought into this session by its user; not part of the trial's publication; "
        "its counts are not randomised by the trial.",
        named=named,
    )
    taken = {one.id: one for one in trial.sources}
    sources = (
        Source(
            id=_SOURCE if number == 1 else f"{_SOURCE}-{number}",
            citation=brought,
            short=named,
        ).model_copy(update={"citation": brought, "short": named})
        # One id more than there are sources is free.
        for number in range(1, len(taken) + 2)
    )
    return next(one for one in sources if taken.get(one.id, one) == one)


def _overlaid(
    trial: Trial,
    local: LocalData,
    source: Source,
    *rows: AdverseEvent | DigitisedCurves,
    **changes: object,
) -> Trial:
    sources = trial.sources if source in trial.sources else (*trial.sources, source)
    return changed(trial, local, *rows, sources=sources, local=local, **changes)
