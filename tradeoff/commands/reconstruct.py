"""``reconstruct``: pseudo-patients from a digitised curve and its numbers at risk."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tradeoff import uploads
from tradeoff.commands.terminal import (
    FINE,
    PROBLEMS,
    UsageError,
    complain,
    file,
    read,
    say,
    write,
)
from tradeoff.papers.files import csv_text
from tradeoff.statistics.reconstruction import Reconstruction, ReconstructionError, reconstruct
from tradeoff.trial.digitised import at_row
from tradeoff.trial.problems import Problem
from tradeoff.uploads import AtRiskUpload, CurveUpload, UploadError, Verdict, bare_label
from tradeoff.words import numbers
from tradeoff.words.say import ENGLISH

T = TypeVar("T")

#: Clicks on a printed figure are good to three or four digits.
_DECIMALS = 6
_STDOUT = Path("-")
#: What is said of single rows; where there are more, the file's notes tell why.
_MOST_LINES = 5


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], ending: str) -> None:
    """The command with its options."""
    command = commands.add_parser(
        "reconstruct",
        help="pseudo-patients from a digitised curve and its numbers at risk",
        description="Pseudo-patients that agree with a digitised Kaplan-Meier curve and with the "
        "numbers at risk printed under it: one row each, time and event (1 an event, 0 censored), "
        "and the arm where the curve file holds several. They are not patients: nothing about a "
        "single person can be known from them. Both files are CSV, as plot digitisers export "
        "them. The table goes to the standard output, what has to be said to the standard error.",
        epilog=ending,
    )
    command.add_argument(
        "curve", type=file, metavar="curve.csv", help="time and survival, a curve or several"
    )
    command.add_argument(
        "at_risk", type=file, metavar="at_risk.csv", help="time and number at risk, as printed"
    )
    command.add_argument(
        "--events", action="append", default=[], type=_events, metavar="N",
        help="total events of the arm, where the source prints them: then met exactly; for "
        "several arms once each, in the file's order or as LABEL=N",
    )  # fmt: skip
    command.add_argument(
        "--pair", action="append", default=[], type=_pair, metavar="CURVE=ROW",
        help="which numbers at risk belong to which curve, where the labels do not tell; the arm "
        "is then called as the row is",
    )  # fmt: skip
    command.add_argument(
        "-o", "--output", type=Path, default=_STDOUT, metavar="file",
        help="write the table there and not to the standard output",
    )  # fmt: skip
    command.add_argument("--force", action="store_true", help="overwrite a file that is there")
    command.set_defaults(run=_reconstruct)


def _events(text: str) -> tuple[str | None, int]:
    label, _, number = text.rpartition("=")
    if not (number.isascii() and number.isdigit()):
        raise argparse.ArgumentTypeError(f"{text}. Give a whole number, or LABEL=number.")
    return label or None, int(number)


def _pair(text: str) -> str:
    if not text.strip("=").count("="):
        raise argparse.ArgumentTypeError(f"{text}. Give the two labels as CURVE=ROW.")
    return text


# --- the command -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Arm:
    """Which curve goes with which numbers at risk, and what the arm is called."""

    curve: str
    row: str
    name: str


@dataclass(frozen=True, slots=True)
class _Files:
    """Both files as they were read."""

    curve: CurveUpload
    at_risk: AtRiskUpload


def _reconstruct(given: argparse.Namespace) -> int:
    if given.output != _STDOUT and given.output.resolve() in (
        given.curve.resolve(),
        given.at_risk.resolve(),
    ):
        raise UsageError(f"-o {given.output} is one of the files to read. Give another name.")
    try:
        files = _read(given.curve, given.at_risk)
    except UploadError as error:
        for problem in error.problems:
            complain(str(problem))
        return PROBLEMS
    arms = _arms(files, given.pair)
    events = _events_of(arms, given.events)
    for said in _about(files, arms):
        complain(said)
    made: dict[str, Reconstruction] = {}
    for arm in arms:
        found = _rebuilt(files, arm, events.get(arm))
        if found is None:
            return PROBLEMS
        made[arm.name] = found
        for said in _report(arm.name, found, files.curve.time_unit or files.at_risk.time_unit):
            complain(said)
    complain(
        "These are pseudo-patients that agree with the figure, not patients: nothing about a "
        "single person, a covariate or a subgroup can be known from them."
    )
    return _put(given.output, _table(made), force=given.force)


def _read(curve: Path, at_risk: Path) -> _Files:
    """Both files.

    Raises:
        UploadError: with the problems of both.
    """
    problems: list[Problem] = []
    read_curve = _one(uploads.read_curve, curve, problems)
    read_at_risk = _one(uploads.read_at_risk, at_risk, problems)
    if read_curve is None or read_at_risk is None:
        raise UploadError(problems)
    if disagree := uploads.units_disagree(read_curve, read_at_risk):
        raise UploadError([disagree])
    return _Files(read_curve, read_at_risk)


def _one(taken: Callable[[bytes, str], T], path: Path, problems: list[Problem]) -> T | None:
    """One file; ``None`` after its problems were added to the others."""
    try:
        return taken(read(path, at_most=uploads.MAX_FILE_BYTES), path.name)
    except UploadError as error:
        problems += error.problems
        return None


def _put(output: Path, table: str, *, force: bool) -> int:
    if output == _STDOUT:
        say(table.removesuffix("\n"))
        return FINE
    write(((output, table),), force=force)
    complain(f"Wrote {output}.")
    return FINE


def _table(made: Mapping[str, Reconstruction]) -> str:
    """One row a pseudo-patient; the arm's label where there is more than one."""
    several = len(made) > 1
    columns = ("time", "event", "arm") if several else ("time", "event")
    rows = [
        (
            repr(round(time, _DECIMALS)).removesuffix(".0"),
            str(int(event)),
            *((label,) if several else ()),
        )
        for label, one in made.items()
        for time, event in zip(one.time.tolist(), one.event.tolist(), strict=True)
    ]
    return csv_text(columns, rows, line_end="\n")


