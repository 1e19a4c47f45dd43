"""Survival curves where only landmarks or medians, a hazard ratio and a follow-up are published.

The shape of a curve between its published points is unknown. Each arm gets a hazard that is
constant on pieces of some months, with a prior that prefers smooth ones, and a trial with
staggered entry is laid over it. What such a trial would be expected to publish is compared with
what was published, and the curve is the most probable one that agrees. A sample of others that
agree as well shows how far it could run elsewhere (*reconstruction* band); how far chance alone
could have moved it is another question (*sampling* band). Both together tell where the true curve
may run (its *range*).

Headline numbers are never read off such a curve: they are the published ones. Matching them is no
proof either, since absurd inputs can be matched by contortion; so the *tension* between the hazard
ratio and the other numbers is reported, and refused above a limit.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tradeoff.statistics.calibration.curves import (
    CalibratedCurve,
    Calibration,
    ReconstructedMean,
    assemble,
)
from tradeoff.statistics.calibration.expected import Layout
from tradeoff.statistics.calibration.input_checks import check_inputs
from tradeoff.statistics.calibration.published import (
    CURVES,
    METHOD_VERSION,
    PIECE_MONTHS,
    TENSION_LIMIT,
    Assumptions,
    CalibrationError,
    LandmarkTarget,
    Published,
    fingerprint_inputs,
)
from tradeoff.statistics.calibration.search import Problem, Tension, sample, tension
from tradeoff.statistics.calibration.targets import (
    SURVIVAL_TOLERANCE,
    Check,
    all_targets,
    checks,
    refuse_unmet,
)

__all__ = [
    "CURVES",
    "METHOD_VERSION",
    "PIECE_MONTHS",
    "SURVIVAL_TOLERANCE",
    "TENSION_LIMIT",
    "Assumptions",
    "CalibratedCurve",
    "Calibration",
    "CalibrationError",
    "Check",
    "LandmarkTarget",
    "Published",
    "ReconstructedMean",
    "Tension",
    "calibrate",
    "fingerprint_inputs",
]


def calibrate(
    published: Published, assumptions: Assumptions, *, rng: np.random.Generator
) -> Calibration:
    """Most probable curves of both arms with both bands, from one data cut's published numbers.

    Months throughout. The same generator state gives the same curves. Takes some seconds.
    Misleads where it is read as patient data: between what is published the smoothness prior
    speaks, and between one arm's last published point and the horizon little but the hazard ratio.

    Raises:
        CalibrationError: inputs that contradict one another or say too little, published numbers
            that cannot be met within their tolerances, or a tension above the stated limit.
    """
    check_inputs(published, assumptions)
    # Published events and all that goes with them have no part in the prediction: see Tension.
    foretold = tension(Layout(replace(published, events=None), assumptions))
    layout = Layout(published, assumptions)
    problem = Problem(layout, all_targets(layout))
    best = problem.optimise(layout.start)
    checked = tuple(checks(layout, best.expected.quantities, best.parameters))
    refuse_unmet(checked)
    sampled = sample(problem, best, rng)
    return assemble(layout, best, sampled, checked=checked, tension=foretold, rng=rng)
