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
    with_unconfirmed_harm,
    without_harm_rows,
    without_landmarks,
)
from tradeoff.findings.ledger.entry import Quantity, RangeOrigin, Unit, Whom
from tradeoff.findings.provenance import Method
from tradeoff.findings.reconstructed import calibrated_ranges
from tradeoff.findings.weigh import SIMULATION_SEED
from tradeoff.papers import exchange
from tradeoff.papers.evidence import checks, published, sources
from tradeoff.papers.exchange import ExportedSummary, ExportedTrial
from tradeoff.papers.exchange import schema as exported
from tradeoff.papers.exchange.number import ExportedNumber
from tradeoff.papers.files import csv_text
from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import reading as loading
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import (
    Confirmation,
    DigitisedArm,
    DigitisedCurves,
    LocalData,
    Provenance,
    Status,
    Trial,
)
from tradeoff.uploads.overlay import with_counts
from tradeoff.words import numbers
from tradeoff.words.frame import INTENDED_USE, LATER_REPORT
from tradeoff.words.harm import harm_heading
from tradeoff.words.naming import fact_sentence
from tradeoff.words.provenance import status_words
from tradeoff.words.say import CLINICIAN
from tradeoff.words.weighing import balance_figures

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = Path(__file__).parents[1] / "bad_trials" / "minimal"
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
        if one.note == numbers.NOT_AVAILABLE and not one.status:
            assert one.value is None
            continue
        assert one.status
        assert one.status_words == status_words(one.status)
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
    made = exported_of(with_unconfirmed_harm())
    carried = {one.quantity for one in made.numbers if one.badge == BADGE}
    assert carried == {
        *(Quantity.HARM, Quantity.HARM_DIFFERENCE, Quantity.BALANCE_POINT),
        *(Quantity.PEOPLE, Quantity.PEOPLE_DIFFERENCE),
    }
    assert not any(one.badge for one in some(made, Quantity.PEOPLE, endpoint="os"))


def test_a_published_harm_carries_no_badge_and_nothing_that_comes_from_it_does() -> None:
    made = shipped(DATA / "e1910")[1]
    assert {one.quantity for one in made.numbers if one.badge} <= {Quantity.FACT}
    for one in (*some(made, Quantity.HARM), *some(made, Quantity.HARM_DIFFERENCE)):
        assert one.status[0] is Status.PUBLISHED
        assert one.citations[0].place.startswith("authors' manuscript")


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
        own = ratio.model is None
        one = only(
            made,
            Quantity.HAZARD_RATIO if own else Quantity.HAZARD_RATIO_OF_MODEL,
            data_cut=ratio.data_cut,
            endpoint=ratio.endpoint,
            item=ratio.model,
        )
        printed = (ratio.value, ratio.lower, ratio.upper, ratio.p_value, ratio.decimals)
        assert (one.value, one.lower, one.upper, one.p_value, one.decimals) == printed
        below = None if ratio.p_value is None else ratio.p_value_below
        counted = (below, ratio.events_experimental, ratio.events_control)
        assert (one.p_value_below, one.events_experimental, one.events_control) == counted
        assert known_as(one, ratio)
    kinds = (Quantity.MEDIAN_SURVIVAL, Quantity.MEDIAN_SURVIVAL_OF_MODEL)
    medians = [one for one in made.numbers if one.quantity in kinds]
    for one, median in zip(medians, trial.medians, strict=True):
        assert one.quantity is kinds[median.model is not None]
        assert (one.value, one.reached, one.arm) == (median.months, median.reached, median.arm)
        assert (one.item, one.lower, one.upper) == (median.model, median.lower, median.upper)
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
        assert (one.events, one.total, one.percent) == (
            *(entry.events, entry.total, entry.percentage),
        )
        assert one.percent_by_grade == (entry.grades or None)
        if entry.events is not None:
            assert one.value == pytest.approx(entry.events / entry.total)
        elif entry.percentage is not None:
            assert one.value == pytest.approx(entry.percentage / 100)
        assert known_as(one, entry)
    for own in trial.exposure_rates:
        for role in Role:
            one = only(made, Quantity.EXPOSURE_RATE, harm=own.harm, arm=role)
            assert (one.value, one.unit) == (own.of(role), Unit.PER_PATIENT_YEAR)
            assert known_as(one, own)
    for rate in trial.context:
        one = only(made, Quantity.CONTEXT_RATE, item=rate.id)
        printed = (rate.events, rate.total, rate.percent, rate.percent_upper)
        assert (one.events, one.total, one.percent, one.percent_upper) == printed
        assert known_as(one, rate)
    numbered = [(fact, *figure) for fact in trial.facts for figure in fact.figures.items()]
    for one, (fact, name, figure) in zip(some(made, Quantity.FACT), numbered, strict=True):
        assert (one.item, one.arm, one.value, one.label) == (
            *(fact.id, None if name == "value" else Role(name)),
            *(figure, fact_sentence(trial, fact)),
        )
        assert known_as(one, fact)
    assert [fact.id for fact in made.facts] == [fact.id for fact in trial.facts]


