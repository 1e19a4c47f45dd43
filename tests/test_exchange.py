"""The exchange format: every shown number leaves with its source, status, population and window.

The documents are held against the shipped JSON schema by ``jsonschema``, which knows nothing of
this program.
"""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from tests.views import (
    DATA,
    at,
    e1910,
    view,
    with_fewer_harms,
    without_harm_rows,
    without_landmarks,
)
from tradeoff import evidence_tables, exchange, exported, loading, words
from tradeoff.export import csv_text
from tradeoff.exported import ExportedNumber, ExportedSummary, ExportedTrial, Quantity, Unit
from tradeoff.findings import SIMULATION_SEED, Method
from tradeoff.loading import load_trial
from tradeoff.trial import (
    Confirmation,
    DigitisedArm,
    DigitisedCurves,
    LocalData,
    Provenance,
    Role,
    Status,
    Trial,
)

ROOT = Path(__file__).resolve().parents[1]
MINIMAL = Path(__file__).parent / "bad_trials" / "minimal"
MANUAL = (DATA / "README.md").read_text(encoding="utf-8")
SCHEMAS = {
    "docs/export.schema.json": ExportedTrial,
    "docs/summary.schema.json": ExportedSummary,
}
DAY = datetime.date(2026, 11, 22)
BADGE = "Unconfirmed: check against the full paper"
FOLDERS = (*(DATA / trial for trial in loading.trial_ids(DATA)), MINIMAL)


def rng() -> np.random.Generator:
    return np.random.default_rng(SIMULATION_SEED)


def exported_of(trial: Trial) -> ExportedTrial:
    return exchange.document(trial, exchange.views(trial, rng), program="9.9", made_on=DAY)


@cache
def shipped(folder: Path) -> tuple[Trial, ExportedTrial]:
    trial = load_trial(folder)
    return trial, exported_of(trial)


