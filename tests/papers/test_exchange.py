"""The exchange format: every shown number leaves with its source, status, population and window.

The documents are held against the shipped JSON schema by ``jsonschema``, which knows nothing of
this program.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.papers.exchanged import (
    BADGE,
    DAY,
    MANUAL,
    MINIMAL,
    ROOT,
    SCHEMAS,
    every_folder,
    exported_of,
    faults,
    only,
    shipped,
    some,
    validator,
)
from tests.views import (
    DATA,
    at,
    e1910,
    view,
    with_fewer_harms,
    with_unconfirmed_harm,
)
from tradeoff.findings.ledger.entry import Quantity, RangeOrigin, Unit, Whom
from tradeoff.findings.provenance import Method
from tradeoff.papers import exchange
from tradeoff.papers.evidence import checks, published, sources
from tradeoff.papers.exchange import ExportedTrial
from tradeoff.papers.exchange import schema as exported
from tradeoff.papers.exchange.number import ExportedNumber
from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import (
    LocalData,
    Provenance,
    Status,
)
from tradeoff.uploads.overlay import with_counts
from tradeoff.words import numbers
from tradeoff.words.frame import LATER_REPORT
from tradeoff.words.naming import fact_sentence
from tradeoff.words.provenance import status_words
from tradeoff.words.say import ENGLISH

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
    made = exchange.summary(trial, exchange.views(trial), program="9.9")
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
        assert one.status_words == status_words(ENGLISH, one.status)
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
            *(figure, fact_sentence(ENGLISH, trial, fact)),
        )
        assert known_as(one, fact)
    assert [fact.id for fact in made.facts] == [fact.id for fact in trial.facts]


@every_folder
def test_the_course_of_treatment_is_there_with_how_length_pump_and_order_are_known(
    folder: Path,
) -> None:
    trial, made = shipped(folder)
    assert [cycle.id for cycle in made.cycles] == [cycle.id for cycle in trial.cycles]
    for one, cycle in zip(made.cycles, trial.cycles, strict=True):
        assert (one.weeks, one.status) == (cycle.weeks, (cycle.status,))
        days = None if one.pump is None else (one.pump.days, *one.pump.status)
        assert days == (cycle.pump_days and (cycle.pump_days, cycle.pump_status))
    for told, step in zip(made.course, trial.course, strict=True):
        assert (told.arm, told.step, told.cycle) == (step.arm, step.step, step.cycle)
        assert (told.cycles, told.weeks_between) == (step.cycles, step.weeks_between)
        assert told.status == (step.status,)
        assert [one.source for one in told.citations] == [step.source]
    assert bool(made.course) == (trial.id == "e1910")


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
            held.add(numbers.number(ENGLISH, abs(value), decimals))
            held.add(numbers.out_of_100(ENGLISH, abs(value), decimals))
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
    for table in published.numbers(ENGLISH, trial):
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
    shown = {row for table in sources.facts(ENGLISH, trial) for row in table.rows}
    assert shown == held


@every_folder
def test_every_comparison_of_the_evidence_page_is_in_the_export(folder: Path) -> None:
    trial, made = shipped(folder)
    held = {(check.label, check.result) for check in made.checks}
    for table in checks.consistency_tables(ENGLISH, trial):
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
