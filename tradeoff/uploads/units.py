"""Whether a curve and its numbers at risk are counted in one unit of time."""

from __future__ import annotations

import itertools
import math

from tradeoff.trial.problems import Problem
from tradeoff.trial.records import TimeUnit
from tradeoff.trial.told import Told, told
from tradeoff.uploads.records import AtRiskUpload, CurvePoints, CurveUpload, RiskRows

# A table ends near its curve: one that ends before a third of it, or runs three times as long, ...
_FAR = 3.0
# ... is doubted, where fewer are at risk at its end than the curve explains so early.
_UNEXPLAINED = 0.05


def units_disagree(curve: CurveUpload, at_risk: AtRiskUpload) -> Problem | None:
    """Why the two files' times cannot be in one unit, with both units named; else ``None``.

    Either the headings name two units, or the numbers tell: the last number at risk and the last
    click are far apart, and what the curve shows then is not what the table shows.
    """
    one, other = curve.time_unit, at_risk.time_unit
    if one and other and one != other:
        words = told(
            "times are in {here}, those of {file} in {there}. Give both in one unit.",
            here=Told(other),
            file=curve.file,
            there=Told(one),
        )
        return Problem(at_risk.file, "", words)
    last, end = _ends(curve, at_risk)
    if not end or not last or 1 / _FAR < last / end < _FAR:
        return None
    if last > end and not _unexplained(curve, at_risk, end):
        return None
    # The file with the larger numbers counts in the smaller unit.
    units = _likely(last / end, one, other)
    if units is None:
        words = told(
            "the last time is {end:g}, that of {file} {last:g}: they do not seem to be in one "
            "unit. Give both in one unit.",
            end=end,
            file=curve.file,
            last=last,
        )
    else:
        words = told(
            "the last time is {end:g}, that of {file} {last:g}: they do not seem to be in one "
            "unit, perhaps {here} here and {there} there. Give both in one unit.",
            end=end,
            file=curve.file,
            last=last,
            here=Told(units[1]),
            there=Told(units[0]),
        )
    return Problem(at_risk.file, "", words)


def _likely(
    ratio: float, of_curve: str | None, of_risk: str | None
) -> tuple[TimeUnit, TimeUnit] | None:
    """The units of curve and table that explain best how far apart they end."""
    possible = (
        (curve, risk)
        for curve, risk in itertools.permutations(TimeUnit, 2)
        if (curve.months < risk.months) == (ratio > 1)
        and of_curve in (None, curve)
        and of_risk in (None, risk)
    )
    return min(
        possible,
        key=lambda two: abs(math.log(two[1].months / two[0].months / ratio)),
        default=None,
    )


def _ends(curve: CurveUpload, at_risk: AtRiskUpload) -> tuple[float, float]:
    """The last time of a click, and the last at which somebody is at risk."""
    followed = [
        time
        for rows in at_risk.series.values()
        for time, n in zip(rows.time, rows.n_at_risk, strict=True)
        if n > 0
    ]
    return max(max(points.time) for points in curve.series.values()), max(followed, default=0.0)


def _unexplained(curve: CurveUpload, at_risk: AtRiskUpload, end: float) -> bool:
    """Whether more have left by the end of the table than any curve has lost by then."""
    lowest = min(_at(points, end) for points in curve.series.values())
    shares = [share for rows in at_risk.series.values() if (share := _share(rows)) is not None]
    return bool(shares) and min(shares) < lowest - _UNEXPLAINED


def _at(points: CurvePoints, time: float) -> float:
    """Survival at a time, as the last click before it shows it."""
    before = [s for t, s in zip(points.time, points.survival, strict=True) if t <= time]
    return min(before, default=1.0)


def _share(rows: RiskRows) -> float | None:
    """The share still at risk where the table last has somebody."""
    followed = [n for n in rows.n_at_risk if n > 0]
    return followed[-1] / followed[0] if len(followed) > 1 else None