def validator(path: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((ROOT / path).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def faults(record: ExportedTrial | ExportedSummary, path: str) -> list[str]:
    found = validator(path).iter_errors(json.loads(exchange.json_text(record)))
    return [f"{error.json_path}: {error.message}" for error in found]


def some(made: ExportedTrial, quantity: Quantity, **about: object) -> list[ExportedNumber]:
    return [
        one
        for one in made.numbers
        if one.quantity is quantity and all(getattr(one, key) == v for key, v in about.items())
    ]


def only(made: ExportedTrial, quantity: Quantity, **about: object) -> ExportedNumber:
    (one,) = some(made, quantity, **about)
    return one


every_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


# --- the schema --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SCHEMAS)
def test_the_shipped_schema_is_what_the_records_emit(path: str) -> None:
    written = (ROOT / path).read_text(encoding="utf-8")
    kind = "summary" if "summary" in path else "export"
    again = f"python -m tradeoff schema {kind} > {path}"
    assert written == exchange.schema_text(SCHEMAS[path]), f"the format changed; run: {again}"


@pytest.mark.parametrize("path", SCHEMAS)
def test_the_schema_names_its_dialect_itself_and_its_version(path: str) -> None:
    schema = json.loads((ROOT / path).read_text(encoding="utf-8"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].endswith(f":{exported.SCHEMA_VERSION}")
    assert schema["properties"]["schema_version"]["const"] == exported.SCHEMA_VERSION


@pytest.mark.parametrize("path", SCHEMAS)
def test_every_field_of_the_schema_is_described_and_none_may_be_added(path: str) -> None:
    schema = json.loads((ROOT / path).read_text(encoding="utf-8"))
    tables = [schema, *(one for one in schema["$defs"].values() if one["type"] == "object")]
    for table in tables:
        assert table["additionalProperties"] is False
        assert table["description"]
        assert set(table["required"]) == set(table["properties"])
        for name, one in table["properties"].items():
            # What is said of a field and of its type in the same words is said once, at the type.
            assert one.get("description") or "$ref" in one, name


@every_folder
def test_every_trials_export_keeps_to_the_schema(folder: Path) -> None:
    assert faults(shipped(folder)[1], "docs/export.schema.json") == []


@every_folder
def test_every_trials_summary_keeps_to_the_schema(folder: Path) -> None:
    trial, _ = shipped(folder)
    made = exchange.summary(trial, exchange.views(trial, rng), program="9.9")
    assert faults(made, "docs/summary.schema.json") == []


def test_the_validator_finds_what_does_not_belong() -> None:
    written = json.loads(exchange.json_text(shipped(MINIMAL)[1]))
    written["numbers"][0]["status"] = ["certain"]
    written["made_on"] = "today"
    found = list(validator("docs/export.schema.json").iter_errors(written))
    assert {error.json_path for error in found} == {"$.made_on", "$.numbers[0].status[0]"}


@every_folder
def test_what_was_written_is_read_back_as_it_was(folder: Path) -> None:
    made = shipped(folder)[1]
    assert ExportedTrial.model_validate_json(exchange.json_text(made)) == made


def test_the_same_data_give_the_same_bytes() -> None:
    first, second = (exported_of(load_trial(MINIMAL)) for _ in range(2))
    assert exchange.json_text(first) == exchange.json_text(second)


# --- nothing travels alone ---------------------------------------------------------------------


@every_folder
def test_every_number_has_status_source_population_and_window(folder: Path) -> None:
    trial, made = shipped(folder)
    sources = {source.id for source in trial.sources}
    for one in made.numbers:
        assert one.population
        assert one.window
        if one.note == words.NOT_AVAILABLE and not one.status:
            assert one.value is None
            continue
        assert one.status
        assert one.status_words == words.status_words(one.status)
        assert one.citations or Status.LOCAL in one.status
        assert {cited.source for cited in one.citations} <= sources


@every_folder
def test_a_range_is_whole_has_its_level_and_its_method_and_holds_the_value(folder: Path) -> None:
    for one in shipped(folder)[1].numbers:
        given = {one.lower is None, one.upper is None, one.level is None, one.range_method is None}
        if not one.through_infinity:
            assert len(given) == 1, one.label
        if one.lower is not None and one.upper is not None and not one.through_infinity:
            assert one.value is not None
            assert one.lower <= one.value <= one.upper


@every_folder
def test_what_is_unconfirmed_carries_its_badge_and_so_does_all_that_comes_from_it(
    folder: Path,
) -> None:
    made = shipped(folder)[1]
    for one in (*made.numbers, *made.facts, *made.criteria):
        assert (Status.UNCONFIRMED in one.status) == (one.badge is not None)


def test_harm_excess_people_and_balance_point_carry_the_harms_own_badge() -> None:
    made = shipped(DATA / "e1910")[1]
    carried = {one.quantity for one in made.numbers if one.badge == BADGE}
    assert carried == {
        *(Quantity.HARM, Quantity.HARM_DIFFERENCE, Quantity.BALANCE_POINT),
        *(Quantity.PEOPLE, Quantity.PEOPLE_DIFFERENCE),
    }
    assert not any(one.badge for one in some(made, Quantity.PEOPLE, endpoint="os"))


@every_folder
def test_numbers_of_two_analyses_are_told_apart(folder: Path) -> None:
    made = shipped(folder)[1]
    names = ("quantity", "data_cut", "endpoint", "harm", "subgroup", "item", "arm", "months")
    keys = [
        (*(getattr(one, name) for name in names), one.unit, one.citations) for one in made.numbers
    ]
    assert len(set(keys)) == len(keys)


@every_folder
def test_survival_counts_the_randomised_and_harm_the_treated(folder: Path) -> None:
    trial, made = shipped(folder)
    for one in some(made, Quantity.SURVIVAL):
        assert one.arm is not None
        assert (one.whom, one.n) == ("randomised", trial.arm(one.arm).n_randomised)
    for one in some(made, Quantity.HARM):
        assert one.arm is not None
        if one.value is not None:
            entry = trial.adverse_event(one.harm or "", one.arm)
            assert entry is not None
            assert (one.whom, one.n) == ("treated", entry.total)


@every_folder
def test_what_is_not_there_is_null_and_never_zero(folder: Path) -> None:
    for one in shipped(folder)[1].numbers:
        if one.value is None:
            assert one.lower is None
            assert one.note


# --- every number, as the pages have it --------------------------------------------------------


def known_as(one: ExportedNumber, entry: Provenance) -> bool:
    (cited,) = one.citations
    return (cited.source, cited.place, cited.status, cited.also) == (
        *(entry.source, entry.place, entry.status, entry.also),
    )


@every_folder
def test_every_record_of_the_trial_is_there_with_its_value_source_and_status(folder: Path) -> None:
    trial, made = shipped(folder)
    for entry in trial.landmarks:
        one = only(
            made,
            Quantity.SURVIVAL,
            data_cut=entry.data_cut,
            endpoint=entry.endpoint,
            months=entry.months,
            arm=entry.arm,
        )
        assert (one.value, one.decimals) == (entry.survival, entry.decimals)
        assert one.standard_error == entry.standard_error
        assert entry.lower is None or (one.lower, one.upper) == (entry.lower, entry.upper)
        assert known_as(one, entry)
    for ratio in trial.hazard_ratios:
        one = only(made, Quantity.HAZARD_RATIO, data_cut=ratio.data_cut, endpoint=ratio.endpoint)
        printed = (ratio.value, ratio.lower, ratio.upper, ratio.p_value, ratio.decimals)
        assert (one.value, one.lower, one.upper, one.p_value, one.decimals) == printed
        assert known_as(one, ratio)
    medians = some(made, Quantity.MEDIAN_SURVIVAL)
    for one, median in zip(medians, trial.medians, strict=True):
        assert (one.value, one.reached, one.arm) == (median.months, median.reached, median.arm)
        assert known_as(one, median)
    risks = some(made, Quantity.AT_RISK)
    for one, risk in zip(risks, trial.at_risk, strict=True):
        assert (one.value, one.months, one.arm) == (risk.n_at_risk, risk.months, risk.arm)
        assert known_as(one, risk)
    days = some(made, Quantity.RESTRICTED_MEAN_DIFFERENCE, unit=Unit.DAYS)
    for one, mean in zip(days, trial.restricted_means, strict=True):
        assert (one.value, one.lower, one.p_value) == (
            *(mean.difference_days, mean.lower, mean.p_value),
        )
        assert known_as(one, mean)


@every_folder
def test_every_count_rate_and_fact_is_there_with_its_source_and_status(folder: Path) -> None:
    trial, made = shipped(folder)
    for entry in trial.adverse_events:
        one = only(made, Quantity.HARM, harm=entry.harm, arm=entry.arm)
        assert (one.events, one.total, one.percent) == (entry.events, entry.total, entry.percent)
        if entry.events is not None:
            assert one.value == pytest.approx(entry.events / entry.total)
        assert known_as(one, entry)
    for rate in trial.context:
        one = only(made, Quantity.CONTEXT_RATE, item=rate.id)
        printed = (rate.events, rate.total, rate.percent, rate.percent_upper)
        assert (one.events, one.total, one.percent, one.percent_upper) == printed
        assert known_as(one, rate)
    numbered = [fact for fact in trial.facts if fact.value is not None]
    for one, fact in zip(some(made, Quantity.FACT), numbered, strict=True):
        assert (one.item, one.value, one.label) == (
            *(fact.id, fact.value, words.fact_sentence(trial, fact)),
        )
        assert known_as(one, fact)
    assert [fact.id for fact in made.facts] == [fact.id for fact in trial.facts]
    for group in trial.subgroups:
        one = only(made, Quantity.SUBGROUP_HAZARD_RATIO, subgroup=group.id, endpoint=group.endpoint)
        assert (one.value, one.p_value, one.n) == (
            *(group.hazard_ratio, group.p_value, group.n_total),
        )
        assert known_as(one, group)


def digits(text: str) -> list[str]:
    """The numbers in a cell of words, without those of a source's name."""
    return re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)", text)


def spoken(one: ExportedNumber) -> set[str]:
    """Each number of a record in all the ways in which the tables may write it."""
    held: set[str] = set()
    plain = (
        *(one.value, one.months, one.n, one.n_experimental, one.n_control, one.events, one.total),
        *(one.percent, one.percent_upper, one.p_value, one.events_experimental),
        *(one.events_control, one.lower, one.upper, one.standard_error),
    )
    for value in plain:
        if value is None:
            continue
        for decimals in range(4):
            held.add(f"{abs(value):.{decimals}f}")
            held.add(words.number(abs(value), decimals))
            held.add(words.out_of_100(abs(value), decimals))
        held.add(f"{value:g}")
    return held | set(digits(f"{one.label} {one.population} {one.window}"))


@every_folder
def test_every_number_of_the_evidence_pages_tables_is_in_the_export(folder: Path) -> None:
    trial, made = shipped(folder)
    by_source: dict[str, set[str]] = {}
    for one in made.numbers:
        for cited in one.citations:
            by_source.setdefault(cited.words, set()).update(spoken(one))
    for table in evidence_tables.numbers(trial):
        for row in table.rows:
            if row[-1] == words.NO_VALUE:
                continue
            held = by_source[row[-1]]
            for number in digits(" ".join(row[1:4])):
                assert number in held, (row, number)


@every_folder
def test_every_sentence_of_the_evidence_pages_facts_is_in_the_export(folder: Path) -> None:
    trial, made = shipped(folder)
    held = {(fact.text, *(cited.words for cited in fact.citations)) for fact in made.facts}
    held |= {(one.requirement, *(cited.words for cited in one.citations)) for one in made.criteria}
    shown = {row for table in evidence_tables.facts(trial) for row in table.rows}
    assert shown == held


@every_folder
def test_every_comparison_of_the_evidence_page_is_in_the_export(folder: Path) -> None:
    trial, made = shipped(folder)
    held = {(check.label, check.result) for check in made.checks}
    for table in evidence_tables.consistency_tables(trial):
        assert {(row[0], row[-1]) for row in table.rows} <= held


def test_computed_numbers_are_those_of_the_pages_view() -> None:
    made = shipped(DATA / "e1910")[1]
    for place in (("os", "nejm", 36), ("os", "fda-later", 60), ("rfs", "nejm", 36)):
        seen = at(place)
        assert seen.survival is not None
        assert seen.weighing.balance_point is not None
        about = dict(zip(("endpoint", "data_cut", "months"), place, strict=True))
        gain = only(made, Quantity.SURVIVAL_DIFFERENCE, **about)
        point = only(made, Quantity.BALANCE_POINT, **about)
        needed = only(made, Quantity.NUMBER_NEEDED, **about)
        for one, estimate in (
            (gain, seen.survival.gain.estimate),
            (point, seen.weighing.balance_point),
            (needed, seen.survival.number_needed),
        ):
            assert one.value == pytest.approx(estimate.value)
            assert one.lower == pytest.approx(estimate.lower)
            assert one.upper == pytest.approx(estimate.upper)
        people = some(made, Quantity.PEOPLE, **about)
        assert [one.value for one in people] == [
            *(seen.survival.people.experimental, seen.survival.people.control),
        ]


def test_the_excess_of_a_harm_is_newcombes_with_its_denominators() -> None:
    made = shipped(DATA / "e1910")[1]
    one = only(made, Quantity.HARM_DIFFERENCE, harm="neuropsychiatric")
    excess = view().harm
    assert excess is not None
    assert one.value == pytest.approx(excess.excess.estimate.value)
    assert one.range_method is Method.NEWCOMBE
    assert (one.n_experimental, one.n_control) == (111, 112)


# --- what only some trials have ----------------------------------------------------------------


def test_without_a_landmark_nothing_is_weighed_and_the_ratios_stay() -> None:
    made = exported_of(without_landmarks())
    assert some(made, Quantity.SURVIVAL) == []
    assert some(made, Quantity.BALANCE_POINT) == []
    assert len(some(made, Quantity.HAZARD_RATIO)) == len(e1910().hazard_ratios)
    assert faults(made, "docs/export.schema.json") == []


def test_a_harm_without_counts_is_not_available_and_never_zero() -> None:
    made = exported_of(without_harm_rows())
    for one in some(made, Quantity.HARM):
        assert (one.value, one.events, one.note) == (None, None, words.NOT_AVAILABLE)
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
    cells = [row["value"] for row in read_back(made) if row["quantity"] == "harm-difference"]
    assert [float(cell) for cell in cells] == [one.value]


MEAN = Quantity.RESTRICTED_MEAN


def with_digitised() -> Trial:
    arm = DigitisedArm(
        curve_months=(0.0, 5.0, 10.0),
        curve_survival=(1.0, 0.75, 0.5),
        risk_months=(0.0,),
        n_at_risk=(4,),
        time=(5.0, 8.0, 10.0, 12.0),
        event=(True, False, True, False),
        root_mean_square_error=0.01,
        largest_error=0.02,
        mends=("A click was moved.",),
    )
    curves = DigitisedCurves(
        data_cut="nejm", endpoint="os", source="nejm-2024", place="Figure 1",
        status=Status.RECONSTRUCTED, control=arm, experimental=arm,
    )  # fmt: skip
    return e1910().model_copy(update={"digitised": (curves,)})


def test_a_digitised_curve_leaves_as_steps_and_pseudo_patients_never_as_patients() -> None:
    made = exported_of(with_digitised())
    assert faults(made, "docs/export.schema.json") == []
    (curve,) = made.digitised_curves
    assert curve.status == (Status.RECONSTRUCTED,)
    assert "never patients' data" in curve.population
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
    one = only(made, Quantity.HARM, arm=Role.EXPERIMENTAL)
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


def read_back(made: ExportedTrial) -> list[dict[str, str]]:
    text = csv_text(exchange.COLUMNS, exchange.table(made))
    return list(csv.DictReader(io.StringIO(text, newline="")))


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
    own = [
        row
        for row in rows
        if (row["data_cut"], row["endpoint"], row["arm"]) == ("nejm", "os", "control")
    ]
    arm = curve.control
    for name, values in (
        ("months", arm.months),
        ("value", arm.survival),
        ("lower", arm.sampling_lower),
        ("upper", arm.sampling_upper),
        ("reconstruction_lower", arm.reconstruction_lower),
        ("reconstruction_upper", arm.reconstruction_upper),
    ):
        assert [float(row[name]) for row in own] == list(values)
    assert {row["status"] for row in rows} == {"reconstructed"}


def test_every_row_names_trial_versions_day_and_limits() -> None:
    made = shipped(DATA / "e1910")[1]
    for row in read_back(made):
        assert (row["trial"], row["trial_version"]) == ("e1910", made.version)
        assert (row["program_version"], row["made_on"]) == ("9.9", "2026-11-22")
        assert words.INTENDED_USE in row["limits"]


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
                name: fact.model_copy(update={"text": f"{start}1+{{value}}"})
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
    assert set(writers) - {"tradeoff/packing.py"} == {"tradeoff/export.py"}


# --- the summary -------------------------------------------------------------------------------


def summary_of(trial: Trial) -> ExportedSummary:
    return exchange.summary(trial, exchange.views(trial, rng), program="9.9")


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
        "Number needed to treat, by 3 years": words.number_needed(seen.survival.number_needed),
        "Hazard ratio for death": "0.41 (0.23 to 0.73), P = 0.002",
        words.harm_heading(seen.trial, seen.harm): "+18 (9 to 27) per 100",
        "Balance point": words.balance_figures(seen),
    }


def test_the_summary_gives_both_medians_where_the_analysis_has_them() -> None:
    made = summary_of(load_trial(DATA / "tower"))
    said = [(line.name, line.said) for line in made.views[0].lines if "Median" in line.name]
    assert said == [
        ("Median, Overall survival, Blinatumomab", "7.7 months (range not published)"),
        ("Median, Overall survival, Standard chemotherapy", "4.0 months (range not published)"),
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


# --- the manual --------------------------------------------------------------------------------


def manual_section() -> str:
    return MANUAL[MANUAL.index("## Exchange format") :].split("\n## ")[0]


def test_every_column_of_the_table_is_explained() -> None:
    named = set(re.findall(r"`([a-z_0-9-]+)`", manual_section()))
    assert set(exchange.COLUMNS) <= named


def test_every_field_of_the_document_is_explained() -> None:
    named = set(re.findall(r"`([a-z_0-9-]+)`", manual_section()))
    assert set(ExportedTrial.model_fields) <= named


@pytest.mark.parametrize("kind", [Quantity, Unit, exported.RangeOrigin, exported.Whom, Method])
def test_every_allowed_word_is_explained(kind: Any) -> None:
    named = set(re.findall(r"`([a-z0-9-]+)`", manual_section()))
    assert {str(member) for member in kind} <= named