@every_folder
def test_every_subgroup_is_there_with_its_analysis_or_as_a_later_report(folder: Path) -> None:
    trial, made = shipped(folder)
    ratios = some(made, Quantity.SUBGROUP_HAZARD_RATIO)
    assert len(ratios) == len(trial.subgroups)
    for group in trial.subgroups:
        about = {"subgroup": group.id, "endpoint": group.endpoint, "data_cut": group.data_cut}
        (one,) = (
            one
            for one in some(made, Quantity.SUBGROUP_HAZARD_RATIO, **about)
            if known_as(one, group)
        )
        assert (one.value, one.p_value, one.n) == (
            *(group.hazard_ratio, group.p_value, group.n_total),
        )
        assert (LATER_REPORT in (one.note or "")) == (group.data_cut is None)
        for role, survival in (
            (Role.CONTROL, group.survival_control),
            (Role.EXPERIMENTAL, group.survival_experimental),
        ):
            held = some(made, Quantity.SUBGROUP_SURVIVAL, arm=role, **about)
            own = [one.value for one in held if known_as(one, group)]
            assert own == ([] if survival is None else [survival])


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
        *(one.percent_by_grade or ()),
    )
    for value in plain:
        if value is None:
            continue
        for decimals in range(4):
            held.add(f"{abs(value):.{decimals}f}")
            held.add(numbers.number(abs(value), decimals))
            held.add(numbers.out_of_100(abs(value), decimals))
        held.add(f"{value:g}")
    return held | set(digits(f"{one.label} {one.population} {one.window}"))


@every_folder
def test_every_number_of_the_evidence_pages_tables_is_in_the_export(folder: Path) -> None:
    trial, made = shipped(folder)
    cuts = {cut.id: set(digits(cut.name)) for cut in made.data_cuts}
    by_source: dict[str, set[str]] = {}
    for one in made.numbers:
        held = spoken(one) | cuts.get(one.data_cut or "", set())
        for cited in one.citations:
            by_source.setdefault(cited.words, set()).update(held)
    for table in published.numbers(trial):
        for row in table.rows:
            if row[-1] == numbers.NO_VALUE:
                continue
            held = by_source[row[-1]]
            for number in digits(" ".join(row[1:4])):
                assert number in held, (row, number)


@every_folder
def test_every_sentence_of_the_evidence_pages_facts_is_in_the_export(folder: Path) -> None:
    trial, made = shipped(folder)
    held = {(fact.text, *(cited.words for cited in fact.citations)) for fact in made.facts}
    held |= {(one.requirement, *(cited.words for cited in one.citations)) for one in made.criteria}
    shown = {row for table in sources.facts(trial) for row in table.rows}
    assert shown == held


@every_folder
def test_every_comparison_of_the_evidence_page_is_in_the_export(folder: Path) -> None:
    trial, made = shipped(folder)
    held = {(check.label, check.result) for check in made.checks}
    for table in checks.consistency_tables(trial):
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
    assert one.range_method is Method.NEWCOMBE_WIDEST
    assert (one.n_experimental, one.n_control) == (111, 112)
    assert (one.p_value, one.p_value_below) == (0.001, True)
    counted = only(exported_of(with_fewer_harms()), Quantity.HARM_DIFFERENCE, harm=HARM)
    assert counted.range_method is Method.NEWCOMBE


def test_no_count_is_inferred_from_a_percentage() -> None:
    made = shipped(DATA / "e1910")[1]
    for one in some(made, Quantity.HARM):
        assert one.events is None
        assert one.percent is not None
        assert one.range_method is Method.WILSON_WIDEST
    written = exchange.json_text(made)
    assert "26 of 111" not in written
    assert "25 of 111" not in written