# --- which belongs to which --------------------------------------------------------------------


def _arms(files: _Files, given: Sequence[str]) -> tuple[_Arm, ...]:
    """Each curve with its numbers at risk, told by their labels or by the options.

    Raises:
        UsageError: they cannot be told, or the options name what is not there.
    """
    curves, rows = tuple(files.curve.series), tuple(files.at_risk.series)
    if given:
        return _as_given(files, [_parted(files, pair) for pair in given])
    if len(curves) == len(rows) == 1:
        return (_Arm(curves[0], rows[0], curves[0]),)
    by_name = {row.casefold(): row for row in rows}
    if all(curve.casefold() in by_name for curve in curves):
        return tuple(_Arm(curve, by_name[curve.casefold()], curve) for curve in curves)
    by_name = {bare_label(row): row for row in rows}
    bare = {bare_label(curve): curve for curve in curves}
    if bare.keys() <= by_name.keys() and len(bare) == len(curves) and len(by_name) == len(rows):
        return tuple(_Arm(curve, by_name[name], by_name[name]) for name, curve in bare.items())
    both = itertools.zip_longest(curves, rows, fillvalue="…")
    tried = " ".join(f'--pair "{curve}={row}"' for curve, row in both)
    raise UsageError(
        f"{files.curve.file} holds {_listed(curves)}, {files.at_risk.file} {_listed(rows)}: "
        f"their labels do not tell which belong together. Say it, for example {tried}"
    )


def _parted(files: _Files, pair: str) -> tuple[str, str]:
    """The two labels of a pair, where each of them may hold "=" too.

    Raises:
        UsageError: the labels can be told apart in more than one way.
    """
    signs = [at for at, sign in enumerate(pair) if sign == "=" and 0 < at < len(pair) - 1]
    ways = [(pair[:at], pair[at + 1 :]) for at in signs]
    known = [(c, r) for c, r in ways if c in files.curve.series and r in files.at_risk.series]
    if len(known) > 1:
        raise UsageError(f"--pair {pair}: several labels fit. Rename one of them in its file.")
    # Where only one of the two is there, the message is about the other.
    half = [(c, r) for c, r in ways if c in files.curve.series or r in files.at_risk.series]
    return (known or half or ways)[0]


def _as_given(files: _Files, given: Sequence[tuple[str, str]]) -> tuple[_Arm, ...]:
    for curve, row in given:
        for label, upload in ((curve, files.curve), (row, files.at_risk)):
            if label not in upload.series:
                held = _listed(tuple(upload.series))
                raise UsageError(f'--pair: {upload.file} has no "{label}". It holds {held}.')
    if len({curve for curve, _ in given}) < len(given) or len({r for _, r in given}) < len(given):
        raise UsageError("--pair: a label is named twice. Give each curve its own row.")
    return tuple(_Arm(curve, row, row) for curve, row in given)


