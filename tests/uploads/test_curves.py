"""Curves: each digitiser's layout is read, each fault has its words."""

from __future__ import annotations

import pytest

from tests.uploads.reading import (
    FILES,
    curve,
    of_file,
    words,
)
from tradeoff.trial.told import Told
from tradeoff.uploads import (
    CurvePoints,
    Verdict,
    read_curve,
)

TWO_POINTS = {"Series 1": CurvePoints((0.0, 3.5), (1.0, 0.9), (1, 2))}
BELOW_HEADER = {"Series 1": CurvePoints((0.0, 3.5), (1.0, 0.9), (2, 3))}


# Exports of digitisers ---------------------------------------------------------------------


def test_webplotdigitizer_writes_one_data_set_without_a_header() -> None:
    upload = of_file("webplotdigitizer_one.csv")
    points = upload.series["Series 1"]
    assert points.time[0] == 0.012771392081736998
    assert points.survival[:2] == (1.0, 0.9649122807017544)
    assert points.rows == (1, 2, 3, 4, 5)
    assert upload.lines[0].verdict is Verdict.MENDED
    assert upload.lines[0].message.endswith("(survival 1.00088 put onto 1)")


def test_webplotdigitizer_writes_several_data_sets_in_pairs_of_columns_of_unequal_length() -> None:
    upload = of_file("webplotdigitizer_several.csv")
    assert list(upload.series) == ["Default Dataset", "Dataset 2"]
    assert upload.series["Default Dataset"].rows == (3, 4, 5, 6)
    assert upload.series["Dataset 2"].rows == (3, 4, 5)
    assert upload.series["Dataset 2"].survival[-1] == 0.9


def test_a_data_set_without_points_is_left_out_and_said() -> None:
    upload = curve("A,,Dataset 2,\nX,Y,X,Y\n0,1,,\n3,0.9,,\n")
    assert list(upload.series) == ["A"]
    assert upload.notes == ('"Dataset 2" has no points and is left out.',)


def test_engauge_writes_one_x_and_a_column_for_each_curve_some_cells_empty() -> None:
    upload = of_file("engauge_one_x.csv")
    assert upload.series["Curve1"] == CurvePoints(
        (0.0, 5.9823, 12.0451), (1.0, 0.9127, 0.8103), (2, 3, 5)
    )
    assert upload.series["Curve2"] == CurvePoints(
        (0.0, 6.1034, 12.0451), (1.0, 0.9512, 0.9024), (2, 4, 5)
    )


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_engauge_writes_raw_points_as_blocks_one_after_another(gap: str) -> None:
    text = (FILES / "engauge_raw.csv").read_text(encoding="utf-8").replace("\n\n", gap)
    upload = curve(text)
    assert {label: len(points.time) for label, points in upload.series.items()} == {
        "Curve1": 3,
        "Curve2": 3,
    }


def test_digitizeit_writes_tabs_decimal_commas_and_its_header_as_a_comment() -> None:
    upload = of_file("digitizeit.txt")
    assert upload.series == {
        "control": CurvePoints((0.0, 5.9823, 12.0451), (1.0, 0.9127, 0.8103), (3, 4, 5))
    }
    assert upload.notes == ("Numbers have decimal commas: read as decimal points.",)


@pytest.mark.parametrize("name", ["plotdigitizer.csv", "getdata.txt"])
def test_plotdigitizer_and_getdata_write_semicolons_or_tabs(name: str) -> None:
    points = of_file(name).series["Series 1"]
    assert points.time == (0.0, 5.9823, 12.0451)
    assert points.survival == (1.0, 0.9127, 0.8103)


def test_a_column_that_names_the_arm_gives_a_curve_for_each() -> None:
    upload = of_file("long.csv")
    assert upload.series == {
        "control": CurvePoints((0.0, 6.0, 12.0), (1.0, 0.91, 0.81), (2, 3, 4)),
        "experimental": CurvePoints((0.0, 6.0, 12.0), (1.0, 0.95, 0.9), (5, 6, 7)),
    }


def test_excel_writes_unicode_text_with_tabs_decimal_commas_and_percentages() -> None:
    upload = of_file("excel_unicode.txt")
    assert upload.series["Series 1"].survival == (1.0, 0.915, 0.8025)
    assert upload.percent
    assert upload.time_unit == "months"
    assert "Survival is in percent: every value was divided by 100." in upload.notes


