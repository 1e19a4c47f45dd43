"""The Evidence page's tables: no number of the trial without its source, status and range."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import tradeoff
from tests.views import newcomer, with_unconfirmed_harm
from tradeoff.findings import agreement as consistency
from tradeoff.findings.agreement import CheckKind, Explanation
from tradeoff.papers.evidence import calibration, checks, glossary, published, sources
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import Provenance, Record, Status, Trial
from tradeoff.words import numbers
from tradeoff.words.agreement import _COMPARED, _EXPLANATION_WORDS, _TOLERANCE_WORDS
from tradeoff.words.curve import calibration_caption
from tradeoff.words.frame import INTENDED_USE, LATER_REPORT
from tradeoff.words.naming import fact_sentence
from tradeoff.words.say import ENGLISH
from tradeoff.words.sources import STATUS_WORDS
from tradeoff.words.table import Table

ROOT = Path(__file__).resolve().parents[2]
E1910 = ROOT / "data" / "e1910"
MINIMAL = Path(__file__).parents[1] / "bad_trials" / "minimal"
BADGE = "Unconfirmed: check against the full paper"


@pytest.fixture(scope="module")
def trial() -> Trial:
    return load_trial(E1910)


@pytest.fixture(scope="module", params=[E1910, MINIMAL], ids=lambda path: path.name)
def any_trial(request: pytest.FixtureRequest) -> Trial:
    return load_trial(request.param)


def rows(tables: tuple[Table, ...]) -> list[tuple[str, ...]]:
    return [row for table in tables for row in table.rows]


def named(tables: tuple[Table, ...], start: str) -> Table:
    (only,) = [table for table in tables if table.caption.startswith(start)]
    return only


def changed(record: Any, **values: object) -> Any:
    assert isinstance(record, Record)
    return type(record).model_validate({**record.model_dump(), **values})


def is_sourced(trial: Trial, cell: str, entry: Provenance) -> bool:
    source = trial.source(entry.source)
    by = source.reported_by
    status = (
        f"as reported by {by}"
        if entry.status is Status.REPORTED and by is not None
        else STATUS_WORDS[entry.status]
    )
    return source.short in cell and entry.place in cell and f"({status})" in cell


# --- every number ------------------------------------------------------------------------------


def test_every_landmark_stands_in_its_cuts_table_with_source_and_status(any_trial: Trial) -> None:
    tables = published.numbers(ENGLISH, any_trial)
    for entry in any_trial.landmarks:
        table = named(tables, published.cut_caption(any_trial, entry.data_cut))
        end = any_trial.text.endpoints[entry.endpoint]
        name = f"{end.name}, {any_trial.text.arms[entry.arm.value].name}"
        when = f"at {entry.months} months"
        (row,) = [row for row in table.rows if row[0] == name and row[3].endswith(when)]
        assert row[1] == numbers.percent(ENGLISH, entry.survival, entry.decimals)
        assert is_sourced(any_trial, row[-1], entry)


def test_every_hazard_ratio_stands_with_range_p_source_and_status(any_trial: Trial) -> None:
    tables = published.numbers(ENGLISH, any_trial)
    for entry in any_trial.hazard_ratios:
        table = named(tables, published.cut_caption(any_trial, entry.data_cut))
        name = f"Hazard ratio for {any_trial.text.endpoints[entry.endpoint].event}"
        if entry.model is not None:
            name = f"{name}, {any_trial.text.models[entry.model]}"
        (row,) = [row for row in table.rows if row[0] == name]
        assert row[1].startswith(numbers.number(ENGLISH, entry.value, entry.decimals))
        told = numbers.p_value(ENGLISH, entry.p_value, below=entry.p_value_below)
        assert entry.p_value is None or told in row[1]
        assert entry.lower is not None
        assert row[2].startswith(numbers.number(ENGLISH, entry.lower, entry.decimals))
        assert is_sourced(any_trial, row[-1], entry)


def test_every_cut_says_its_follow_up_or_that_it_is_not_stated(trial: Trial) -> None:
    tables = published.numbers(ENGLISH, trial)
    shown = {
        cut.id: named(tables, published.cut_caption(trial, cut.id)).rows[0][:2]
        for cut in trial.data_cuts
    }
    assert shown == {
        "nejm": ("Median follow-up", "43 months"),
        "fda-primary": ("Median follow-up", "not stated"),
        "fda-later": ("Median follow-up", "54 months"),
    }


def test_medians_say_not_reached_and_that_no_range_is_published(trial: Trial) -> None:
    table = named(published.numbers(ENGLISH, trial), published.MEDIANS_CAPTION)
    assert [row[1:3] for row in table.rows] == [
        ("not reached", "range not published"),
        ("71.4 months", "range not published"),
    ]
    for row, entry in zip(table.rows, trial.medians, strict=True):
        assert is_sourced(trial, row[-1], entry)


def test_every_subgroups_numbers_stand_with_their_own_source(trial: Trial) -> None:
    table = named(published.numbers(ENGLISH, trial), published.SUBGROUPS_CAPTION)
    for entry in trial.subgroups:
        name = trial.text.subgroups[entry.id].name
        event = trial.text.endpoints[entry.endpoint].event
        found = [
            row
            for row in table.rows
            if row[0] == f"{name}: Hazard ratio for {event}" and is_sourced(trial, row[-1], entry)
        ]
        (row,) = found
        assert entry.p_value is None or numbers.p_value(ENGLISH, entry.p_value) in row[1]
        cut = entry.data_cut
        analysis = LATER_REPORT if cut is None else trial.text.cuts[cut].name
        assert analysis in row[3]
    survivals = {row[1]: row for row in table.rows if " vs " in row[1]}
    assert list(survivals) == [
        *("95 % vs 70 %", "70 % vs 65 %", "92 % vs 67 %", "100 % vs 73 %"),
        *("82 % vs 72 %", "87 % vs 70 %", "69 % vs 57 %", "86 % vs 66 %", "90 % vs 69 %"),
        "82 % vs 67 %",
    ]
    assert {row[2] for row in survivals.values()} == {"range not published"}
    assert "NEJM 2024" in survivals["95 % vs 70 %"][3]
    assert "later report" in survivals["92 % vs 67 %"][3]


def test_a_subgroups_interval_calculated_from_p_says_so(trial: Trial) -> None:
    table = named(published.numbers(ENGLISH, trial), published.SUBGROUPS_CAPTION)
    (row,) = [row for row in table.rows if row[1].startswith("0.77")]
    assert row[2] == "range not published; calculated: 0.38 to 1.56 (from P)"


def test_a_landmark_without_a_published_range_gets_one_that_is_marked_calculated(
    trial: Trial,
) -> None:
    table = named(published.numbers(ENGLISH, trial), published.cut_caption(trial, "nejm"))
    found = [row[2] for row in table.rows if "survival" in row[0]]
    assert len(found) == 4
    assert all(cell.startswith("range not published; calculated: ") for cell in found)


def test_without_a_curve_such_a_landmark_has_no_range(trial: Trial) -> None:
    bare = trial.model_copy(update={"curves": ()})
    table = named(published.numbers(ENGLISH, bare), published.cut_caption(trial, "nejm"))
    found = {row[2] for row in table.rows if "survival" in row[0]}
    assert found == {"range not published"}


def test_both_denominators_of_each_arm_stand_with_their_own_sources(any_trial: Trial) -> None:
    table = named(published.numbers(ENGLISH, any_trial), published.ARMS_CAPTION)
    for role in Role:
        arm, name = any_trial.arm(role), any_trial.text.arms[role.value].name
        by_name = {row[0]: row for row in table.rows}
        randomised = by_name[f"Randomised, {name}"]
        treated = by_name[f"Treated, and so counted for harms, {name}"]
        assert (randomised[1], treated[1]) == (str(arm.n_randomised), str(arm.n_safety))
        assert is_sourced(any_trial, randomised[-1], arm)
        assert any_trial.source(arm.safety_source).short in treated[-1]


def test_every_number_has_a_range_or_says_that_there_is_none(any_trial: Trial) -> None:
    for table in published.numbers(ENGLISH, any_trial):
        assert table.columns == published.NUMBER_COLUMNS
        for row in table.rows:
            told = " to " in row[2] or numbers.RANGE_NOT_PUBLISHED in row[2]
            counted = row[2] == published.COUNT_NOT_ESTIMATE
            missing = row[1] in (numbers.NOT_AVAILABLE, numbers.NOT_STATED)
            assert told or counted or missing, row


# --- the unconfirmed rate ----------------------------------------------------------------------


def every_table(trial: Trial) -> tuple[Table, ...]:
    return (
        *published.numbers(ENGLISH, trial),
        *sources.facts(ENGLISH, trial),
        *checks.consistency_tables(ENGLISH, trial),
        *calibration.calibration(ENGLISH, trial),
        *(
            glossary.about(ENGLISH, trial),
            glossary.method(ENGLISH, trial),
            glossary.glossary(ENGLISH, trial),
        ),
        *sources.sources(ENGLISH, trial),
        sources.statuses(ENGLISH),
    )


def of_weighed_harm(trial: Trial) -> list[tuple[str, ...]]:
    harm = trial.weighed_harm
    assert harm is not None
    short = trial.text.harms[harm.id].short
    return [row for row in rows(every_table(trial)) if row[0].startswith(short)]


def test_the_unconfirmed_rate_carries_its_badge_in_every_row_where_it_shows() -> None:
    found = of_weighed_harm(with_unconfirmed_harm())
    assert len(found) == 2  # two arms
    assert all(BADGE in " ".join(row[:2]) for row in found)  # seen before a narrow table scrolls


def test_an_unconfirmed_count_carries_its_badge_in_the_consistency_report_too() -> None:
    counts = {Role.EXPERIMENTAL: 26, Role.CONTROL: 6}
    trial = with_unconfirmed_harm()
    events = tuple(
        entry.model_copy(update={"events": counts[entry.arm]})
        if entry.harm == "neuropsychiatric"
        else entry
        for entry in trial.adverse_events
    )
    found = of_weighed_harm(trial.model_copy(update={"adverse_events": events}))
    assert len(found) == 4  # two arms, as numbers and in the consistency report
    assert all(BADGE in " ".join(row[:2]) for row in found)


def test_no_other_row_carries_the_badge_of_the_unconfirmed_rate() -> None:
    trial = with_unconfirmed_harm()
    marked = [row for row in rows(every_table(trial)) if BADGE in " ".join(row)]
    assert marked == of_weighed_harm(trial)


def test_the_published_rate_carries_no_badge_and_says_where_it_was_read(trial: Trial) -> None:
    assert not any(BADGE in " ".join(row) for row in rows(every_table(trial)))
    experimental, control = of_weighed_harm(trial)
    assert experimental[1:3] == (*("23 % of 111", "range not published; calculated: 16 to 32 %"),)
    assert control[1] == "5 % of 112"
    for row in (experimental, control):
        assert "authors' manuscript, Results, Adverse events (published)" in row[-1]
        assert "during consolidation" in row[3]


def test_table_2_stands_whole_with_its_grades_and_both_denominators(trial: Trial) -> None:
    table = named(published.numbers(ENGLISH, trial), published.HARMS_CAPTION)
    assert len(table.rows) == 2 * len(trial.harms) == 40
    shown = {row[0]: row for row in table.rows}
    experimental, control = (trial.text.arms[role.value].name for role in
                             (Role.EXPERIMENTAL, Role.CONTROL))  # fmt: skip
    name = trial.text.harms["neutropenia"].name
    assert shown[f"{name}, {experimental}"][1] == ("58 % of 111 or 112 (grade 3: 3, 4: 55, 5: 0 %)")
    assert shown[f"{name}, {control}"][1] == "87 % of 112 (grade 3: 1, 4: 86, 5: 0 %)"
    for row in table.rows:
        assert row[2].startswith("range not published; calculated: ")
        assert not re.search(r"\d+ of 11[12],", row[1])  # no count


def test_rates_per_patient_year_stand_in_a_table_of_their_own() -> None:
    tower = load_trial(ROOT / "data" / "tower")
    table = named(published.numbers(ENGLISH, tower), published.EXPOSURE_CAPTION)
    assert "never weighed" in table.caption
    assert len(table.rows) == len(tower.exposure_rates) == 5
    for row, entry in zip(table.rows, tower.exposure_rates, strict=True):
        assert row[0] == tower.text.harms[entry.harm].name
        assert row[1].startswith(f"{entry.experimental:.2f} vs {entry.control:.2f}")
        assert row[2:4] == ("range not published", "events per patient-year on treatment")
        assert is_sourced(tower, row[-1], entry)


def test_facts_that_belong_beside_the_harms_are_deaths_and_what_treatment_involves(
    trial: Trial,
) -> None:
    shown = sources.facts_beside_harms(ENGLISH, trial)
    assert [table.caption for table in shown] == [
        trial.text.fact_groups[group] for group in trial.text.beside_harms
    ]
    assert trial.text.beside_harms == ("deaths", "transplants", "treatment-involved")
    said = " ".join(row[0] for row in rows(shown))
    for part in ("17", "40", "112", "22", "28", "32"):
        assert re.search(rf"\b{part}\b", said), part
    every = rows(sources.facts(ENGLISH, trial))
    assert all(row in every for row in rows(shown))


def test_a_harm_without_a_rate_is_not_available_and_never_zero(trial: Trial) -> None:
    other = trial.model_copy(update={"adverse_events": ()})
    table = named(published.numbers(ENGLISH, other), published.HARMS_CAPTION)
    assert {row[1] for row in table.rows} == {numbers.NOT_AVAILABLE}
    assert len(table.rows) == 2 * len(trial.harms)


def test_every_unconfirmed_fact_says_so(trial: Trial) -> None:
    shown = {row[0]: row[1] for row in rows(sources.facts(ENGLISH, trial))}
    for fact in trial.facts:
        if fact.status is Status.UNCONFIRMED:
            assert "(unconfirmed)" in shown[fact_sentence(ENGLISH, trial, fact)]


# --- facts, sources, words ---------------------------------------------------------------------


def test_every_fact_and_criterion_stands_with_its_source(any_trial: Trial) -> None:
    shown = {row[0]: row[1] for row in rows(sources.facts(ENGLISH, any_trial))}
    for fact in any_trial.facts:
        assert is_sourced(any_trial, shown[fact_sentence(ENGLISH, any_trial, fact)], fact)
    for criterion in any_trial.criteria:
        requirement = any_trial.text.criteria[criterion.id].requirement
        assert is_sourced(any_trial, shown[requirement], criterion)
    assert not any("{value}" in sentence for sentence in shown)


def test_every_source_stands_with_identifiers_and_relayer(any_trial: Trial) -> None:
    (table,) = sources.sources(ENGLISH, any_trial)
    assert len(table.rows) == len(any_trial.sources)
    for row, source in zip(table.rows, any_trial.sources, strict=True):
        shown = " ".join(row)
        for part in (source.citation, source.doi, source.pmid, source.pmcid, source.reported_by):
            assert part is None or part in shown


def test_the_glossary_holds_both_and_is_sorted(trial: Trial) -> None:
    terms = [row[0] for row in glossary.glossary(ENGLISH, trial).rows]
    assert terms == sorted(terms, key=str.casefold)
    assert set(glossary.GLOSSARY) | {e.term for e in trial.text.glossary.values()} == set(terms)


def test_every_status_has_its_word_and_meaning() -> None:
    assert len(sources.statuses(ENGLISH).rows) == len(Status)


def test_the_model_facts_name_versions_dates_funding_and_policy(trial: Trial) -> None:
    shown = " ".join(" ".join(row) for row in glossary.about(ENGLISH, trial).rows)
    review = trial.review
    for part in (
        *(trial.version, tradeoff.__version__, ENGLISH.day(review.last), ENGLISH.day(review.next)),
        *(trial.text.funding, trial.text.update_policy, trial.text.not_for, trial.text.decision),
        *(INTENDED_USE, "English"),
    ):
        assert part in shown


def test_the_programs_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert tradeoff.__version__ == project["version"]


# --- consistency and calibration ---------------------------------------------------------------


def test_every_comparison_stands_once_and_says_agreement_or_tension(any_trial: Trial) -> None:
    shown = rows(checks.consistency_tables(ENGLISH, any_trial))
    of_curves = (CheckKind.CALIBRATED, CheckKind.TENSION)
    lines = [line for line in consistency.report(any_trial) if line.kind not in of_curves]
    assert len(shown) == len(lines)
    for row, line in zip(shown, lines, strict=True):
        assert row[-1].startswith("Agrees" if line.agrees else "Tension")


def test_tension_says_why_or_that_the_numbers_do_not_say(trial: Trial) -> None:
    """The shipped trial has one line in tension: the reported interval of the transplanted."""

    def tense(shown: Trial) -> list[tuple[str, ...]]:
        found = rows(checks.consistency_tables(ENGLISH, shown))
        return [row for row in found if row[-1].startswith("Tension")]

    (shipped,) = tense(trial)
    assert shipped[0].startswith("Transplanted, OS: ")
    assert "few events" in shipped[-1]
    assert "misprint" in shipped[-1]
    ratio = changed(trial.hazard_ratios[0], p_value=0.04)
    other = trial.model_copy(update={"hazard_ratios": (ratio, *trial.hazard_ratios[1:])})
    (row,) = [one for one in tense(other) if one != shipped]
    assert row[1] == "0.04"
    assert "another test" in row[-1]
    every = rows(checks.consistency_tables(ENGLISH, other))
    agree, _, named = checks.consistency_summary(ENGLISH, other).partition(" In tension: ")
    assert agree == f"{len(every) - 2} of {len(every)} comparisons agree."
    assert sorted(named.removesuffix(".").split("; ")) == sorted([shipped[0], row[0]])
    plain = changed(trial.hazard_ratios[0], p_value=0.2)
    other = trial.model_copy(update={"hazard_ratios": (plain, *trial.hazard_ratios[1:])})
    (row,) = [one for one in tense(other) if one != shipped]
    assert "check them against the source" in row[-1]


def test_reported_numbers_keep_their_printed_digits(trial: Trial) -> None:
    shown = {row[1] for row in rows(checks.consistency_tables(ENGLISH, trial))}
    assert {"0.20", "69.0 %", "68 %", "0.002"} <= shown
    counted = {row[1] for row in rows(checks.consistency_tables(ENGLISH, newcomer()))}
    assert {"17.1 %", "8.2 %"} <= counted


def test_every_kind_reason_and_explanation_has_words() -> None:
    assert set(_COMPARED) == set(CheckKind)
    assert set(_TOLERANCE_WORDS) == set(consistency.ToleranceReason)
    assert set(_EXPLANATION_WORDS) == set(Explanation)


def test_every_curve_has_its_table_marked_reconstructed(trial: Trial) -> None:
    tables = calibration.calibration(ENGLISH, trial)
    for curve in trial.curves:
        table = named(tables, calibration_caption(ENGLISH, trial, curve))
        assert numbers.RECONSTRUCTED in table.caption
        assert len(table.rows) == len(curve.checks) + 1
        assert {row[-1] for row in table.rows} == {calibration.MET}
        assert f"{curve.tension_limit:g}" == table.rows[-1][3]
    assumed = named(tables, calibration.ASSUMPTIONS_CAPTION)
    assert assumed.rows[-1][1] == f"{trial.curves[0].curves_kept} of {trial.curves[0].curves_asked}"


def test_a_stated_follow_up_is_no_assumption(trial: Trial) -> None:
    assumed = named(calibration.calibration(ENGLISH, trial), calibration.ASSUMPTIONS_CAPTION)
    (row,) = [row for row in assumed.rows if row[0].startswith("Median follow-up")]
    stated = [
        trial.data_cut(curve.data_cut).median_follow_up_months is not None for curve in trial.curves
    ]
    assert [cell == calibration.CURVE_STATED for cell in row[1:]] == stated


def test_a_check_that_is_not_met_says_so(trial: Trial) -> None:
    curve, *others = trial.curves
    check = curve.checks[0]
    missed = changed(check, achieved=check.target + 2 * check.tolerance)
    spoilt = changed(curve, checks=(missed, *curve.checks[1:]))
    other = trial.model_copy(update={"curves": (spoilt, *others)})
    assert calibration.calibration(ENGLISH, other)[0].rows[0][-1] == calibration.NOT_MET


def test_refused_curves_are_said_and_a_trial_without_curves_has_no_table(trial: Trial) -> None:
    bare = trial.model_copy(update={"curves": ()})
    assert calibration.calibration(ENGLISH, bare) == ()
    refused = bare.model_copy(update={"refused_curves": ("stale for a reason",)})
    (table,) = calibration.calibration(ENGLISH, refused)
    assert table.rows == (("stale for a reason",),)