#: Table 2 of the paper, in percent of both arms (experimental first), and its differences per 100
#: with their ranges, as ``../shared/facts/trials.md`` has them.
TABLE_2 = {
    "anaemia": ((20, 1, 0), (35, 2, 0), (-16, -27, -4)),
    "leukopenia": ((4, 27, 0), (2, 52, 0), (-23, -35, -9)),
    "neutropenia": ((3, 55, 0), (1, 86, 0), (-29, -40, -17)),
    "lymphopenia": ((3, 8, 0), (6, 17, 0), (-12, -22, -3)),
    "thrombocytopenia": ((9, 40, 0), (10, 59, 0), (-20, -32, -7)),
    "febrile-neutropenia": ((16, 1, 0), (21, 2, 0), (-6, -17, 5)),
    "sepsis": ((0, 4, 1), (0, 6, 1), (-2, -9, 5)),
    "other-infection": ((2, 1, 0), (2, 1, 0), (0, -5, 5)),
    "catheter-infection": ((1, 0, 0), (3, 1, 0), (-3, -8, 2)),
    "upper-respiratory-infection": ((1, 0, 0), (3, 0, 0), (-2, -7, 3)),
    "hyperglycaemia": ((3, 1, 0), (6, 2, 0), (-4, -11, 2)),
    "fatigue": ((3, 0, 0), (4, 0, 0), (-1, -8, 5)),
    "alt-increased": ((3, 0, 0), (5, 1, 0), (-3, -10, 2)),
    "ast-increased": ((1, 0, 0), (1, 2, 0), (-2, -7, 3)),
    "hypertriglyceridaemia": ((0, 3, 0), (1, 3, 0), (-1, -6, 5)),
    "nausea": ((3, 0, 0), (1, 0, 0), (2, -3, 7)),
    "vomiting": ((2, 0, 0), (3, 0, 0), (-1, -6, 4)),
    "headache": ((3, 0, 0), (5, 0, 0), (-2, -9, 3)),
    "syncope": ((3, 0, 0), (3, 0, 0), (0, -5, 5)),
}
HARM = "neuropsychiatric"


def test_the_export_holds_table_2_whole_with_its_differences() -> None:
    made = shipped(DATA / "e1910")[1]
    assert len(some(made, Quantity.HARM)) == 2 * 20
    assert len(some(made, Quantity.HARM_DIFFERENCE)) == 20
    assert {one.harm for one in some(made, Quantity.HARM)} == {HARM, *TABLE_2}
    for harm, (*arms, difference) in TABLE_2.items():
        for role, grades in zip((Role.EXPERIMENTAL, Role.CONTROL), arms, strict=True):
            one = only(made, Quantity.HARM, harm=harm, arm=role)
            assert (one.percent_by_grade, one.percent) == (grades, sum(grades))
        one = only(made, Quantity.HARM_DIFFERENCE, harm=harm)
        assert per_hundred(one) == difference
    assert per_hundred(only(made, Quantity.HARM_DIFFERENCE, harm=HARM)) == (18, 8, 27)


def per_hundred(one: ExportedNumber) -> tuple[int, ...]:
    limits = (one.value, one.lower, one.upper)
    return tuple(round(100 * limit) for limit in limits if limit is not None)


def test_the_export_holds_the_deaths_and_those_of_each_cause_by_arm() -> None:
    made = shipped(DATA / "e1910")[1]
    found = {
        name: [only(made, Quantity.FACT, item=name, arm=role).value for role in reversed(Role)]
        for name in ("deaths", "deaths-relapse", "deaths-other")
    }
    assert found == {"deaths": [17, 40], "deaths-relapse": [8, 31], "deaths-other": [9, 7]}
    assert only(made, Quantity.FACT, item="deaths-unknown").value == 2
    ratio = only(made, Quantity.HAZARD_RATIO, data_cut="nejm", endpoint="os")
    assert (ratio.events_experimental, ratio.events_control) == (17, 40)


def test_the_export_holds_the_age_groups_of_the_papers_cut() -> None:
    made = shipped(DATA / "e1910")[1]
    found = {
        (one.subgroup, one.endpoint): (one.value, one.lower, one.upper)
        for one in some(made, Quantity.SUBGROUP_HAZARD_RATIO, data_cut="nejm")
    }
    assert found == {
        ("under-55", "os"): (0.16, 0.05, 0.47),
        ("55-and-over", "os"): (0.66, 0.33, 1.35),
        ("under-55", "rfs"): (0.31, 0.14, 0.69),
        ("55-and-over", "rfs"): (0.74, 0.39, 1.43),
    }
    assert "not powered for subgroups" in (made.texts.subgroups_note or "")