def test_the_summary_of_a_fit_in_r_is_read_and_what_is_not_used_is_named() -> None:
    upload = curve(
        '"time","n.risk","n.event","estimate","std.error","strata"\n'
        '0,10,0,1,0,"arm=A"\n5,8,1,0.9,0.1,"arm=A"\n'
    )
    assert upload.series == {"arm=A": CurvePoints((0.0, 5.0), (1.0, 0.9), (2, 3))}
    assert upload.notes[0] == 'The column "n.risk" is not used.'
    assert len(upload.notes) == 3


# Layouts, separators, encodings ------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "0,1\n3.5,0.9\n",
        "0;1\n3,5;0,9\n",
        "0;1\n3.5;0.9\n",
        "0\t1\n3,5\t0,9\n",
        "0\t1\n3.5\t0.9\n",
        "0 1\n3.5   0.9\n",
        "0 1\n3,5 0,9\n",
        "0, 1\r\n3.5, 0.9\r\n",
        "0,1\r3.5,0.9\r",
        '"0","1"\n"3,5","0,9"\n',
        "0,1,\n3.5,0.9,\n",
        "0,100\n3.5,90\n",
        "0,100%\n3.5,90 %\n",
        "0,1e0\n3.5e+0,9.0E-1\n",
        "0,1\n+3.5,.9\n",
        "0,1\n3.5,0.9",
        "-0.01,1.004\n3.5,0.9\n",
        "−0.01,1\n3.5,0.9\n",
        "0,1\n3.5,0.9\n\x1a",
    ],
)
def test_the_same_two_points_are_read_from_every_notation(text: str) -> None:
    assert curve(text).series == TWO_POINTS


@pytest.mark.parametrize(
    "header",
    [
        "time,survival",
        "Months,S(t)",
        "x,y",
        "X, Y",
        "Time (months),Overall survival",
        "t,surv",
        "time_months,os",
        "Time from randomization (months),Progression-free survival probability",
        "months,%",
        "Zeit,Überleben",
    ],
)
def test_many_names_of_the_columns_are_known(header: str) -> None:
    assert curve(f"{header}\n0,1\n3.5,0.9\n").series == BELOW_HEADER


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "latin-1", "utf-8"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    upload = read_curve("Zeit;Überleben\n0;1\n3,5;0,9\n".encode(encoding), "f.csv")
    assert upload.series == BELOW_HEADER
    said = any("Latin-1" in note for note in upload.notes)
    assert said == (encoding == "latin-1")


def test_columns_may_stand_in_another_order() -> None:
    assert curve("OS,months\n1,0\n0.9,3.5\n").series == BELOW_HEADER


def test_unknown_names_of_two_columns_are_read_by_place_and_said() -> None:
    upload = curve("foo,Control\n0,1\n3.5,0.9\n")
    assert list(upload.series) == ["Control"]
    assert upload.notes == ('No column is named as the time: "foo" is read as the time.',)


def test_arms_without_a_header_are_read() -> None:
    assert list(curve("A,0,1\nA,3,0.9\nB,0,1\nB,3,0.8\n").series) == ["A", "B"]


def test_a_wide_table_has_a_curve_in_each_column() -> None:
    assert list(curve("Months,Control,Experimental\n0,1,1\n6,0.8,0.9\n").series) == [
        "Control",
        "Experimental",
    ]


def test_pairs_of_columns_may_have_names_of_their_own() -> None:
    upload = curve("x1,y1,x2,y2\n0,1,0,1\n5,0.9,6,0.7\n")
    assert list(upload.series) == ["Series 1", "Series 2"]
    assert all(isinstance(one, Told) for one in upload.series)
    upload = curve("time,Control,time,Experimental\n0,1,0,1\n5,0.9,6,0.7\n")
    assert list(upload.series) == ["Control", "Experimental"]


def test_names_of_data_sets_alone_are_enough() -> None:
    assert list(curve("A,,B,\n0,1,0,1\n3,0.9,4,0.8\n").series) == ["A", "B"]
    assert list(curve("Default Dataset,\n0,1\n3,0.9\n").series) == ["Default Dataset"]


