"""One row per patient: times and flags, checked, with ties together."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from tradeoff.statistics.read_only import Flags, Floats, Integers

# R's survival calls times, and a curve and 0.5, equal within the square root of machine precision.
TOLERANCE = math.sqrt(np.finfo(np.float64).eps)


def tolerance(latest: float) -> float:
    """Times up to so far apart are one time."""
    return TOLERANCE * float(latest)


def checked_times(values: ArrayLike, *, name: str = "time") -> Floats:
    """One row of finite numbers, none below 0.

    Raises:
        ValueError: anything else, with the place of the first fault.
    """
    try:
        times = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: {error}. Give numbers of 0 or more.") from error
    if times.ndim != 1 or times.size == 0:
        raise ValueError(f"{name}: shape is {times.shape}. Give one row of at least one number.")
    if not 0 <= times.min() <= times.max() < math.inf:  # NaN fails every comparison
        row = int(np.flatnonzero(~((times >= 0) & (times < math.inf)))[0])
        raise ValueError(
            f"{name}[{row}] is {times[row]}. Give finite numbers of 0 or more; leave out "
            "patients whose time is unknown, and say how many."
        )
    return times


def flags(name: str, values: ArrayLike, n: int) -> Flags:
    """One true or false for each of ``n`` patients; 1 and 0 may stand for them.

    Raises:
        ValueError: anything else, with the place of the first fault.
    """
    given = np.asarray(values)
    if given.shape != (n,):
        raise ValueError(
            f"{name}: shape is {given.shape}, but time has {n} rows. Give one per patient."
        )
    if given.dtype != np.bool_:
        wrong = np.flatnonzero(~((given == 0) | (given == 1)))
        if wrong.size > 0:
            raise ValueError(
                f"{name}[{wrong[0]}] is {given[wrong[0]]}. Give True or False (1 or 0) in every "
                "row; some files code events as 2 and censorings as 1: recode those first."
            )
        given = given == 1
    return given


def in_groups(times: Floats) -> tuple[Integers, Integers]:
    """Order of the rows by time, and where in that order each distinct time starts."""
    order = np.argsort(times, kind="stable")
    ordered = times[order]
    apart = np.diff(ordered) > tolerance(ordered[-1])
    return order, np.concatenate(([0], np.flatnonzero(apart) + 1))