def test_other_models_of_a_cut_are_never_its_own_ratio_or_median() -> None:
    made = shipped(DATA / "e1910")[1]
    adjusted = only(
        made, Quantity.HAZARD_RATIO_OF_MODEL, data_cut="nejm", endpoint="os", item="adjusted"
    )
    assert (adjusted.value, adjusted.lower, adjusted.upper) == (0.44, 0.23, 0.81)
    assert "performance status" in adjusted.label
    tower = shipped(DATA / "tower")[1]
    censored = some(tower, Quantity.MEDIAN_SURVIVAL_OF_MODEL, item="transplant-censored")
    assert [(one.value, one.lower, one.upper) for one in censored] == [
        *((6.9, 5.3, 8.8), (3.9, 2.8, 4.9)),
    ]
    own = some(tower, Quantity.MEDIAN_SURVIVAL, endpoint="os")
    assert [(one.value, one.lower, one.upper) for one in own] == [
        *((7.7, 5.6, 9.6), (4.0, 2.9, 5.3)),
    ]


def test_rates_per_patient_year_are_a_kind_of_their_own() -> None:
    made = shipped(DATA / "tower")[1]
    rates = {
        one.arm: (one.value, one.unit, one.p_value, one.whom)
        for one in some(made, Quantity.EXPOSURE_RATE, harm="neurologic")
    }
    assert rates == {
        Role.EXPERIMENTAL: (0.38, Unit.PER_PATIENT_YEAR, 0.008, Whom.TREATED),
        Role.CONTROL: (0.95, Unit.PER_PATIENT_YEAR, None, Whom.TREATED),
    }


def test_what_must_be_known_with_an_end_point_leaves_with_its_ratio_and_landmarks() -> None:
    trial, made = shipped(DATA / "tower")
    caution = trial.text.endpoints["os"].caution
    assert caution is not None
    assert "come together again between 15 and 18 months" in caution
    kinds = (
        *(Quantity.SURVIVAL, Quantity.SURVIVAL_DIFFERENCE, Quantity.NUMBER_NEEDED),
        *(Quantity.HAZARD_RATIO, Quantity.NUMBER_NEEDED_FROM_RATIO),
        *(Quantity.PEOPLE, Quantity.PEOPLE_DIFFERENCE),
    )
    for kind in kinds:
        held = some(made, kind, endpoint="os")
        assert held
        assert all(caution in (one.note or "") for one in held), kind
    assert [one.caution for one in made.endpoints if one.id == "os"] == [caution]


def test_a_gain_that_is_not_to_be_weighed_says_so_and_why() -> None:
    trial, made = shipped(DATA / "tower")
    gain = only(made, Quantity.SURVIVAL_DIFFERENCE, endpoint="os")
    assert per_hundred(gain) == (15, 5, 25)
    assert gain.note is not None
    assert f"Cannot be weighed: {trial.text.not_weighed}" in gain.note
    arms = some(made, Quantity.SURVIVAL, endpoint="os", months=6)
    assert [(one.value, one.range_method) for one in arms] == [
        *((0.54, Method.BINOMIAL), (0.39, Method.BINOMIAL)),
    ]
    weighed = only(shipped(DATA / "e1910")[1], Quantity.SURVIVAL_DIFFERENCE, data_cut="fda-later")
    assert weighed.note is None


def test_what_is_not_known_of_a_harm_is_said_of_the_trials_rate_and_not_of_a_users_own() -> None:
    unknown = e1910().text.harms[HARM].unknown
    assert unknown is not None
    local = LocalData(label="City hospital", as_of=DAY, session=True)
    brought = with_counts(
        e1910(), local, harm=HARM, experimental=Count(9, 300), control=Count(1, 250)
    )
    for trial, said in ((e1910(), True), (brought, False)):
        one = only(exported_of(trial), Quantity.HARM_DIFFERENCE, harm=HARM)
        assert (unknown in (one.note or "")) == said


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
        "Number needed to treat, by 3 years": numbers.number_needed(seen.survival.number_needed),
        "Hazard ratio for death": "0.41 (0.23 to 0.73), P = 0.002",
        harm_heading(seen.trial, seen.harm): "+18 (8 to 27) per 100",
        "Balance point": balance_figures(CLINICIAN, seen),
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


# --- the manual --------------------------------------------------------------------------------


def manual_section() -> str:
    return MANUAL[MANUAL.index("## Exchange format") :].split("\n## ")[0]


def test_every_column_of_the_table_is_explained() -> None:
    named = set(re.findall(r"`([a-z_0-9-]+)`", manual_section()))
    assert set(exchange.COLUMNS) <= named


def test_every_field_of_the_document_is_explained() -> None:
    named = set(re.findall(r"`([a-z_0-9-]+)`", manual_section()))
    assert set(ExportedTrial.model_fields) <= named


@pytest.mark.parametrize("kind", [Quantity, Unit, RangeOrigin, Whom, Method])
def test_every_allowed_word_is_explained(kind: Any) -> None:
    named = set(re.findall(r"`([a-z0-9-]+)`", manual_section()))
    assert {str(member) for member in kind} <= named
