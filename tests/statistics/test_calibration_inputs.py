"""What a calibration refuses before it starts, and the fingerprint of what it was given."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from tests.statistics.calibration_cuts import (
    EARLY,
    FAST,
    FDA_LATER,
    FDA_PRIMARY,
    FEW,
    MEDIANS,
    NEJM_OS,
    estimate,
    fit,
    landmark,
)
from tradeoff.statistics.calibration import (
    Assumptions,
    CalibrationError,
    Published,
    fingerprint_inputs,
    published,
)
from tradeoff.statistics.two_arms import Arms


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"landmarks": ()}, "landmarks: none is published"),
        (
            {"landmarks": (landmark(36, estimate(68), estimate(0.85)),)},
            r"control, 36 months: survival 68 .* four in five is 0\.8",
        ),
        (
            {"landmarks": (landmark(36, estimate(0.68), estimate(1.0)),)},
            "experimental, 36 months: survival 1.0",
        ),
        (
            {
                "landmarks": (
                    landmark(24, estimate(0.7), estimate(0.85)),
                    landmark(36, estimate(0.72), estimate(0.85)),
                )
            },
            r"control, 36 months: survival is 0\.72, after 0\.7 at 24 months",
        ),
        ({"landmarks": NEJM_OS.landmarks * 2}, "follows a landmark at 36 months"),
        (
            {"landmarks": (landmark(90, estimate(0.68), estimate(0.85)),)},
            "the longest potential follow-up is 79",
        ),
        ({"hazard_ratio": estimate(-0.41)}, "hazard ratio: -0.41"),
        ({"hazard_ratio": estimate(0.41, 0, 0.73)}, "with lower limit 0"),
        (
            {"landmarks": (landmark(36, estimate(0.68, 0, 0.8), estimate(0.85)),)},
            r"survival 0.68 \(0 to 0.8\)",
        ),
        ({"n_randomised": Arms(0, 112)}, "control: 0 patients"),
        (
            {"events": Arms(0, 17)},
            "control: 0 events of 112 patients randomised. Give a count from 1 to 112",
        ),
        (
            {"events": Arms(40, 113)},
            "experimental: 113 events of 112 patients randomised",
        ),
        ({"median_follow_up_months": None}, "not stated, and none assumed"),
        ({"median_follow_up_months": -1}, "-1 months"),
        ({"median_follow_up_months": 20}, "would censor before entry"),
    ],
)
def test_absurd_inputs_are_refused_with_the_place_and_what_to_do(
    change: dict[str, Any], said: str
) -> None:
    with pytest.raises(CalibrationError, match=said):
        fit(replace(NEJM_OS, **change))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"medians": Arms(4.0, None)}, "none is published, nor the medians of both arms"),
        (
            {"landmarks": EARLY.landmarks},
            r"experimental, 7\.7 months: survival is 0\.5, after 0\.31 at 6 months",
        ),
        (
            {"landmarks": (landmark(4, estimate(0.5), estimate(0.6)),)},
            "control, 4 months: follows a landmark or median at 4 months",
        ),
        (
            {"medians": Arms(4.0, 21.5)},
            r"curve to 22 months: the longest potential follow-up is 21\.7",
        ),
        (
            {"medians": Arms(0.0, 7.7)},
            "above 0",
        ),
    ],
)
def test_absurd_medians_are_refused_with_the_place_and_what_to_do(
    change: dict[str, Any], said: str
) -> None:
    with pytest.raises(CalibrationError, match=said):
        fit(replace(MEDIANS, **change), FAST)


def test_assumption_that_is_not_above_zero_is_refused_by_name() -> None:
    with pytest.raises(CalibrationError, match="control_walk_sd is 0"):
        fit(NEJM_OS, replace(FEW, control_walk_sd=0))


def changed_inputs() -> list[tuple[Published, Assumptions]]:
    primary, assumed = FDA_PRIMARY, replace(FEW, follow_up_months=43)
    target, ratio = primary.landmarks[0], primary.hazard_ratio

    def with_landmark(**change: Any) -> Published:
        return replace(primary, landmarks=(replace(target, **change),))

    published = [
        primary,
        replace(primary, n_randomised=Arms(111, 112)),
        replace(primary, n_randomised=Arms(112, 111)),
        replace(primary, n_randomised=Arms(111, 113)),
        with_landmark(months=35),
        with_landmark(control=replace(target.control, value=0.691)),
        with_landmark(control=replace(target.control, lower=0.588)),
        with_landmark(experimental=replace(target.experimental, upper=0.905)),
        with_landmark(experimental=estimate(0.848)),
        with_landmark(control=target.experimental, experimental=target.control),
        replace(primary, landmarks=(*primary.landmarks, *FDA_LATER.landmarks)),
        replace(primary, hazard_ratio=replace(ratio, value=0.43)),
        replace(primary, hazard_ratio=replace(ratio, upper=0.76)),
        replace(primary, hazard_ratio=replace(ratio, level=0.9)),
        replace(primary, median_follow_up_months=43),
        replace(primary, events=Arms(40, 17)),
        replace(primary, events=Arms(41, 17)),
        replace(primary, events=Arms(40, 18)),
        replace(primary, medians=Arms(71.4, None)),
        replace(primary, medians=Arms(71.5, None)),
        replace(primary, medians=Arms(None, 71.4)),
    ]
    numbers = [field.name for field in fields(Assumptions)]
    assumptions = [replace(assumed, **{name: getattr(assumed, name) + 1}) for name in numbers]
    return [(each, assumed) for each in published] + [(primary, each) for each in assumptions]


def test_fingerprint_changes_with_any_number_that_the_fit_uses() -> None:
    fingerprints = [fingerprint_inputs(*inputs) for inputs in changed_inputs()]
    assert len(set(fingerprints)) == len(fingerprints)
    assert all(len(each) == 64 for each in fingerprints)


def test_fingerprint_without_medians_or_deaths_is_the_one_from_before_there_were_any() -> None:
    # Of a file shipped before: a new kind of target makes no curve stale that has none of it.
    assumed = Assumptions(follow_up_half_width_months=25)
    assert fingerprint_inputs(NEJM_OS, assumed).startswith("995a6b2dee1003caa87104e381261e2e")


def test_fingerprint_changes_with_the_method(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint_inputs(NEJM_OS, FEW)
    monkeypatch.setattr(published, "METHOD_VERSION", "another")
    assert fingerprint_inputs(NEJM_OS, FEW) != before


def test_fingerprint_does_not_change_with_what_the_fit_does_not_use() -> None:
    both = replace(FDA_LATER, landmarks=(*FDA_PRIMARY.landmarks, *FDA_LATER.landmarks))
    turned = replace(both, landmarks=tuple(reversed(both.landmarks)))
    assert fingerprint_inputs(both, FEW) == fingerprint_inputs(turned, FEW)

    # A stated follow-up leaves the assumed one unused; 43 and 43.0 are one number.
    stated = replace(NEJM_OS, median_follow_up_months=43.0)
    assumed = replace(FEW, follow_up_months=50, follow_up_sd=9)
    assert fingerprint_inputs(NEJM_OS, FEW) == fingerprint_inputs(stated, assumed)

    ratio = replace(NEJM_OS.hazard_ratio, standard_error=0.295)
    assert fingerprint_inputs(replace(NEJM_OS, hazard_ratio=ratio), FEW) == fingerprint_inputs(
        NEJM_OS, FEW
    )
