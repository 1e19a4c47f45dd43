"""Tables beside the pictures: every row whole, every number with range, status and badge."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.views import (
    DATA,
    PLACES,
    TYPED,
    at,
    e1910,
    view,
    with_fewer_harms,
    with_lower_survival,
    with_survival_spanning_zero,
    with_unconfirmed_harm,
    without_curves,
    without_harm_rate,
    without_landmarks,
)
from tradeoff.drawing.probability import probability_view
from tradeoff.findings.choices import Framing, HarmSource
from tradeoff.findings.view import Findings, harms_in_order
from tradeoff.papers import effects, tables
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import Trial
from tradeoff.words.say import ENGLISH
from tradeoff.words.table import Table

PLACE = tuple[str, str, int]
BADGE = "Unconfirmed: check against the full paper"
PAPER = {"harm": HarmSource.PAPER, "counts": TYPED}


def shipped(name: str) -> Trial:
    return load_trial(DATA / name)


def every_view() -> Iterator[Findings]:
    for place in PLACES:
        for framing in Framing:
            yield at(place, framing=framing)
            yield at(place, framing=framing, weight=50, **PAPER)
    yield view(months=30)
    for trial in (
        *(without_harm_rate(), without_landmarks(), without_curves(), with_fewer_harms()),
        *(with_unconfirmed_harm(), *map(shipped, ("tower", "aall1731"))),
    ):
        yield view(trial)
    for trial in (with_lower_survival(), with_survival_spanning_zero()):
        yield view(trial, cut="fda-primary")


def every_table(shown: Findings) -> Iterator[Table]:
    yield tables.curve_table(ENGLISH, shown)
    yield effects.cuts_table(ENGLISH, shown)
    yield effects.effects_table(ENGLISH, shown)
    yield tables.arrays_table(ENGLISH, shown)
    yield tables.harms_table(ENGLISH, shown)
    yield tables.harms_table(ENGLISH, shown, brief=True)
    yield tables.subgroup_table(ENGLISH, shown)
    yield tables.context_table(ENGLISH, shown.trial)
    drawn = probability_view(ENGLISH, shown)
    if drawn is not None:
        yield tables.probability_table(ENGLISH, drawn.main, drawn.others)


def test_every_cell_of_every_table_says_something() -> None:
    seen = 0
    for shown in every_view():
        for table in every_table(shown):
            assert table.caption
            assert len(set(table.columns)) == len(table.columns)
            for row in table.rows:
                seen += 1
                assert len(row) == len(table.columns)
                for cell in row:
                    assert cell.strip(), (table.caption, row)
                    assert "None" not in cell
                    assert "nan" not in cell
    assert seen > 500


def column(table: Table, name: str) -> list[str]:
    place = table.columns.index(name)
    return [row[place] for row in table.rows]


# Effects -----------------------------------------------------------------------------------


def test_effects_show_benefits_first_and_the_harm_at_the_same_detail() -> None:
    table = effects.effects_table(ENGLISH, view())
    assert [row[0] for row in table.rows] == [
        "Overall survival",
        "Relapse-free survival",
        "Serious neuropsychiatric events (grade 3 or more)",
    ]
    assert column(table, "Difference per 100") == [
        "+17 (5 to 29)",
        "+16 (3 to 28)",
        "+18 (8 to 27)",
    ]


@pytest.mark.parametrize("place", PLACES)
def test_the_harm_row_carries_the_badge_and_only_that_row(place: PLACE) -> None:
    endpoint, cut, months = place
    shown = view(with_unconfirmed_harm(), endpoint=endpoint, cut=cut, months=months)
    *benefits, harm = effects.effects_table(ENGLISH, shown).rows
    assert BADGE in " ".join(harm)
    assert all("nconfirmed" not in " ".join(row) for row in benefits)
    for brief in (False, True):
        weighed, *others = tables.harms_table(ENGLISH, shown, brief=brief).rows
        assert BADGE in " ".join(weighed)
        assert all("nconfirmed" not in " ".join(row) for row in others)
    assert BADGE in " ".join(tables.arrays_table(ENGLISH, shown).rows[-1])


@pytest.mark.parametrize("place", PLACES)
def test_no_table_of_the_shipped_trial_carries_the_badge(place: PLACE) -> None:
    for table in every_table(at(place)):
        assert "nconfirmed" not in " ".join(cell for row in table.rows for cell in row)


def test_typed_counts_are_named_in_place_of_the_badge() -> None:
    shown = view(with_unconfirmed_harm(), cut="fda-primary", **PAPER)
    harm = effects.effects_table(ENGLISH, shown).rows[-1]
    text = " ".join(harm)
    assert "nconfirmed" not in text
    assert "Counts typed in from the paper" in text
    assert "+18.1 (9.0 to 27.2)" in harm
    assert "26 of 111 vs 6 of 112 treated" in harm[-1]


def test_an_unknown_harm_is_not_available_in_every_column_of_figures() -> None:
    row = effects.effects_table(ENGLISH, view(without_harm_rate())).rows[-1]
    cells = dict(zip(effects.effects_table(ENGLISH, view()).columns, row, strict=True))
    for name in ("Direction", "Blinatumomab, per 100", "Chemotherapy, per 100",
                 "Difference per 100", "Strength", "Source"):  # fmt: skip
        assert cells[name] == "not available"
    assert not re.search(r"\b0\b", " ".join(row))


def test_effects_of_a_cut_hold_no_end_point_that_it_did_not_publish() -> None:
    for cut in ("fda-primary", "fda-later"):
        assert [row[0] for row in effects.effects_table(ENGLISH, view(cut=cut)).rows] == [
            "Overall survival",
            "Serious neuropsychiatric events (grade 3 or more)",
        ]


def test_effects_point_both_ways() -> None:
    row = effects.effects_table(ENGLISH, view(with_fewer_harms())).rows[-1]
    assert row[1] == "lower with blinatumomab added"
    row = effects.effects_table(ENGLISH, view(with_lower_survival(), cut="fda-primary")).rows[0]
    assert row[1] == "lower with blinatumomab added"
    trial = with_survival_spanning_zero()
    row = effects.effects_table(ENGLISH, view(trial, cut="fda-primary")).rows[0]
    assert "spans zero" in row[1]
    assert "spans zero" in row[6]


@pytest.mark.parametrize("place", PLACES)
def test_every_effect_names_window_population_strength_and_source(place: PLACE) -> None:
    table = effects.effects_table(ENGLISH, at(place))
    for row in table.rows[:-1]:
        assert f"at {place[2]} months after randomisation" in row[5]
        assert e1910().text.cuts[place[1]].name in row[5]
        assert "one randomised trial; range excludes zero" in row[6]
        assert "(published)" in row[7] or "as reported by" in row[7]
    assert table.rows[-1][5] == "during consolidation; 111 vs 112 treated in E1910"
    assert "authors' manuscript, Results, Adverse events (published)" in table.rows[-1][7]


# Curves ------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("framing", Framing)
def test_the_curve_is_reconstructed_every_six_months_and_ends_in_the_published_row(
    place: PLACE, framing: Framing
) -> None:
    table = tables.curve_table(ENGLISH, at(place, framing=framing))
    *curve, landmark = table.rows
    assert [int(row[0]) for row in curve] == list(range(0, place[2] + 1, 6))
    assert {row[-1] for row in curve} == {"reconstructed"}
    assert landmark[0] == str(place[2])
    assert landmark[-1].startswith(("published", "reported"))
    assert "reconstructed" not in landmark[-1]


@pytest.mark.parametrize(
    ("cut", "status", "experimental", "control", "change"),
    [
        (
            "nejm",
            "published, range calculated",
            *("85 (77 to 91)", "68 (58 to 76)", "+17 (5 to 29)"),
        ),
        (
            "fda-primary",
            "reported",
            *("84.8 (76.3 to 90.4)", "69.0 (58.7 to 77.2)", "+15.8 (4.0 to 27.5)"),
        ),
        (
            "fda-later",
            "reported",
            *("82.4 (73.7 to 88.4)", "62.5 (52.0 to 71.3)", "+19.9 (7.5 to 32.0)"),
        ),
    ],
)
def test_the_landmark_is_told_as_its_source_has_it(
    cut: str, status: str, experimental: str, control: str, change: str
) -> None:
    row = tables.curve_table(ENGLISH, view(cut=cut)).rows[-1]
    assert row[1:] == (experimental, control, change, "–", "–", status)


NUMBER = re.compile(r"[−+]?\d+")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("framing", Framing)
def test_every_row_of_the_curve_has_ranges_of_both_arms_of_their_difference_and_of_the_lines(
    place: PLACE, framing: Framing
) -> None:
    table = tables.curve_table(ENGLISH, at(place, framing=framing))
    arms = tuple(e1910().text.arms[role.value].name for role in (Role.EXPERIMENTAL, Role.CONTROL))
    assert table.columns == (
        *("Months", *arms, "Difference"),
        *(f"Where the line may run: {arm}" for arm in arms),
        "Status",
    )
    assert "95 % range of the true curve" in table.caption
    for row in table.rows[1:-1]:
        for cell, room in ((row[1], row[4]), (row[2], row[5])):
            value, low, high = map(int, NUMBER.findall(cell))
            least, most = map(int, NUMBER.findall(room))
            assert low <= least <= value <= most <= high  # the shown range is never the narrower
        change, low, high = (int(n.replace("−", "-")) for n in NUMBER.findall(row[3]))
        assert low < change < high
        assert (change > 0) == (framing is Framing.ALIVE)


def test_the_died_frame_of_the_curve_mirrors_values_and_limits() -> None:
    row = tables.curve_table(ENGLISH, view(cut="fda-primary", framing=Framing.DIED)).rows[-1]
    assert row[1:4] == ("15.2 (9.6 to 23.7)", "31.0 (22.8 to 41.3)", "−15.8 (−27.5 to −4.0)")
    alive, died = (
        tables.curve_table(ENGLISH, view(framing=framing)).rows[2] for framing in Framing
    )
    for one, other in zip(alive[1:3], died[1:3], strict=True):
        value, low, high = map(int, re.findall(r"\d+", one))
        assert tuple(map(int, re.findall(r"\d+", other))) == (100 - value, 100 - high, 100 - low)


def test_without_curve_and_range_the_landmark_still_stands() -> None:
    (row,) = tables.curve_table(ENGLISH, view(without_curves())).rows
    assert row == (
        "36",
        "85 (range not published)",
        "68 (range not published)",
        "+17 (range not published)",
        *("–", "–"),
        "published",
    )


# Data cuts ---------------------------------------------------------------------------------

OWN = {
    "NEJM 2024": ("43 months", "36 months", "85 (77 to 91)", "68 (58 to 76)", "+17 (5 to 29)",
                  "5.9 (3.5 to 19)", "0.41 (0.23 to 0.73)", "0.002"),
    "FDA, primary": ("not stated", "36 months", "84.8 (76.3 to 90.4)", "69.0 (58.7 to 77.2)",
                     "+15.8 (4.0 to 27.5)", "6.3 (3.6 to 25)", "0.42 (0.24 to 0.75)", "0.003"),
    "FDA, later": ("54 months", "60 months", "82.4 (73.7 to 88.4)", "62.5 (52.0 to 71.3)",
                   "+19.9 (7.5 to 32.0)", "5.0 (3.1 to 13)", "0.44 (0.25 to 0.76)",
                   "P not published"),
}  # fmt: skip


@pytest.mark.parametrize("chosen_cut", ["nejm", "fda-primary", "fda-later"])
def test_each_cut_shows_its_own_numbers_alone_whichever_is_chosen(chosen_cut: str) -> None:
    table = effects.cuts_table(ENGLISH, view(cut=chosen_cut))
    assert table.columns[1:] == tuple(OWN)
    rows = ("Median follow-up", "Landmark", "Blinatumomab + chemotherapy", "Chemotherapy alone",
            "Difference per 100", "NNT at the landmark", "Hazard ratio", "P")  # fmt: skip
    names = column(table, "")
    for name, own in OWN.items():
        shown = dict(zip(names, column(table, name), strict=True))
        for row, value in zip(rows, own, strict=True):
            assert shown[row].removesuffix(", range calculated") == value


def test_a_calculated_range_is_marked_and_a_printed_one_is_not() -> None:
    table = effects.cuts_table(ENGLISH, view())
    arms = [row for row in table.rows if row[0] in ("Blinatumomab + chemotherapy",
                                                    "Chemotherapy alone")]  # fmt: skip
    for row in arms:
        assert row[1].endswith("range calculated")
        assert "calculated" not in row[2]
        assert "calculated" not in row[3]


def test_restricted_means_are_marked_as_reconstructed_and_name_their_month() -> None:
    (means,) = [
        row for row in effects.cuts_table(ENGLISH, view()).rows if row[0] == "RMST difference"
    ]
    for cell, month in zip(means[1:], (36, 36, 60), strict=True):
        assert f"months to month {month} (reconstructed" in cell


def test_relapse_free_survival_has_one_cut() -> None:
    table = effects.cuts_table(ENGLISH, view(endpoint="rfs"))
    assert table.columns == ("", "NEJM 2024")
    assert dict(table.rows)["Hazard ratio"] == "0.53 (0.32 to 0.87)"
    assert dict(table.rows)["P"] == "P not published"


def test_what_a_cut_lacks_is_not_available() -> None:
    rows = {row[0]: row[1:] for row in effects.cuts_table(ENGLISH, view(without_landmarks())).rows}
    for name in ("Landmark", "Chemotherapy alone", "Difference per 100", "NNT at the landmark"):
        assert set(rows[name]) == {"not available"}
    assert "Litzow" in rows["Source"][0]
    assert "FDA announcement" in rows["Source"][1]
    assert rows["Hazard ratio"] == ("0.41 (0.23 to 0.73)", "0.42 (0.24 to 0.75)",
                                    "0.44 (0.25 to 0.76)")  # fmt: skip


# People, subgroups, context, probability ---------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_people_of_both_frames_add_up_to_a_hundred(place: PLACE) -> None:
    alive, died, harm = tables.arrays_table(ENGLISH, at(place)).rows
    for one, other in zip(alive[1:3], died[1:3], strict=True):
        assert int(one) + int(other) == 100
    assert harm[1:3] == ("23", "5")
    assert harm[3:] == ("+18 (8 to 27)", "published, calculated")
    assert died[3].startswith("−")


def test_subgroups_of_the_cut_come_first_and_later_reports_stand_apart() -> None:
    rows = tables.subgroup_table(ENGLISH, view()).rows
    assert [row[:3] for row in rows] == [
        ("Under 55 years (66 vs 65)", "NEJM 2024", "0.16 (0.05 to 0.47)"),
        ("55 years and over (46 vs 47)", "NEJM 2024", "0.66 (0.33 to 1.35)"),
        ("Under 55 years (66 vs 66)", "later report", "0.20 (0.08 to 0.54)"),
        ("30 to 39 years (47 in all)", "later report", "not available"),
        (
            *("55 years and over (46 vs 47)", "later report"),
            "0.77 (0.38 to 1.56), calculated from P",
        ),
        ("Transplanted (number not given)", "later report", "0.59 (0.12 to 2.11)"),
    ]
    for cut in ("fda-primary", "fda-later"):
        analyses = {row[1] for row in tables.subgroup_table(ENGLISH, view(cut=cut)).rows}
        assert analyses == {"later report"}


def test_subgroups_name_people_ratio_survival_and_their_own_source() -> None:
    young, old, under, thirties, over, transplanted = tables.subgroup_table(ENGLISH, view()).rows
    assert young[3:5] == ("P not published", "95 % vs 70 % at 36 months; range not published")
    assert old[4] == "70 % vs 65 % at 36 months; range not published"
    assert "authors' manuscript, Results" in young[-1]
    assert under[3] == "0.002"
    assert "range not published" in thirties[4]
    assert over[4] == "not available"
    assert "EHA 2025" in under[-1]
    assert "Wieduwilt" in over[-1]
    assert "abstract 779" in transplanted[-1]


# All harms -----------------------------------------------------------------------------------


def test_all_twenty_harms_stand_in_a_row_each_the_weighed_one_first_then_from_more_to_fewer() -> (
    None
):
    shown = view()
    table = tables.harms_table(ENGLISH, shown)
    order = [harm.id for harm, _ in harms_in_order(shown)]
    assert len(table.rows) == len(e1910().harms) == len(set(order)) == 20
    assert [row[0] for row in table.rows] == [e1910().text.harms[name].short for name in order]
    assert order[0] == "neuropsychiatric"
    assert (order[1], order[-1]) == ("nausea", "neutropenia")
    first = [row[3].replace("−", "-").split(" ")[0] for row in table.rows[1:]]
    changes = [float(cell) for cell in first]
    assert changes == sorted(changes, reverse=True)
    assert table.rows[0][1:4] == ("23 (16 to 32)", "5 (2 to 11)", "+18 (8 to 27)")
    assert table.rows[-1][1:4] == ("58 (48 to 67)", "87 (79 to 92)", "−29 (−40 to −17)")
    assert all("Table 2 (published)" in row[-1] for row in table.rows[1:])


def test_both_directions_of_harm_are_worded_alike() -> None:
    figures = re.compile(r"(\+|−)?\d+(\.\d)? \(−?\d+(\.\d)? to −?\d+(\.\d)?\)")
    for trial in (e1910(), shipped("tower"), shipped("aall1731")):
        for row in tables.harms_table(ENGLISH, view(trial)).rows:
            known = row[3] != "not available"
            assert not known or figures.fullmatch(row[3]), row


def test_rates_per_patient_year_stand_beside_the_counts_and_say_that_they_are_not_weighed() -> None:
    shown = view(shipped("tower"))
    table = tables.harms_table(ENGLISH, shown)
    assert "not adjusted for time on treatment" in table.caption
    rates = dict(zip(column(table, "Harm"), column(table, "Per patient-year (not weighed)"),
                     strict=True))  # fmt: skip
    assert {name: rate for name, rate in rates.items() if rate != "–"} == {
        "Any event, G3+": "10.73 vs 45.27",
        "Infection, G3+": "1.63 vs 6.49",
        "Cytopenia, G3+": "3.64 vs 20.07",
        "Neurologic event, G3+": "0.38 vs 0.95, P = 0.008",
        "Cytokine release, G3+": "0.16 vs 0.00, P = 0.038",
    }
    assert table.rows[-1][:4] == ("Cytopenia, G3+", *("not available",) * 3)
    assert (
        "Per patient-year (not weighed)"
        not in tables.harms_table(ENGLISH, shown, brief=True).columns
    )
    assert "Per patient-year (not weighed)" not in tables.harms_table(ENGLISH, view()).columns


def test_a_brief_table_of_harms_leaves_out_columns_and_never_a_row() -> None:
    for trial in (e1910(), shipped("tower")):
        whole, brief = (
            tables.harms_table(ENGLISH, view(trial)),
            tables.harms_table(ENGLISH, view(trial), brief=True),
        )
        assert brief.columns == whole.columns[:4]
        assert brief.rows == tuple(row[:4] for row in whole.rows)
        assert brief.caption == whole.caption


def test_context_is_never_this_trials_rate() -> None:
    table = tables.context_table(ENGLISH, e1910())
    assert "context only, never weighed" in table.caption
    assert all("range not published" in row[3] for row in table.rows)
    assert all("E1910" not in row[0] for row in table.rows)
    tower = next(row for row in table.rows if row[0] == "TOWER")
    assert tower[3].startswith("25 of 267 vs 9 of 109")


def test_probability_stands_at_every_tenth_preference() -> None:
    drawn = probability_view(ENGLISH, view())
    assert drawn is not None
    table = tables.probability_table(ENGLISH, drawn.main, drawn.others)
    assert column(table, "Preference (0 to 100)") == [str(w) for w in range(0, 101, 10)]
    assert table.columns[1:] == (
        "Gain and harm independent",
        "correlation −0.3",
        "correlation +0.3",
    )
    shares = [int(cell) for cell in column(table, "Gain and harm independent")]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 100
