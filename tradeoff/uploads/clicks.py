"""The clicks of one curve: in order where that is safe, and known where they are no survival."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from tradeoff.trial.problems import shown
from tradeoff.trial.told import told, told_many
from tradeoff.uploads.files import Reading
from tradeoff.uploads.series import Point

# A shaking hand goes back in time by some standard deviations of 1 % of the axis.
_SHAKE = 0.08
# The height of a click's own error: clicks that rise by more are not of one falling curve.
_JITTER = 0.02
# A curve that begins anew: at the axis, with (nearly) everybody.
_AT_START, _NEARLY_ALL = 0.02, 0.98
# From the first third of the times to the last, survival with a click's error rises by less.
_RISES = 0.05
# One curve that a hand clicked rises by more than its error now and then, two in one by turns.
_SEVERAL, _BY_TURNS = 3, 0.25
# Where (nearly) every time stands twice, two such rises tell.
_TWO, _TWICE = 2, 1.8
# Rows that a note names one by one.
_NAMED = 10


def in_order(reading: Reading, label: str, points: list[Point]) -> None:
    """Clicks in an order in which time never goes back, where one is plain; else as they are.

    Survival is a proportion here, in whatever the file has it.
    A hand that shakes clicks the steps in order: then the order stays and time is held at its
    latest. A click that was forgotten and made at the end belongs elsewhere: then the clicks are
    sorted, if that gives one falling curve. Survival is never changed.
    """
    times = [point.time for point in points]
    backwards = all(b <= a for a, b in itertools.pairwise(times))
    if backwards or all(a <= b for a, b in itertools.pairwise(times)):
        return
    by_time = sorted(points, key=lambda point: (point.time, -point.value))
    held, axis = list(itertools.accumulate(times, max)), max(times)
    back = max(late - time for late, time in zip(held, times, strict=True))
    if back <= _SHAKE * axis and sum(_rises(points)) <= sum(_rises(by_time)):
        _hold(reading, label, points, held)
    elif max(_rises(by_time), default=0) <= _JITTER and not _begins_again(points, axis):
        _sort(reading, label, points, by_time)


def _rises(points: Sequence[Point]) -> list[float]:
    """By how much survival rises from each click to the next, where it does."""
    pairs = itertools.pairwise(points)
    return [after.value - before.value for before, after in pairs if after.value > before.value]


def _begins_again(points: Sequence[Point], axis: float) -> bool:
    """Whether a second curve follows the first."""
    falls = itertools.pairwise(points)
    return any(
        after.time <= _AT_START * axis < before.time and after.value >= _NEARLY_ALL > before.value
        for before, after in falls
    )


def _hold(reading: Reading, label: str, points: list[Point], held: Sequence[float]) -> None:
    moved = [(point, late) for point, late in zip(points, held, strict=True) if late > point.time]
    farthest = max(late - point.time for point, late in moved)
    reading.notes.append(
        told_many(
            "{label}: {count} click goes back in time, by {farthest:.3g} at most. The order of the "
            "clicks is kept, and time is held where it was.",
            "{label}: {count} clicks go back in time, by {farthest:.3g} at most. The order of the "
            "clicks is kept, and time is held where it was.",
            len(moved),
            label=shown(label),
            farthest=farthest,
        )
    )
    for point, late in moved:
        reading.mended[point.row].append(
            told("time {time:g} held at {late:g}", time=point.time, late=late)
        )
        point.time = late


def _sort(reading: Reading, label: str, points: list[Point], by_time: list[Point]) -> None:
    # Fewest moves: every click that is earlier than one before it.
    latest = itertools.accumulate((point.time for point in points), max)
    moved = [point for point, late in zip(points, latest, strict=True) if point.time < late]
    rise = max(_rises(by_time), default=0)
    rows = ", ".join(str(point.row) for point in moved[:_NAMED])
    if len(moved) > _NAMED:
        rows = told("{rows} and {more} more", rows=rows, more=len(moved) - _NAMED)
    reading.notes.append(_sorted(shown(label), len(moved), rows, rise))
    for point in moved:
        reading.mended[point.row].append(told("put in its place by time"))
    points[:] = by_time


def _sorted(label: str, moved: int, rows: str, rise: float) -> str:
    if rise:
        return told_many(
            "{label}: row {rows} stood out of the order of time. Sorted by time, which gives one "
            "nearly falling curve, which rises by {rise:.2g} at most.",
            "{label}: rows {rows} stood out of the order of time. Sorted by time, which gives one "
            "nearly falling curve, which rises by {rise:.2g} at most.",
            moved,
            label=label,
            rows=rows,
            rise=rise,
        )
    return told_many(
        "{label}: row {rows} stood out of the order of time. Sorted by time, which gives one "
        "falling curve.",
        "{label}: rows {rows} stood out of the order of time. Sorted by time, which gives one "
        "falling curve.",
        moved,
        label=label,
        rows=rows,
    )


def rises_throughout(points: Sequence[Point], whole: int) -> bool:
    """Whether values rise with time all along, as those with the event do."""
    values = [point.value for point in sorted(points, key=lambda point: point.time)]
    parts = min(3, len(values))
    edges = [len(values) * part // parts for part in range(parts + 1)]
    means = [sum(values[a:b]) / (b - a) for a, b in itertools.pairwise(edges)]
    rising = all(a < b for a, b in itertools.pairwise(means))
    return len(means) > 1 and rising and means[-1] - means[0] > _RISES * whole


def of_several(points: Sequence[Point]) -> bool:
    """Whether clicks in order of time are of several curves, whose values take turns.

    Head and foot of a step have one time too, but the next head is as low as the foot.
    """
    if any(b.time < a.time for a, b in itertools.pairwise(points)):
        return False
    by_time = sorted(points, key=lambda point: (point.time, -point.value))
    back = sum(rise > _JITTER for rise in _rises(by_time))
    n_times = len({point.time for point in points})
    if len(points) >= _TWICE * n_times:
        return back >= max(_TWO, _BY_TURNS * (n_times - 1))
    return back >= max(_SEVERAL, _BY_TURNS * (len(points) - 1))


def of_patients(points: Sequence[Point]) -> bool:
    """Whether values are only 0 and 1 and rise again: patients with and without an event."""
    values = [point.value for point in sorted(points, key=lambda point: point.time)]
    return set(values) == {0, 1} and any(a < b for a, b in itertools.pairwise(values))
