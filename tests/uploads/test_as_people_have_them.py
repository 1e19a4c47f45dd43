"""Files in the layouts of other tools: read to the truth behind them, or refused with advice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.uploads.reading import words
from tradeoff.statistics.reconstruction import reconstruct
from tradeoff.statistics.survival import kaplan_meier, median_survival, survival_at
from tradeoff.uploads import (
    CurveUpload,
    Verdict,
    read_at_risk,
    read_curve,
    read_event_counts,
    units_disagree,
)

FILES = Path(__file__).parents[1] / "reference" / "uploads"
TRUTH: dict[str, Any] = json.loads((FILES / "truth.json").read_text(encoding="utf-8"))
RISK = {"control": (150, 117, 92, 52, 26), "experimental": (150, 126, 108, 62, 25)}
TICKS = (0.0, 12.0, 24.0, 36.0, 48.0)

CURVES = {
    "guyot_curve.txt": ("Series 1",),
    "KTkS.txt": ("Series 1",),
    "lifelines_curve.csv": ("Series 1",),
    "months_curve.csv": ("Series 1",),
    "missed_last.csv": ("Series 1",),
    "left_of_axis.csv": ("Dataset",),
    "zigzag_clicks.csv": ("Series 1",),
    "strata_curve.csv": ("rx=Obs", "rx=Drug"),
    "digitizer_long.csv": ("1", "2"),
}
RISKS = {
    "guyot_risk.txt": ("Series 1",),
    "interval_risk.csv": ("Series 1",),
    "risk_na_tail.csv": ("Series 1",),
    "zigzag_risk.csv": ("Series 1",),
    "stacked_risk.csv": ("Control",),
    "risk_arms_1_2.csv": ("1", "2"),
    "strata_risk.csv": ("Obs", "Drug"),
}
# Clicks lie farther off than steps that a library wrote; a shaking hand's latest time is late.
SLACK = {"zigzag_clicks.csv": 0.035, "missed_last.csv": 0.015}


def content(name: str) -> bytes:
    return (FILES / name).read_bytes()


def curve(name: str) -> CurveUpload:
    return read_curve(content(name), name)


@pytest.mark.parametrize(("name", "labels"), CURVES.items())
def test_a_curve_gives_the_survival_of_its_patients(name: str, labels: tuple[str, ...]) -> None:
    upload = curve(name)
    assert tuple(upload.series) == labels
    for label, arm in zip(labels, ("control", "experimental"), strict=False):
        points, truth = upload.series[label], TRUTH[arm]
        made = reconstruct(points.time, points.survival, TICKS, RISK[arm])
        found = kaplan_meier(made.time, made.event)
        for time, survival in truth["survival"].items():
            slack = SLACK.get(name, 0.008)
            assert survival_at(found, float(time)).value == pytest.approx(survival, abs=slack)
        assert sum(made.event) == pytest.approx(truth["events"], abs=3)
        if truth["median"]:
            assert median_survival(found) == pytest.approx(truth["median"], rel=0.03)


@pytest.mark.parametrize(("name", "labels"), RISKS.items())
def test_numbers_at_risk_are_those_printed(name: str, labels: tuple[str, ...]) -> None:
    upload = read_at_risk(content(name), name)
    assert tuple(upload.series) == labels
    for label, arm in zip(labels, RISK, strict=False):
        assert upload.series[label].time == TICKS
        assert upload.series[label].n_at_risk == RISK[arm]


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("guyot_curve.txt", 'The column "ID" is not used.'),
        ("KTkS.txt", "Survival is in percent: every value was divided by 100."),
        ("lifelines_curve.csv", 'The column "KM_estimate_lower_0.95" is not used.'),
        ("strata_curve.csv", 'The column "rx" is not used.'),
        (
            "missed_last.csv",
            '"Series 1": rows 39, 40, 41 stood out of the order of time. Sorted by time, which '
            "gives one nearly falling curve, which rises by 0.012 at most.",
        ),
        (
            "zigzag_clicks.csv",
            '"Series 1": 107 clicks go back in time, by 2.51 at most. The order of the clicks is '
            "kept, and time is held where it was.",
        ),
        ("left_of_axis.csv", "1 click lies left of the axis: time 0 is taken there."),
    ],
)
def test_what_is_left_out_or_mended_in_a_curve_is_said(name: str, note: str) -> None:
    assert note in curve(name).notes


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("guyot_risk.txt", 'The column "lower" is not used.'),
        ("interval_risk.csv", 'The column "Study" is not used.'),
        ("risk_na_tail.csv", "Not printed, and left out: row 7."),
        (
            "stacked_risk.csv",
            'Rows "Censored", "Events" do not count those at risk and are not used.',
        ),
    ],
)
def test_what_is_left_out_of_numbers_at_risk_is_said(name: str, note: str) -> None:
    assert note in read_at_risk(content(name), name).notes


def test_clicks_keep_their_order_and_time_never_goes_back() -> None:
    rows = [line.split(",") for line in content("zigzag_clicks.csv").decode().split()[1:]]
    points = curve("zigzag_clicks.csv").series["Series 1"]
    assert points.survival == tuple(float(survival) for _, survival in rows)
    latest = [max(float(time) for time, _ in rows[: at + 1]) for at in range(len(rows))]
    assert list(points.time) == latest


def test_a_file_in_percent_has_one_note_and_no_mended_row() -> None:
    upload = curve("KTkS.txt")
    assert [note for note in upload.notes if "divided" in note] == [
        "Survival is in percent: every value was divided by 100."
    ]
    assert upload.line_counts[Verdict.MENDED] == 0


def test_units_that_do_not_agree_are_named_before_anything_is_used() -> None:
    months, years = curve("months_curve.csv"), read_at_risk(content("years_risk.csv"), "risk.csv")
    assert str(units_disagree(months, years)) == (
        "risk.csv: the last time is 4, that of months_curve.csv 59.563: they do not seem to be in "
        "one unit, perhaps years here and months there. Give both in one unit."
    )
    assert units_disagree(months, read_at_risk(content("zigzag_risk.csv"), "risk.csv")) is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "cumulative_incidence.csv",
            ", row 2: the values rise from 0 to 68.78: this looks like cumulative incidence. Give "
            "100 minus it.",
        ),
        (
            "cumulative_incidence_small.csv",
            ", row 1: the values rise from 0 to 0.963: this looks like cumulative incidence. Give "
            "1 minus it.",
        ),
    ],
)
def test_a_rising_curve_is_refused_with_what_to_give(name: str, said: str) -> None:
    assert words(read_curve, content(name)) == [said]


@pytest.mark.parametrize(
    ("name", "harm", "arms"),
    [
        ("ae_n_percent.csv", "Nausea", ("A: Drug X", "B: Placebo")),
        ("ae_registry.csv", "Seizure", ("Drug X", "Placebo")),
    ],
)
def test_counts_are_taken_as_papers_and_registries_print_them(
    name: str, harm: str, arms: tuple[str, str]
) -> None:
    upload = read_event_counts(content(name), name)
    assert upload.arms == arms
    entry = next(one for one in upload.harms if one.harm == harm)
    counts = [number for arm in arms for number in (entry.arms[arm].events, entry.arms[arm].total)]
    assert counts == TRUTH["adverse_events"][harm]
