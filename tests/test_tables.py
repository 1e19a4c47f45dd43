"""Tables beside the pictures: every row whole, every number with range, status and badge."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.views import (
    PLACES,
    TYPED,
    at,
    e1910,
    view,
    with_fewer_harms,
    with_lower_survival,
    with_survival_spanning_zero,
    without_curves,
    without_harm_counts,
    without_landmarks,
)
from tradeoff import pictures, tables
from tradeoff.choices import Framing, HarmSource
from tradeoff.figures import Table
from tradeoff.findings import Findings

PLACE = tuple[str, str, int]
BADGE = "Unconfirmed: check against the full paper"
PAPER = {"harm": HarmSource.PAPER, "counts": TYPED}


def every_view() -> Iterator[Findings]:
    for place in PLACES:
        for framing in Framing:
            yield at(place, framing=framing)
            yield at(place, framing=framing, weight=50, **PAPER)
    yield view(months=30)
    for trial in (without_harm_counts(), without_landmarks(), without_curves(), with_fewer_harms()):
        yield view(trial)
    for trial in (with_lower_survival(), with_survival_spanning_zero()):
        yield view(trial, cut="fda-primary")


def every_table(shown: Findings) -> Iterator[Table]:
    yield tables.curve_table(shown)
    yield tables.cuts_table(shown)
    yield tables.effects_table(shown)
    yield tables.arrays_table(shown)
    yield tables.subgroup_table(shown)
    yield tables.context_table(shown.trial)
    drawn = pictures.probability_view(shown)
    if drawn is not None:
        yield drawn.table


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
    table = tables.effects_table(view())
    assert [row[0] for row in table.rows] == [
        "Overall survival",
        "Relapse-free survival",
        "Serious neuropsychiatric events (grade 3 or more)",
    ]
    assert column(table, "Difference per 100") == [
        "+17 (5 to 29)",
        "+16 (3 to 28)",
        "+18 (9 to 27)",
    ]


@pytest.mark.parametrize("place", PLACES)
def test_the_harm_row_carries_the_badge_and_only_that_row(place: PLACE) -> None:
    *benefits, harm = tables.effects_table(at(place)).rows
    assert BADGE in " ".join(harm)
    assert all("nconfirmed" not in " ".join(row) for row in benefits)


def test_typed_counts_are_named_in_place_of_the_badge() -> None:
    harm = tables.effects_table(view(cut="fda-primary", **PAPER)).rows[-1]
    text = " ".join(harm)
    assert "nconfirmed" not in text
    assert "Counts typed in from the paper" in text
    assert "+18.1 (9.0 to 27.2)" in harm
    assert "26 of 111 vs 6 of 112 treated" in harm[-1]


def test_an_unknown_harm_is_not_available_in_every_column_of_figures() -> None:
    row = tables.effects_table(view(without_harm_counts())).rows[-1]
    cells = dict(zip(tables.effects_table(view()).columns, row, strict=True))
    for name in ("Direction", "Blinatumomab, per 100", "Chemotherapy, per 100",
                 "Difference per 100", "Strength", "Source"):  # fmt: skip
        assert cells[name] == "not available"
    assert not re.search(r"\b0\b", " ".join(row))


def test_effects_of_a_cut_hold_no_end_point_that_it_did_not_publish() -> None:
    for cut in ("fda-primary", "fda-later"):
        assert [row[0] for row in tables.effects_table(view(cut=cut)).rows] == [
            "Overall survival",
            "Serious neuropsychiatric events (grade 3 or more)",
        ]


def test_effects_point_both_ways() -> None:
    row = tables.effects_table(view(with_fewer_harms())).rows[-1]
    assert row[1] == "lower with blinatumomab added"
    row = tables.effects_table(view(with_lower_survival(), cut="fda-primary")).rows[0]
    assert row[1] == "lower with blinatumomab added"
    trial = with_survival_spanning_zero()
    row = tables.effects_table(view(trial, cut="fda-primary")).rows[0]
    assert "spans zero" in row[1]
    assert "spans zero" in row[6]


@pytest.mark.parametrize("place", PLACES)
def test_every_effect_names_window_population_strength_and_source(place: PLACE) -> None:
    table = tables.effects_table(at(place))
    for row in table.rows[:-1]:
        assert f"at {place[2]} months after randomisation" in row[5]
        assert e1910().text.cuts[place[1]].name in row[5]
        assert "one randomised trial; range excludes zero" in row[6]
        assert "(published)" in row[7] or "as reported by" in row[7]
    assert table.rows[-1][5] == "during treatment; 111 vs 112 treated in E1910"


# Curves ------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("framing", Framing)
def test_the_curve_is_reconstructed_every_six_months_and_ends_in_the_published_row(
    place: PLACE, framing: Framing
) -> None:
    table = tables.curve_table(at(place, framing=framing))
    *curve, landmark = table.rows
    assert [int(row[0]) for row in curve] == list(range(0, place[2] + 1, 6))
    assert {row[-1] for row in curve} == {"reconstructed"}
    assert landmark[0] == str(place[2])
    assert landmark[-1].startswith(("published", "reported"))
    assert "reconstructed" not in landmark[-1]


@pytest.mark.parametrize(
    ("cut", "status", "experimental", "control"),
    [
        ("nejm", "published, range calculated", "85 (76 to 91)", "68 (58 to 76)"),
        ("fda-primary", "reported", "84.8 (76.3 to 90.4)", "69.0 (58.7 to 77.2)"),
        ("fda-later", "reported", "82.4 (73.7 to 88.4)", "62.5 (52.0 to 71.3)"),
    ],
)
def test_the_landmark_is_told_as_its_source_has_it(
    cut: str, status: str, experimental: str, control: str
) -> None:
    row = tables.curve_table(view(cut=cut)).rows[-1]
    assert row[1:] == (experimental, control, status)


def test_the_died_frame_of_the_curve_mirrors_values_and_limits() -> None:
    row = tables.curve_table(view(cut="fda-primary", framing=Framing.DIED)).rows[-1]
    assert row[1:3] == ("15.2 (9.6 to 23.7)", "31.0 (22.8 to 41.3)")
    alive, died = (tables.curve_table(view(framing=framing)).rows[2] for framing in Framing)
    for one, other in zip(alive[1:3], died[1:3], strict=True):
        value, low, high = map(int, re.findall(r"\d+", one))
        assert tuple(map(int, re.findall(r"\d+", other))) == (100 - value, 100 - high, 100 - low)


def test_without_curve_and_range_the_landmark_still_stands() -> None:
    (row,) = tables.curve_table(view(without_curves())).rows
    assert row == (
        "36",
        "85 (range not published)",
        "68 (range not published)",
        "published",
    )


# Data cuts ---------------------------------------------------------------------------------

OWN = {
    "NEJM 2024": ("43 months", "36 months", "85 (76 to 91)", "68 (58 to 76)", "+17 (5 to 29)",
                  "5.9 (3.5 to 20)", "0.41 (0.23 to 0.73)", "0.002"),
    "FDA, primary": ("not stated", "36 months", "84.8 (76.3 to 90.4)", "69.0 (58.7 to 77.2)",
                     "+15.8 (4.0 to 27.5)", "6.3 (3.6 to 25)", "0.42 (0.24 to 0.75)", "0.003"),
    "FDA, later": ("54 months", "60 months", "82.4 (73.7 to 88.4)", "62.5 (52.0 to 71.3)",
                   "+19.9 (7.5 to 32.0)", "5.0 (3.1 to 13)", "0.44 (0.25 to 0.76)",
                   "P not published"),
}  # fmt: skip


@pytest.mark.parametrize("chosen_cut", ["nejm", "fda-primary", "fda-later"])
def test_each_cut_shows_its_own_numbers_alone_whichever_is_chosen(chosen_cut: str) -> None:
    table = tables.cuts_table(view(cut=chosen_cut))
    assert table.columns[1:] == tuple(OWN)
    rows = ("Median follow-up", "Landmark", "Blinatumomab + chemotherapy", "Chemotherapy alone",
            "Difference per 100", "NNT at the landmark", "Hazard ratio", "P")  # fmt: skip
    names = column(table, "")
    for name, own in OWN.items():
        shown = dict(zip(names, column(table, name), strict=True))
        for row, value in zip(rows, own, strict=True):
            assert shown[row].removesuffix(", range calculated") == value


def test_a_calculated_range_is_marked_and_a_printed_one_is_not() -> None:
    table = tables.cuts_table(view())
    arms = [row for row in table.rows if row[0] in ("Blinatumomab + chemotherapy",
                                                    "Chemotherapy alone")]  # fmt: skip
    for row in arms:
        assert row[1].endswith("range calculated")
        assert "calculated" not in row[2]
        assert "calculated" not in row[3]


def test_restricted_means_are_marked_as_reconstructed_and_name_their_month() -> None:
    (means,) = [row for row in tables.cuts_table(view()).rows if row[0] == "RMST difference"]
    for cell, month in zip(means[1:], (36, 36, 60), strict=True):
        assert f"months to month {month} (reconstructed" in cell


def test_relapse_free_survival_has_one_cut() -> None:
    table = tables.cuts_table(view(endpoint="rfs"))
    assert table.columns == ("", "NEJM 2024")
    assert dict(table.rows)["Hazard ratio"] == "0.53 (0.32 to 0.87)"
    assert dict(table.rows)["P"] == "P not published"


def test_what_a_cut_lacks_is_not_available() -> None:
    rows = {row[0]: row[1:] for row in tables.cuts_table(view(without_landmarks())).rows}
    for name in ("Landmark", "Chemotherapy alone", "Difference per 100", "NNT at the landmark"):
        assert set(rows[name]) == {"not available"}
    assert "Litzow" in rows["Source"][0]
    assert "FDA announcement" in rows["Source"][1]
    assert rows["Hazard ratio"] == ("0.41 (0.23 to 0.73)", "0.42 (0.24 to 0.75)",
                                    "0.44 (0.25 to 0.76)")  # fmt: skip


# People, subgroups, context, probability ---------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_people_of_both_frames_add_up_to_a_hundred(place: PLACE) -> None:
    alive, died, harm = tables.arrays_table(at(place)).rows
    for one, other in zip(alive[1:3], died[1:3], strict=True):
        assert int(one) + int(other) == 100
    assert harm[1:3] == ("23", "5")
    assert harm[-1] == BADGE
    assert died[3].startswith("−")


def test_subgroups_name_people_ratio_survival_and_their_own_source() -> None:
    under, thirties, over = tables.subgroup_table(view()).rows
    assert under[:3] == ("Under 55 years (66 vs 66)", "0.20 (0.08 to 0.54)", "0.002")
    assert thirties[1] == "HR not available"
    assert "range not published" in thirties[3]
    assert over[1] == "0.77 (0.38 to 1.56), calculated from P"
    assert over[3] == "not available"
    assert "EHA 2025" in under[-1]
    assert "Wieduwilt" in over[-1]


def test_context_is_never_this_trials_rate() -> None:
    table = tables.context_table(e1910())
    assert "context only, never weighed" in table.caption
    assert all("range not published" in row[3] for row in table.rows)
    assert all("E1910" not in row[0] for row in table.rows)
    tower = next(row for row in table.rows if row[0] == "TOWER")
    assert tower[3].startswith("25 of 267 vs 9 of 109")


def test_probability_stands_at_every_tenth_preference() -> None:
    drawn = pictures.probability_view(view())
    assert drawn is not None
    assert column(drawn.table, "Preference (0 to 100)") == [str(w) for w in range(0, 101, 10)]
    assert drawn.table.columns[1:] == (
        "Gain and harm independent",
        "correlation −0.3",
        "correlation +0.3",
    )
    shares = [int(cell) for cell in column(drawn.table, "Gain and harm independent")]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 100
