"""Subgroups: those of a cut and later reports, both age groups together, never weighed."""

from __future__ import annotations

import pytest

from tests.views import (
    TYPED,
    e1910,
    view,
)
from tradeoff.findings.choices import HarmSource
from tradeoff.findings.provenance import Method
from tradeoff.findings.subgroups import age_groups, subgroup_findings, subgroups_of_cut
from tradeoff.statistics.intervals import Estimate
from tradeoff.trial.records import Status

PUBLISHED, REPORTED, DERIVED = Status.PUBLISHED, Status.REPORTED, Status.DERIVED
UNCONFIRMED, LOCAL, RECONSTRUCTED = Status.UNCONFIRMED, Status.LOCAL, Status.RECONSTRUCTED

PAPER = {"harm": HarmSource.PAPER, "counts": TYPED}
CENTRE = {"harm": HarmSource.CENTRE, "counts": TYPED}


def subgroup(
    endpoint: str, name: str, cut: str | None = None
) -> tuple[Estimate | None, Method | None]:
    """That of a data cut, or that of a later report."""
    (found,) = [
        one for one in subgroup_findings(e1910(), endpoint)
        if (one.subgroup.id, one.subgroup.data_cut) == (name, cut)
    ]  # fmt: skip
    return found.ratio, found.range_method


def test_the_later_reports_interval_from_55_years_on_is_derived_from_ratio_and_p() -> None:
    ratio, method = subgroup("os", "55-and-over")
    assert ratio is not None
    assert (ratio.value, *(round(limit, 2) for limit in ratio.limits)) == (0.77, 0.38, 1.56)
    assert method is Method.RATIO_FROM_P


def test_a_printed_interval_stays_as_printed_and_an_unknown_ratio_unknown() -> None:
    for cut, printed in ((None, (0.20, 0.08, 0.54)), ("nejm", (0.16, 0.05, 0.47))):
        ratio, method = subgroup("os", "under-55", cut)
        assert ratio is not None
        assert (ratio.value, *ratio.limits) == printed
        assert method is Method.PRINTED
    assert subgroup("os", "30-to-39") == (None, None)


def test_subgroups_of_one_end_point_never_show_the_others() -> None:
    for endpoint in ("os", "rfs"):
        found = subgroup_findings(e1910(), endpoint)
        assert {one.subgroup.endpoint for one in found} == {endpoint}
        assert [one.subgroup for one in found] == [
            group for group in e1910().subgroups if group.endpoint == endpoint
        ]


def test_subgroups_of_one_data_cut_are_never_mixed_with_those_of_later_reports() -> None:
    own, later = subgroups_of_cut(e1910(), "nejm", "os")
    assert [one.subgroup.id for one in own] == ["under-55", "55-and-over"]
    assert {one.subgroup.data_cut for one in own} == {"nejm"}
    assert [one.subgroup.id for one in later] == [
        *("under-55", "30-to-39", "55-and-over", "transplanted")
    ]
    assert {one.subgroup.data_cut for one in later} == {None}
    assert subgroups_of_cut(e1910(), "fda-primary", "os") == ((), later)


AGES = {
    "os": {"under-55": (0.70, 0.95, 0.16), "55-and-over": (0.65, 0.70, 0.66)},
    "rfs": {"under-55": (0.70, 0.87, 0.31), "55-and-over": (0.57, 0.69, 0.74)},
}


@pytest.mark.parametrize("endpoint", ["os", "rfs"])
def test_both_age_groups_of_the_chosen_cut_stand_together(endpoint: str) -> None:
    found = age_groups(view(endpoint=endpoint))
    assert {
        one.subgroup.id: (
            *(one.subgroup.survival_control, one.subgroup.survival_experimental),
            one.subgroup.hazard_ratio,
        )
        for one in found
    } == AGES[endpoint]
    for one in found:
        assert (one.subgroup.data_cut, one.range_method) == ("nejm", Method.PRINTED)
        assert one.gain is not None
        assert not one.gain.has_range  # none is published for a group's rates


@pytest.mark.parametrize("cut", ["fda-primary", "fda-later"])
def test_a_cut_without_age_groups_borrows_none_from_another_or_from_a_later_report(
    cut: str,
) -> None:
    assert age_groups(view(cut=cut)) == ()


@pytest.mark.parametrize("absent", ["under-55", "55-and-over"])
@pytest.mark.parametrize("endpoint", ["os", "rfs"])
def test_one_age_group_is_never_given_without_the_other(endpoint: str, absent: str) -> None:
    kept = tuple(
        group for group in e1910().subgroups
        if (group.id, group.data_cut) != (absent, "nejm")
    )  # fmt: skip
    alone = e1910().model_copy(update={"subgroups": kept})
    own, _ = subgroups_of_cut(alone, "nejm", endpoint)
    assert len(own) == 1
    assert age_groups(view(alone, endpoint=endpoint)) == ()


def test_age_groups_are_never_weighed() -> None:
    bare = e1910().model_copy(update={"subgroups": ()})
    assert view(bare, weight=50).weighing == view(weight=50).weighing


@pytest.mark.parametrize(("ratio", "p_value"), [(1.0, 0.9), (0.77, 1.0), (0.77, 0.0)])
def test_a_ratio_or_p_that_implies_no_interval_leaves_the_range_open(
    ratio: float, p_value: float
) -> None:
    """The format takes them, so the page must."""
    changed = tuple(
        group.model_copy(update={"hazard_ratio": ratio, "p_value": p_value})
        if (group.id, group.data_cut) == ("55-and-over", None)
        else group
        for group in e1910().subgroups
    )
    trial = e1910().model_copy(update={"subgroups": changed})
    (found,) = [
        one for one in subgroup_findings(trial, "os")
        if (one.subgroup.id, one.subgroup.data_cut) == ("55-and-over", None)
    ]  # fmt: skip
    assert found.ratio is not None
    assert found.ratio.value == ratio
    assert not found.ratio.has_range