def test_a_second_curve_begins_where_time_restarts_below_an_empty_row() -> None:
    upload = curve("0,1\n5,0.9\n\n0,1\n6,0.7\n")
    assert [points.rows for points in upload.series.values()] == [(1, 2), (4, 5)]


def test_an_empty_row_inside_a_curve_does_not_part_it() -> None:
    assert curve("0,1\n5,0.9\n\n6,0.7\n").series["Series 1"].rows == (1, 2, 4)


def test_a_title_above_the_header_names_the_curve() -> None:
    assert list(curve("Control arm\ntime,survival\n0,1\n3,0.9\n").series) == ["Control arm"]


def test_the_separator_may_be_named_in_the_first_row() -> None:
    assert curve("sep=;\n0;1\n3,5;0,9\n").series["Series 1"].time == (0.0, 3.5)


def test_labels_that_differ_in_capitals_are_one_arm() -> None:
    assert list(curve("arm,t,s\nControl,0,1\ncontrol ,3,0.9\n").series) == ["Control"]


def test_nothing_is_sorted_or_smoothed() -> None:
    points = curve("3,0.8\n1,0.9\n2,0.95\n").series["Series 1"]
    assert points.time == (3.0, 1.0, 2.0)
    assert points.survival == (0.8, 0.9, 0.95)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Time (months)", "months"),
        ("years", "years"),
        ("Weeks", "weeks"),
        ("time_days", "days"),
        ("time", None),
    ],
)
def test_a_heading_tells_the_unit_and_times_stay_as_they_are(name: str, unit: str | None) -> None:
    upload = curve(f"{name},survival\n0,1\n2,0.9\n")
    assert upload.time_unit == unit
    assert upload.series["Series 1"].time == (0.0, 2.0)


# Percentages and proportions ---------------------------------------------------------------


def test_the_level_of_an_interval_is_no_percentage_of_survival() -> None:
    upload = curve("time,survival,Lower 95% CI\n0,1,1\n4,0.5,0.4\n")
    assert upload.notes == ('The column "Lower 95% CI" is not used.',)


def test_a_heading_of_percent_over_proportions_divides_nothing() -> None:
    upload = curve("time,Survival (%)\n0,1\n4,0.5\n")
    assert upload.series["Series 1"].survival == (1.0, 0.5)
    assert upload.notes == ("A heading says percent, but the values are proportions: not divided.",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "0,1\n3,0.9\n5,12\n",
            ", row 3: survival is 12. Other rows are proportions. "
            "Give a number from 0 to 1, or all in percent.",
        ),
        (
            "0,1\n3,95\n5,85\n",
            ", row 1: survival is 1, and 95 at a later time. Write all rows as percentages.",
        ),
        ("0,100\n3,95\n5,130\n", ", row 3: survival is 130. A percentage is at most 100."),
        (
            "0,100%\n3,95\n",
            ", row 2: survival is 95 and has no % sign, other rows have one. "
            "Write all rows the same way.",
        ),
        ("0,1\n3,-0.3\n", ", row 2: survival is -0.3. Survival cannot be below 0."),
        ("0,1\n-3,0.9\n9,0.8\n", ", row 2: time is -3. Time cannot be below 0."),
        ("0,1\n200000,0.9\n", ", row 2: time is 200000. Give at most 100,000."),
        (
            "time,A,B\n0,1,100\n5,0.9,95\n",
            ': "B" is in percent and "A" is in proportions. Write both the same way.',
        ),
    ],
)
def test_a_value_that_cannot_be_survival_is_refused_in_its_row(text: str, said: str) -> None:
    assert words(read_curve, text) == [said]


# Faults of curves, in their exact words ----------------------------------------------------