def _events_of(arms: Sequence[_Arm], given: Sequence[tuple[str | None, int]]) -> dict[_Arm, int]:
    """Total events by arm.

    Raises:
        UsageError: more or fewer than arms, or a label that is not there.
    """
    by_label = {label: arm for arm in arms for label in (arm.curve, arm.row)}
    known = _listed([arm.name for arm in arms])
    named = {label: number for label, number in given if label is not None}
    plain = [number for label, number in given if label is None]
    unknown = [label for label in named if label not in by_label]
    if unknown:
        raise UsageError(f"--events: there is no {_listed(unknown)}. Known: {known}.")
    if named and plain:
        raise UsageError("--events: give every number with its label, or none.")
    if plain and len(plain) != len(arms):
        raise UsageError(
            f"--events: {len(plain)} given, curves: {len(arms)} ({known}). "
            "Give one for each, or LABEL=number."
        )
    if named:
        return {by_label[label]: number for label, number in named.items()}
    return dict(zip(arms, plain, strict=False))


def _listed(labels: Sequence[str]) -> str:
    return " and ".join(f'"{label}"' for label in labels)


# --- one arm -----------------------------------------------------------------------------------


def _rebuilt(files: _Files, arm: _Arm, total_events: int | None) -> Reconstruction | None:
    """The arm's pseudo-patients, ``None`` after every reason against them was said."""
    points, risk = files.curve.series[arm.curve], files.at_risk.series[arm.row]
    try:
        return reconstruct(
            points.time, points.survival, risk.time, risk.n_at_risk, total_events=total_events
        )
    except ReconstructionError as error:
        curve, at_risk = (files.curve.file, points.rows), (files.at_risk.file, risk.rows)
        for one in error.problems:
            complain(str(at_row(one, arm.name, curve=curve, at_risk=at_risk)))
        return None


def _about(files: _Files, arms: Sequence[_Arm]) -> Iterator[str]:
    """What was read, what was read otherwise than written, and what is not used."""
    read: tuple[tuple[CurveUpload | AtRiskUpload, set[str]], ...] = (
        (files.curve, {arm.curve for arm in arms}),
        (files.at_risk, {arm.row for arm in arms}),
    )
    for upload, own in read:
        counts = upload.line_counts
        rows = counts[Verdict.USED] + counts[Verdict.MENDED]
        said = "1 row read" if rows == 1 else f"{rows} rows read"
        yield f"{upload.file}: {said} ({_listed(tuple(upload.series))})."
        for note in upload.notes:
            yield f"{upload.file}: {note}"
        mended = [line for line in upload.lines if line.verdict is Verdict.MENDED]
        for line in mended[:_MOST_LINES]:
            yield f"{upload.file}, row {line.row}: {line.message}"
        if len(mended) > _MOST_LINES:
            more = counts[Verdict.MENDED] - _MOST_LINES
            yield f"{upload.file}: {more} more rows were read otherwise than written."
        unused = [label for label in upload.series if label not in own]
        if unused:
            yield f"{upload.file}: {_listed(unused)} not used."


def _report(name: str, found: Reconstruction, unit: str | None) -> Iterator[str]:
    """How well the pseudo-patients meet what was given."""
    report = found.report
    met = report.n_at_risk_given.tolist() == report.n_at_risk_found.tolist()
    how = "Solved for whole patients" if report.exact_steps else "Rebuilt from clicks"
    at = f"{report.largest_error_time:.4g}"
    where = f"at time {at}" if unit is None else f"at {at} {unit}"
    kinds = f"{report.n_events} events, {report.n_censored} censored"
    yield f"{name}: {report.n} pseudo-patients, {kinds}."
    yield (
        f"  {how}; survival out of 100 differs from the digitised points by "
        f"{numbers.out_of_100(ENGLISH, report.root_mean_square_error, 2)} (root mean square) and "
        f"by {numbers.out_of_100(ENGLISH, report.largest_error, 2)} at most ({where}). "
        f"Numbers at risk {'are met' if met else 'are not all met'}."
    )
    yield from (f"  {mend}" for mend in report.mends)
