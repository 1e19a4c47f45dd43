"""The hazard ratio, restricted means and the marked month of a view."""

from __future__ import annotations

import pytest

from tests.views import (
    PLACES,
    TYPED,
    e1910,
    view,
    without_curves,
)
from tradeoff.findings.choices import HarmSource
from tradeoff.findings.provenance import Method
from tradeoff.findings.reconstructed import restricted_means
from tradeoff.findings.survival import hazard_ratio_finding, survival_findings
from tradeoff.trial.records import Status

PUBLISHED, REPORTED, DERIVED = Status.PUBLISHED, Status.REPORTED, Status.DERIVED
UNCONFIRMED, LOCAL, RECONSTRUCTED = Status.UNCONFIRMED, Status.LOCAL, Status.RECONSTRUCTED

PAPER = {"harm": HarmSource.PAPER, "counts": TYPED}
CENTRE = {"harm": HarmSource.CENTRE, "counts": TYPED}


@pytest.mark.parametrize(
    ("cut", "endpoint", "ratio"),
    [
        ("nejm", "os", (0.41, 0.23, 0.73)),
        ("nejm", "rfs", (0.53, 0.32, 0.87)),
        ("fda-primary", "os", (0.42, 0.24, 0.75)),
        ("fda-later", "os", (0.44, 0.25, 0.76)),
    ],
)
def test_the_hazard_ratio_is_the_published_one_of_its_own_cut(
    cut: str, endpoint: str, ratio: tuple[float, float, float]
) -> None:
    found = hazard_ratio_finding(e1910(), cut, endpoint)
    assert found is not None
    assert (found.estimate.value, *found.estimate.limits) == ratio
    assert (found.method, found.range_method) == (Method.PRINTED, Method.PRINTED)


def test_what_a_cut_did_not_publish_is_none() -> None:
    assert hazard_ratio_finding(e1910(), "fda-later", "rfs") is None
    assert survival_findings(e1910(), "nejm", "os", 60) is None
    assert restricted_means(e1910(), "fda-later", "rfs") is None


@pytest.mark.parametrize("place", PLACES)
def test_restricted_means_lie_within_the_horizon_and_their_own_bands(
    place: tuple[str, str, int],
) -> None:
    endpoint, cut, months = place
    means = restricted_means(e1910(), cut, endpoint)
    assert means is not None
    assert means.horizon_months == months
    for mean, band in (
        (means.control, means.control_reconstruction),
        (means.experimental, means.experimental_reconstruction),
    ):
        assert 0 < mean.value < months
        assert band.lower <= mean.value <= band.upper
    difference = means.experimental.value - means.control.value
    assert means.difference.value == pytest.approx(difference, abs=1e-3)


def test_a_month_between_landmarks_is_reconstructed_and_changes_nothing_that_is_weighed() -> None:
    between, landmark = view(months=30, weight=50), view(months=36, weight=50)
    assert landmark.marked is None
    assert between.marked is not None
    assert between.marked.months == 30
    control, experimental, difference = (
        between.marked.control, between.marked.experimental, between.marked.difference
    )  # fmt: skip
    for found in (control, experimental, difference):
        assert found.statuses == (RECONSTRUCTED,)
        assert found.method is Method.CALIBRATED_CURVE
        lower, upper = found.estimate.limits
        assert lower < found.estimate.value < upper
    read = experimental.estimate.value - control.estimate.value
    assert difference.estimate.value == pytest.approx(read, abs=1e-9)
    assert between.weighing == landmark.weighing
    assert between.survival == landmark.survival


def test_without_a_curve_no_month_is_read_off() -> None:
    assert view(without_curves(), cut="fda-primary", months=30).marked is None