GIVE_ROWS = "Give rows such as 12.5,0.9."
TWO_WAYS = (
    "can be read in more than one way: a comma may stand between two numbers or inside one. "
    "Save the file with semicolons between the cells, or with decimal points."
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", f": the file is empty. {GIVE_ROWS}"),
        (" \n\n", f": the file is empty. {GIVE_ROWS}"),
        (
            "time,survival\n",
            ": no row holds two numbers that can be told apart. "
            "Give a row for each point, such as 12.5,0.9.",
        ),
        ("time,survival\n0,1\n3,\n", ", row 3: survival is missing. "
         "Give a number, or take the row out."),
        ("time,survival\n0,1\n,0.9\n", ", row 3: time is missing. "
         "Give a number, or take the row out."),
        ("0,1\n3,NaN\n4,0.8\n", ', row 2: survival is "NaN". '
         "Give a finite number, or take the row out."),
        ("0,1\n3,1e999\n4,0.8\n", ', row 2: survival is "1e999". Give a finite number.'),
        ("time,survival\n12 months,1\n13,0.9\n", ', row 2: time is "12 months". Give a number.'),
        ("time,survival\n0,1\n5%,0.9\n", ', row 3: time is "5%". '
         "Give a number without a % sign."),
        ("time,survival\n01. Feb,1\n3,0.9\n", ', row 2: time is "01. Feb". '
         "It is a date, which spreadsheets make of numbers. Give a number."),
        ("0;1\n1.234,5;0,9\n", ', row 2: time is "1.234,5". '
         "It holds a mark between thousands. Write the number without it."),
        ("1.000,5;0,9\n", ', row 1: time is "1.000,5". '
         "It holds a mark between thousands. Write the number without it."),
        ("0.5;1\n1,5;0.9\n2.5;0.8\n", ', row 2: time is "1,5". Other numbers have "." as the '
         'decimal mark, this one ",". Use one of them, and no mark between thousands.'),
        ("1,5,0,9\n2,5,0,8\n", f', row 1: "1,5,0,9" {TWO_WAYS}'),
        ("time,survival\n0,1\n1,5,0,9\n", f', row 3: "1,5,0,9" {TWO_WAYS}'),
        ("time,survival\n0,1\n3,0.9,7\n", ", row 3: the row has 3 cells, the header has 2. Check "
         "the marks between the cells, and that no number is split by its decimal comma."),
        ("0,1\n3,0.9,7.5\n4,0.8\n", ", row 2: the row has 3 cells, the others have 2. Check "
         "the marks between the cells, and that no number is split by its decimal comma."),
        ("1.5,0.9,3\n2.5,0.8,3\n", ", row 1: the file has 3 columns and no header that says which "
         "is which. Begin with a row such as time,survival or arm,time,survival."),
        ("tine,A,B\n0,1,1\n2,0.5,0.6\n", ', row 1: no column is named "time". '
         'Name the column of times. Did you mean "time"?'),
        ("arm,time,survival,months\nA,0,1,0\n",
         ', row 1: columns "time", "months" are all times. Keep one of them.'),
        ("time,survival,remark\n0,1,2\n2,0.5,2\n", ', row 1: column "remark" is not known beside '
         '"survival". Take it out, or name the column of each curve after its arm.'),
        ("arm,time,A,B\nx,0,1,1\n",
         ', row 1: columns "A", "B" stand beside the arm. Keep one: survival.'),
        ("X,Y,X,Y,remark\n0,1,0,1,5\n",
         ', row 1: column "remark" belongs to no pair of time and value. Take it out.'),
        ("time,A,,B\n0,1,3,1\n", ", row 1: column 3 has no name. Name it or take it out."),
        ("x,A,A\n0,1,1\n2,0.5,0.5\n", ', row 1: "A" stands twice. Give each curve its own name.'),
        ("arm,time,survival\nA,0,1\nA,2,0.5\n,3,0.4\n",
         ", row 4: the name of the arm is missing. Give one."),
        ("time,survival\n3,1\n3,0.9\n", ', row 2: "Series 1" has points at one time only. '
         "A curve needs points at two times at least."),
        ("time,n_at_risk\n0,50\n6,40\n", ', row 1: column "n_at_risk" looks like a table of '
         "numbers at risk. Upload it in the place for that."),
        ("time,cumulative incidence\n0,0\n2,0.5\n", ', row 1: column "cumulative incidence" '
         "counts those with the event, like cumulative incidence. Give times and survival: "
         "100 (or 1) minus it."),
        ("time,status\n1,1\n2,0\n", ', row 1: column "status" belongs to data with one row for '
         "each patient, which are not taken here. Give times and survival only."),
        ('"a,1\n1,2\n', ", row 1: a quotation mark is not closed in this row. Correct the marks."),
    ],
)  # fmt: skip
def test_a_fault_of_a_curve_says_where_what_and_what_to_do(text: str, said: str) -> None:
    assert words(read_curve, text) == [said]
