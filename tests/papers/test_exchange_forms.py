"""The long table and the summary say what the document says, and so do trials of every kind."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.papers.exchanged import (
    FOLDERS,
    MINIMAL,
    ROOT,
    every_folder,
    exported_of,
    faults,
    only,
    read_back,
    shipped,
    some,
    with_digitised,
)
from tests.views import (
    DATA,
    e1910,
    view,
    with_fewer_harms,
    without_harm_rows,
    without_landmarks,
)
from tradeoff.findings.ledger.entry import Quantity
from tradeoff.findings.reconstructed import calibrated_ranges
from tradeoff.papers import exchange
from tradeoff.papers.exchange import ExportedSummary
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import (
    Confirmation,
    LocalData,
    Status,
    Trial,
)
from tradeoff.words import numbers
from tradeoff.words.frame import INTENDED_USE
from tradeoff.words.harm import harm_heading
from tradeoff.words.say import ENGLISH
from tradeoff.words.weighing import break_even_figures

HARM = "neuropsychiatric"


# --- what only some trials have ----------------------------------------------------------------


def test_without_a_landmark_nothing_is_weighed_and_the_ratios_stay() -> None:
    made = exported_of(without_landmarks())
    assert some(made, Quantity.SURVIVAL) == []
    assert some(made, Quantity.BALANCE_POINT) == []
    own = [ratio for ratio in e1910().hazard_ratios if ratio.model is None]
    assert len(some(made, Quantity.HAZARD_RATIO)) == len(own) == 4
    assert faults(made, "docs/export.schema.json") == []


def test_a_harm_without_counts_is_not_available_and_never_zero() -> None:
    made = exported_of(without_harm_rows())
    for one in some(made, Quantity.HARM):
        assert (one.value, one.events, one.note) == (None, None, numbers.NOT_AVAILABLE)
    assert some(made, Quantity.HARM_DIFFERENCE) == []
    point = some(made, Quantity.BALANCE_POINT)[0]
    assert point.value is None
    assert point.note is not None
    assert "not available" in point.note


def test_a_range_through_infinity_says_so() -> None:
    made = exported_of(load_trial(MINIMAL))
    one = only(made, Quantity.NUMBER_NEEDED, data_cut="first", endpoint="os", months=24)
    assert one.through_infinity is True
    assert one.lower is not None
    assert one.upper is not None
    assert one.upper < 0 < one.lower


def test_fewer_harms_give_a_negative_number_that_stays_a_number() -> None:
    made = exported_of(with_fewer_harms())
    one = only(made, Quantity.HARM_DIFFERENCE, harm="neuropsychiatric")
    assert one.value is not None
    assert one.value < 0
    cells = [
        row["value"]
        for row in read_back(made)
        if (row["quantity"], row["harm"]) == ("harm-difference", HARM)
    ]
    assert [float(cell) for cell in cells] == [one.value]


MEAN = Quantity.RESTRICTED_MEAN


def test_a_digitised_curve_leaves_as_steps_and_pseudo_patients_never_as_patients() -> None:
    made = exported_of(with_digitised())
    assert faults(made, "docs/export.schema.json") == []
    (curve,) = made.digitised_curves
    assert curve.status == (Status.RECONSTRUCTED,)
    assert "never patients' data" in curve.population
    # The upload ends before the landmark, whose range is not known then: the curve keeps its own.
    calibrated = made.calibrated_curves[0]
    assert calibrated.difference_lower[36] < calibrated.difference[36]
    arm = curve.arms[0]
    assert arm.months == (5.0, 8.0, 10.0, 12.0)
    assert arm.survival == (0.75, 0.75, 0.375, 0.375)
    assert (arm.n_at_risk, arm.n_events) == ((4, 3, 2, 1), (1, 0, 1, 0))
    assert (arm.patient_months, arm.patient_event) == (
        *((5.0, 8.0, 10.0, 12.0), (True, False, True, False)),
    )
    rows = [row for row in read_back(made) if row["quantity"] == "digitised-survival"]
    assert len(rows) == 2 * len(arm.months)
    means = some(exported_of(with_digitised().model_copy(update={"curves": ()})), MEAN)
    assert [one.arm for one in means if one.data_cut == "nejm"] == [*(reversed(Role))]
    assert {row["status"] for row in rows} == {"reconstructed"}


def test_a_confirmed_number_names_who_confirmed_it() -> None:
    confirmation = Confirmation(
        centre="City hospital", checked_by="pharmacist", checked_on=datetime.date(2026, 11, 1)
    )
    events = tuple(
        event.model_copy(update={"confirmed": confirmation, "status": Status.LOCAL})
        for event in e1910().adverse_events
    )
    made = exported_of(e1910().model_copy(update={"adverse_events": events}))
    one = only(made, Quantity.HARM, harm=HARM, arm=Role.EXPERIMENTAL)
    assert one.confirmed is not None
    assert one.confirmed.model_dump() == confirmation.model_dump()
    rows = [row for row in read_back(made) if row["quantity"] == "harm"]
    assert {row["confirmed_by"] for row in rows} == {"City hospital, pharmacist"}
    assert {row["confirmed_on"] for row in rows} == {"2026-11-01"}


def test_a_demonstration_and_a_centres_own_data_say_so_in_every_row() -> None:
    local = LocalData(label="City hospital", as_of=datetime.date(2026, 11, 1), session=True)
    made = exported_of(e1910().model_copy(update={"demonstration": True, "local": local}))
    assert made.demonstration
    assert made.local is not None
    for row in read_back(made):
        assert "A demonstration of the data format" in row["limits"]
        assert "City hospital" in row["limits"]


# --- the long table ----------------------------------------------------------------------------


@every_folder
def test_the_table_has_a_row_for_every_number_and_every_point_of_a_curve(folder: Path) -> None:
    made = shipped(folder)[1]
    points = sum(len(arm.months) for curve in made.calibrated_curves for arm in curve.arms)
    points += sum(len(arm.months) for curve in made.digitised_curves for arm in curve.arms)
    rows = read_back(made)
    assert len(rows) == len(made.numbers) + points
    for row, one in zip(rows, made.numbers, strict=False):
        assert row["quantity"] == one.quantity
        assert (None if row["value"] == "" else float(row["value"])) == one.value
        assert row["status"] == "; ".join(one.status)
        assert row["source"] == "; ".join(cited.source for cited in one.citations)


def test_curves_leave_month_by_month_with_both_bands_and_their_status() -> None:
    trial, made = shipped(DATA / "e1910")
    rows = [row for row in read_back(made) if row["quantity"] == "calibrated-survival"]
    curve = trial.curve("nejm", "os")
    assert curve is not None
    (left,) = (
        one for one in made.calibrated_curves if (one.data_cut, one.endpoint) == ("nejm", "os")
    )
    ranges = calibrated_ranges(trial, curve)
    own = [
        row
        for row in rows
        if (row["data_cut"], row["endpoint"], row["arm"]) == ("nejm", "os", "control")
    ]
    arm = curve.control
    for name, values in (
        ("months", arm.months),
        ("value", arm.survival),
        ("lower", [one.limits[0] for one in ranges.control]),
        ("upper", [one.limits[1] for one in ranges.control]),
        ("reconstruction_lower", arm.reconstruction_lower),
        ("reconstruction_upper", arm.reconstruction_upper),
    ):
        assert [float(row[name]) for row in own] == pytest.approx(list(values))
    assert {row["status"] for row in rows} == {"reconstructed"}
    assert {row["range_method"] for row in rows} == {"true-curve"}
    (control,) = (one for one in left.arms if one.arm is Role.CONTROL)
    assert (control.sampling_lower, control.sampling_upper) == (
        *(arm.sampling_lower, arm.sampling_upper),
    )


def test_the_range_of_a_curve_holds_both_bands_and_is_a_landmarks_own() -> None:
    for folder in FOLDERS:
        _, made = shipped(folder)
        for curve in made.calibrated_curves:
            about = {"data_cut": curve.data_cut, "endpoint": curve.endpoint}
            known = {
                (one.arm, one.months): (one.value, one.lower, one.upper)
                for one in some(made, Quantity.SURVIVAL, **about)
            }
            for arm in curve.arms:
                columns = (
                    *(arm.lower, arm.reconstruction_lower, arm.sampling_lower),
                    *(arm.upper, arm.reconstruction_upper, arm.sampling_upper),
                )
                for month, (low, *below, high, above, most) in enumerate(
                    zip(*columns, strict=True)
                ):
                    if (arm.arm, month) in known:
                        assert (low, high) == known[arm.arm, month][1:]
                    else:
                        assert low <= min(below)
                        assert max(above, most) <= high


def test_the_difference_of_a_curve_leaves_with_its_range_and_is_the_gain_at_a_landmark() -> None:
    _, made = shipped(DATA / "e1910")
    for curve in made.calibrated_curves:
        last = len(curve.arms[0].months)
        lists = (curve.difference_lower, curve.difference, curve.difference_upper)
        assert {len(one) for one in lists} == {last}
        assert all(low <= middle <= high for low, middle, high in zip(*lists, strict=True))
        (gain,) = some(
            made,
            Quantity.SURVIVAL_DIFFERENCE,
            data_cut=curve.data_cut,
            endpoint=curve.endpoint,
        )
        month = int(gain.months or 0)
        assert [one[month] for one in lists] == [gain.lower, gain.value, gain.upper]


def test_the_percentages_by_grade_are_joined_in_one_cell() -> None:
    rows = [row for row in read_back(shipped(DATA / "e1910")[1]) if row["harm"] == "sepsis"]
    cells = {row["arm"]: row["percent_by_grade"] for row in rows if row["quantity"] == "harm"}
    assert cells == {"experimental": "0; 4; 1", "control": "0; 6; 1"}
    assert {row["percent_by_grade"] for row in rows if row["quantity"] != "harm"} == {""}


def test_every_row_names_trial_versions_day_and_limits() -> None:
    made = shipped(DATA / "e1910")[1]
    for row in read_back(made):
        assert (row["trial"], row["trial_version"]) == ("e1910", made.version)
        assert (row["program_version"], row["made_on"]) == ("9.9", "2026-11-22")
        assert INTENDED_USE in row["limits"]


def test_numbers_are_plain_and_yes_and_no_are_written_as_everywhere_in_the_data() -> None:
    rows = read_back(shipped(DATA / "e1910")[1])
    numeric = ("value", "lower", "upper", "months", "level", "p_value", "events", "n")
    for row, name in itertools.product(rows, numeric):
        assert re.fullmatch(r"|-?\d+(\.\d+)?([eE]-?\d+)?", row[name]), row[name]
    assert {row["reached"] for row in rows} == {"", "true", "false"}


FORMULA = '=HYPERLINK("http://example.invalid","x")'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝", "－"])
def test_a_formula_in_a_trials_words_is_defused(start: str) -> None:
    trial = e1910()
    text = trial.text.model_copy(
        update={
            "facts": {
                name: fact.model_copy(update={"text": f"{start}1+{fact.text}"})
                for name, fact in trial.text.facts.items()
            }
        }
    )
    made = exported_of(trial.model_copy(update={"text": text}))
    cells = [row["label"] for row in read_back(made) if row["quantity"] == "fact"]
    assert cells
    assert all(cell.startswith(f"'{start}") for cell in cells)


def test_every_download_of_a_table_is_written_by_the_one_function_that_defuses() -> None:
    writers = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tradeoff").rglob("*.py"))
        if re.search(r"csv\.(writer|DictWriter)|\.to_csv\(", path.read_text(encoding="utf-8"))
    ]
    # A trial's folder is no table for a spreadsheet: the program reads it back, letter by letter.
    assert set(writers) - {"tradeoff/papers/folder.py"} == {"tradeoff/papers/files.py"}


# --- the summary -------------------------------------------------------------------------------


def summary_of(trial: Trial) -> ExportedSummary:
    return exchange.summary(trial, exchange.views(trial), program="9.9")


def test_the_summary_opens_with_what_the_program_opens_with_and_shows_every_landmark() -> None:
    made = summary_of(e1910())
    assert [one.opens for one in made.views] == [True, False, False, False]
    assert [
        (one.choices.endpoint, one.choices.data_cut, one.choices.months) for one in made.views
    ] == [
        ("os", "nejm", 36),
        ("os", "fda-primary", 36),
        ("os", "fda-later", 60),
        ("rfs", "nejm", 36),
    ]


def test_the_summary_says_what_the_panel_says() -> None:
    made = summary_of(e1910()).views[0]
    seen = view()
    assert seen.survival is not None
    assert seen.harm is not None
    said = {line.name: line.said for line in made.lines}
    assert said == {
        "Survival gain, by 3 years": "+17 (5 to 29) per 100",
        "Number needed to treat, by 3 years": numbers.number_needed(
            ENGLISH, seen.survival.number_needed
        ),
        "Hazard ratio for death": "0.41 (0.23 to 0.73), P = 0.002",
        harm_heading(seen.trial, seen.harm): "+18 (8 to 27) per 100",
        "Break-even": break_even_figures(ENGLISH, seen),
    }


def test_the_summary_gives_both_medians_where_the_analysis_has_them() -> None:
    made = summary_of(load_trial(DATA / "tower"))
    said = [(line.name, line.said) for line in made.views[0].lines if "Median" in line.name]
    assert said == [
        ("Median, Overall survival, Blinatumomab", "7.7 months (5.6 to 9.6)"),
        ("Median, Overall survival, Standard chemotherapy", "4.0 months (2.9 to 5.3)"),
    ]
    assert any(line.said == "No harm of this trial is weighed." for line in made.views[0].lines)


VARIANTS: tuple[Callable[[], Trial], ...] = (without_landmarks, without_harm_rows, with_digitised)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda one: one.__name__)
def test_the_summary_of_any_trial_says_what_is_not_available(variant: Callable[[], Trial]) -> None:
    made = summary_of(variant())
    assert faults(made, "docs/summary.schema.json") == []
    for shown in made.views:
        for line in shown.lines:
            assert line.said
            if line.number is None:
                assert "not available" in line.said
