"""A user's own files: each layout is read, each fault has its words, nothing else is raised."""

from __future__ import annotations

import os
import pickle
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradeoff.uploads import (
    MAX_FILE_BYTES,
    MAX_HARMS,
    MAX_LABEL_CHARACTERS,
    MAX_ROWS,
    MAX_SERIES,
    ArmCount,
    AtRiskUpload,
    CountsUpload,
    CurvePoints,
    CurveUpload,
    EventCounts,
    RiskRows,
    UploadError,
    Verdict,
    formula_like,
    read_at_risk,
    read_curve,
    read_event_counts,
)

FILES = Path(__file__).parents[1] / "upload_files"

Reader = Callable[[bytes, str], CurveUpload | AtRiskUpload | CountsUpload]
READERS: tuple[Reader, ...] = (read_curve, read_at_risk, read_event_counts)

#: Longer with FUZZ_SECONDS=60.
FUZZ_SECONDS = float(os.environ.get("FUZZ_SECONDS", "3"))
#: The slowest file allowed, the largest wide table, takes about a second; a busy machine more.
SECONDS_A_FILE = 10


def curve(text: str) -> CurveUpload:
    return read_curve(text.encode(), "curve.csv")


def risk(text: str) -> AtRiskUpload:
    return read_at_risk(text.encode(), "risk.csv")


def counts(text: str) -> CountsUpload:
    return read_event_counts(text.encode(), "counts.csv")


def of_file(name: str) -> CurveUpload:
    return read_curve((FILES / name).read_bytes(), name)


def refused(read: Reader, content: bytes | str) -> UploadError:
    data = content.encode() if isinstance(content, str) else content
    with pytest.raises(UploadError) as caught:
        read(data, "f.csv")
    return caught.value


def words(read: Reader, content: bytes | str) -> list[str]:
    """Every problem without the name of the file."""
    return [str(problem).removeprefix("f.csv") for problem in refused(read, content).problems]


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


# The line-by-line check --------------------------------------------------------------------


def test_every_row_has_a_verdict_and_says_what_was_read() -> None:
    upload = curve("# from the figure\ntime;survival\n0;1\n\n3,5;0,9\n")
    assert [(line.row, line.text, line.verdict.value, line.message) for line in upload.lines] == [
        (1, "# from the figure", "skipped", "comment"),
        (2, "time;survival", "skipped", "header"),
        (3, "0;1", "used", "time 0, survival 1"),
        (4, "", "skipped", "empty row"),
        (5, "3,5;0,9", "mended", "time 3.5, survival 0.9 (decimal comma read)"),
    ]
    assert dict(upload.line_counts) == {"used": 1, "skipped": 3, "mended": 1, "refused": 0}


def test_a_percentage_is_said_in_its_row() -> None:
    assert curve("0,100\n3,85.4\n").lines[1].message == "time 3, survival 0.854 (divided by 100)"


def test_a_refused_file_has_its_check_too() -> None:
    error = refused(read_curve, "time,survival\n0,1\n3,abc\n5,0.9\n")
    assert [(line.row, line.verdict.value) for line in error.lines] == [
        (1, "skipped"),
        (2, "used"),
        (3, "refused"),
        (4, "used"),
    ]
    assert error.lines[2].message == 'survival is "abc". Give a number.'
    assert error.line_counts[Verdict.REFUSED] == 1


def test_a_long_file_shows_some_rows_and_counts_all_the_refused_ones_first() -> None:
    rows = [f"{row},0.5" for row in range(5000)]
    assert len(curve("\n".join(rows)).lines) == 200
    rows[4000] = "4000,abc"
    error = refused(read_curve, "\n".join(rows))
    assert len(error.lines) == 200
    assert error.lines[-1].row == 4001
    assert sum(error.line_counts.values()) == 5000


def test_many_problems_are_cut_with_their_number() -> None:
    error = refused(read_curve, "time,survival\n" + "1,abc\n" * 500)
    assert len(error.problems) == 51
    assert error.problems[-1].message == "450 more problems. Correct these first."
    assert error.line_counts[Verdict.REFUSED] == 500


def test_an_upload_can_be_kept_in_a_session() -> None:
    upload = of_file("long.csv")
    assert pickle.loads(pickle.dumps(upload)) == upload


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
         ', row 1: columns "time" and "months" are all times. Keep one of them.'),
        ("time,survival,remark\n0,1,2\n2,0.5,2\n", ', row 1: column "remark" is not known beside '
         '"survival". Take it out, or name the column of each curve after its arm.'),
        ("arm,time,A,B\nx,0,1,1\n", ', row 1: beside the arm stand "A", "B". Keep one: survival.'),
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
         "counts those with the event. Give times and survival."),
        ("time,status\n1,1\n2,0\n", ', row 1: column "status" belongs to data with one row for '
         "each patient, which are not taken here. Give times and survival only."),
        ('"a,1\n1,2\n', ", row 1: a quotation mark is not closed in this row. Correct the marks."),
    ],
)  # fmt: skip
def test_a_fault_of_a_curve_says_where_what_and_what_to_do(text: str, said: str) -> None:
    assert words(read_curve, text) == [said]


def test_all_problems_of_a_file_are_told_at_once() -> None:
    found = words(read_curve, "time,survival\n0,1\n3,abc\n5,0.9,0.7\n-9,0.3\n20,-1\n")
    assert [problem.split(":")[0] for problem in found] == [
        ", row 3", ", row 4", ", row 5", ", row 6"
    ]  # fmt: skip


def test_the_message_of_the_error_names_the_file() -> None:
    error = refused(read_curve, "0,1\n3,abc\n")
    assert str(error) == 'f.csv, row 2: survival is "abc". Give a number.'


def test_a_hostile_name_of_a_file_is_cut_and_printable() -> None:
    with pytest.raises(UploadError) as caught:
        read_curve(b"", "\x1b[2J<b>\n" + "x" * 500)
    file = caught.value.problems[0].file
    assert file.isprintable()
    assert len(file) <= 61


# Files that are no tables ------------------------------------------------------------------

PICTURE = ": This is a picture; digitise the curve and give its points as CSV."
PACKED = ": This is a compressed file; unpack it and give the CSV file inside."
PROJECT = "perhaps the project of a plot digitiser; export the points as CSV."


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04....xl/workbook.xml", ": This is an Excel workbook; save it as CSV."),
        (
            b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            ": This is an OpenDocument workbook; save it as CSV.",
        ),
        (b"PK\x03\x04....", PACKED),
        (b"\x1f\x8b\x08", PACKED),
        (b"\xd0\xcf\x11\xe0\xa1", ": This is an old Excel workbook; save it as CSV."),
        (b"%PDF-1.7", ": This is a PDF; digitise its figure and give the points as CSV."),
        (b"\x89PNG\r\n\x1a\n", PICTURE),
        (b"\xff\xd8\xff\xe0", PICTURE),
        (b"{\\rtf1", ": This is a document with formatting; save the table as CSV."),
        (b'{"version":[4,2]}', f": This is JSON, {PROJECT}"),
        (b"<?xml version='1.0'?>", f": This is XML or a web page, {PROJECT}"),
        (b"wpd.json".ljust(257, b"\0") + b"ustar\0", f": This is an archive, {PROJECT}"),
        (
            b"0,1\n2,\x000.5\n",
            ", row 2: the row holds characters that are no text. "
            'Save the file as "CSV UTF-8".',
        ),
        (b"\xff\xfe0\0,\0\x00\xd8", ': the file is not whole text. Save it as "CSV UTF-8".'),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_by_its_name(read: Reader, content: bytes, said: str) -> None:
    assert words(read, content) == [said]


# Limits ------------------------------------------------------------------------------------


def test_a_file_of_more_than_two_megabytes_is_refused() -> None:
    assert words(read_curve, b"0,1\n" * (MAX_FILE_BYTES // 4) + b"x") == [
        ": the file has 2,097,153 bytes, the limit is 2,097,152 (2 MB). "
        "Check that it is the right file, or give fewer points."
    ]


def test_more_than_twenty_thousand_rows_are_refused() -> None:
    assert len(curve("".join(f"{r},0.5\n" for r in range(MAX_ROWS))).series["Series 1"].time) == (
        MAX_ROWS
    )
    assert words(read_curve, "1,0.5\n" * (MAX_ROWS + 1)) == [
        ": the file has 20,001 rows, the limit is 20,000. Give fewer points."
    ]


def test_more_than_eight_curves_are_refused_once() -> None:
    labels = [f"C{number}" for number in range(12)]
    fits = "x," + ",".join(labels[:MAX_SERIES]) + "\n"
    assert len(curve(fits + "0" + ",1" * 8 + "\n1" + ",0.5" * 8).series) == MAX_SERIES
    assert words(read_curve, "".join(f"{label},0,1\n{label},1,0.5\n" for label in labels)) == [
        ", row 17: the file has more than 8 series. Keep those to compare."
    ]


def test_a_long_cell_a_long_row_and_too_many_cells_are_refused() -> None:
    assert words(read_curve, "0,1\n2," + "5" * 201 + "\n") == [
        ", row 2: a cell has 201 characters, the limit is 200. Check the marks between the cells."
    ]
    assert words(read_curve, "0,1\n" + "1" * 5001) == [
        ", row 2: the row has 5,001 characters, the limit is 5,000. "
        "Put each point into a row of its own."
    ]
    assert words(read_curve, "0,1\n" + ",".join("1" * 150)) == [
        ", row 2: the row has 150 cells, the limit is 100. Take some out."
    ]


def test_a_label_has_sixty_characters_at_most() -> None:
    fits = "a" * MAX_LABEL_CHARACTERS
    assert list(curve(f"x,{fits}\n0,1\n1,0.5\n").series) == [fits]
    assert words(read_curve, f"x,{fits}b\n0,1\n1,0.5\n") == [
        f', row 1: the label "{fits}…" has 61 characters. Give at most 60.'
    ]


def test_harms_have_a_limit() -> None:
    rows = "".join(f"h{n},{arm},1,9\n" for n in range(MAX_HARMS + 1) for arm in "ab")
    assert words(read_event_counts, "harm,arm,events,total\n" + rows) == [
        ": the file has 2 arms and 201 harms. Give at most 8 arms and 200 harms."
    ]


# Labels ------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["=1+1", "+A", "-A", "@A", "＝A"])
def test_a_label_like_a_formula_is_kept_as_text_and_marked(label: str) -> None:
    upload = curve(f"x,{label},B\n0,1,1\n6,0.8,0.9\n")
    assert list(upload.series) == [label, "B"]
    assert upload.formula_labels == (label,)
    assert upload.notes == (f'The label "{label}" looks like a formula. It is kept as text.',)
    assert formula_like(label)
    assert not formula_like("A=1")


def test_labels_lose_what_cannot_be_printed() -> None:
    assert list(curve("x,Con\u202etrol\u200b  arm\n0,1\n6,0.8\n").series) == ["Control arm"]


# Data of single patients -------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("mrn", "MRN", "patient id", "Patient_ID", "patientID", "PatientNo", "date of birth"),
        *("DOB", "name", "First name", "surname", "USUBJID", "Subject ID", "id", "e-mail"),
        *("NHS number", "hospital number", "birth date", "initials", "Post code", "SSN"),
    ],
)
@pytest.mark.parametrize("read", READERS)
def test_a_heading_that_identifies_patients_is_refused_politely(read: Reader, name: str) -> None:
    error = refused(read, f"{name},time,survival\nA,0,1\nA,5,1\n")
    assert [problem.place for problem in error.problems] == ["row 1"]
    assert error.problems[0].message.startswith(
        f'column "{name}" may identify a patient. Data of single patients are not taken here. '
        "Take it out and give "
    )


@pytest.mark.parametrize(
    "label",
    ["1234567", "jane@example.org", "1961-04-03", "3.4.1961", "123-45-6789", "Patient number 12"],
)
def test_a_label_that_identifies_a_patient_is_refused_and_not_repeated(label: str) -> None:
    error = refused(read_curve, f"arm,time,survival\n{label},0,1\n{label},5,Doe\n")
    assert str(error) == (
        "f.csv, row 2: the label of this row may identify a patient. Data of single patients are "
        "not taken here. Take it out and give times and survival only."
    )
    assert error.lines == ()
    assert not error.line_counts


@pytest.mark.parametrize(
    "name", ["No. of patients at risk", "Patient no. at risk", "Treatment name", "Idarubicin"]
)
def test_a_heading_that_identifies_nobody_is_let_through(name: str) -> None:
    assert risk(f"time,{name}\n0,50\n6,40\n").series


# Numbers at risk ---------------------------------------------------------------------------

AB = {
    "A": RiskRows((0.0, 6.0), (120, 98), (2, 3)),
    "B": RiskRows((0.0, 6.0), (118, 90), (4, 5)),
}


def test_numbers_at_risk_come_as_time_and_number() -> None:
    assert risk("time,n_at_risk\n0,120\n6,98\n").series == {
        "Series 1": RiskRows((0.0, 6.0), (120, 98), (2, 3))
    }
    assert risk("0;120\n6;98\n").series == {"Series 1": RiskRows((0.0, 6.0), (120, 98), (1, 2))}


@pytest.mark.parametrize("header", ["arm,time,n", "Group,Months,Number at risk", "arm,x,y"])
def test_numbers_at_risk_come_with_the_arm_in_a_column(header: str) -> None:
    assert risk(f"{header}\nA,0,120\nA,6,98\nB,0,118\nB,6,90\n").series == AB
    assert list(risk("A,0,120\nA,6,98\nB,0,118\nB,6,90\n").series) == ["A", "B"]


def test_numbers_at_risk_come_with_a_column_for_each_arm() -> None:
    upload = risk("Months\tControl\tExperimental\n0\t120\t118\n6\t98\t90\n12\t\t50\n")
    assert upload.series["Control"] == RiskRows((0.0, 6.0), (120, 98), (2, 3))
    assert upload.series["Experimental"].n_at_risk == (118, 90, 50)
    assert upload.time_unit == "months"


def test_numbers_at_risk_come_as_printed_under_a_figure() -> None:
    name = "at_risk_printed.csv"
    upload = read_at_risk((FILES / name).read_bytes(), name)
    assert upload.series == {
        "Control": RiskRows((0.0, 6.0, 12.0, 18.0), (120, 110, 90, 40), (3, 3, 3, 3)),
        "Experimental": RiskRows((0.0, 6.0, 12.0), (118, 112, 101), (4, 4, 4)),
    }
    assert [line.message for line in upload.lines[:2]] == ["header", "times"]


@pytest.mark.parametrize(
    "text",
    [
        "Months,0,6\nA,120,98\nB,118,90\n",
        ",0,6\nA,120,98\nB,118,90\n",
        "\t0\t6\nA\t120\t98\nB\t118\t90\n",
        "0;6\nA;120;98\nB;118;90\n",
        "Number at risk,0,6\nA,120,98\nB,118,90\n",
        "No. at risk\nMonths 0 6\nA 120 98\nB 118 90\n",
        "0 6\nA 120 98\nB 118 90\n",
        "Arm,0,6\nA,120,98\nB,118,90\n",
        "Number at risk,,\nArm,0,6\nA,120,98\nB,118,90\n",
    ],
)
def test_the_printed_table_is_known_by_its_row_of_times(text: str) -> None:
    series = risk(text).series
    assert {label: rows.n_at_risk for label, rows in series.items()} == {
        "A": (120, 98),
        "B": (118, 90),
    }
    assert all(rows.time == (0.0, 6.0) for rows in series.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "arm,time,n\nA,0,120\nA,6,98\nA,12,101\n",
            ", row 4: n_at_risk rises from 98 to 101 (A, time 12). Numbers at risk can only fall. "
            "Check the row against the figure.",
        ),
        (
            "Months,0,6,12\nA,120,98,101\n",
            ", row 2: n_at_risk rises from 98 to 101 (A, time 12). Numbers at risk can only fall. "
            "Check the row against the figure.",
        ),
        ("time,n\n0,120\n6,98.5\n", ', row 3: n_at_risk is "98.5". Give a whole number.'),
        (
            "time;n\n0;1.234\n6;98\n",
            ', row 2: n_at_risk is "1.234". Give a whole number without a mark between thousands.',
        ),
        (
            "time;n\n0;120\n6;98 (3)\n",
            ', row 3: n_at_risk is "98 (3)". Give only the whole number before the bracket.',
        ),
        ("time,n\n0,120\n6,-3\n", ', row 3: n_at_risk is "-3". Give a whole number of at least 0.'),
        ("time,n\n0,120\n6,\n", ", row 3: n_at_risk is missing. Give a whole number."),
        (
            "time,n\n0,9999999\n6,1\n",
            ', row 2: n_at_risk is "9999999". Give a whole number from 0 to 1,000,000.',
        ),
        (
            "time,n\n6,120\n0,98\n",
            ", row 3: time goes from 6 to 0 (Series 1). "
            "Put the rows in the order of time, each time once.",
        ),
        ("time,n\n-1,120\n6,98\n", ", row 2: time is -1. Give a time from 0 to 100,000."),
        (
            "A,120,98,60\nB,110,100,60\n",
            ", row 1: the row of times is missing. Begin with a row such as Months,0,12,24.",
        ),
        (
            "A,120,98\nB,110,100\n",
            ", row 1: the row of times is missing. Begin with a row such as Months,0,12,24.",
        ),
        (
            "Months,0,6\n120,98\n",
            ", row 2: the row begins with a number. Begin it with the arm.",
        ),
        (
            "Months,0,6\nA,120,98,90\n",
            ", row 2: the row has 3 numbers, the row of times has 2. "
            "Give one number for each time.",
        ),
        (
            "Months,0,6\nA,120,98.5\n",
            ', row 2: time 6: n_at_risk is "98.5". Give a whole number.',
        ),
        (
            "time,survival\n0,1\n6,0.9\n",
            ', row 1: column "survival" looks like a survival curve. '
            "Upload it in the place for that.",
        ),
    ],
)
def test_a_fault_of_numbers_at_risk_says_where_what_and_what_to_do(text: str, said: str) -> None:
    assert words(read_at_risk, text) == [said]


# Event counts ------------------------------------------------------------------------------


def test_event_counts_come_with_a_row_for_each_harm_and_arm() -> None:
    name = "event_counts.csv"
    upload = read_event_counts((FILES / name).read_bytes(), name)
    assert upload.arms == ("control", "experimental")
    assert upload.harms == (
        EventCounts(
            "Serious infection",
            {"control": ArmCount(14, 119, 2), "experimental": ArmCount(21, 117, 3)},
        ),
        EventCounts(
            "Seizure",
            {"control": ArmCount(1, 119, 4), "experimental": ArmCount(4, 117, 5)},
        ),
    )
    assert upload.lines[1].message == "Serious infection, control: 14 of 119"


NO_HARM = (EventCounts(None, {"control": ArmCount(5, 100, 2), "experimental": ArmCount(8, 99, 3)}),)


@pytest.mark.parametrize(
    "text",
    [
        "arm,events,total\ncontrol,5,100\nexperimental,8,99\n",
        "total;arm;events\n100;control;5\n99;experimental;8\n",
        "Group\tn with event\tN\ncontrol\t5\t100\nexperimental\t8\t99\n",
        "arm,events,percent (%),total\ncontrol,5,5.0,100\nexperimental,8,8.1,99\n",
    ],
)
def test_event_counts_may_name_no_harm(text: str) -> None:
    assert counts(text).harms == NO_HARM


def test_event_counts_are_read_without_a_header_where_texts_say_which_is_which() -> None:
    assert counts("control,5,100\nexperimental,8,99\n").arms == ("control", "experimental")
    assert counts("Rash,control,5,100\nRash,experimental,8,99\n").harms[0].harm == "Rash"


@pytest.mark.parametrize(
    ("header", "arms"),
    [
        (
            "harm,events_experimental,total_experimental,events_control,total_control",
            ("experimental", "control"),
        ),
        ("AE,Arm A (events),Arm A (N),Arm B (events),Arm B (N)", ("Arm A", "Arm B")),
        ("Term,n events X,total X,n events Y,total x", ("X", "Y")),
    ],
)
def test_event_counts_come_with_a_row_for_each_harm(header: str, arms: tuple[str, str]) -> None:
    if header.startswith("Term"):
        assert words(read_event_counts, f"{header}\nRash,1,2,3,4\n") == [
            ', row 1: column "total x" is not known here. Did you mean "total"? Known here: harm, '
            "arm, events, total; or events and total with the name of the arm, such as "
            "events_control."
        ]
        return
    upload = counts(f"{header}\nRash,5,100,8,99\n")
    assert upload.arms == arms
    assert list(upload.harms[0].arms.values()) == [ArmCount(5, 100, 2), ArmCount(8, 99, 2)]


WHICH = (
    ", row 1: nothing says which number belongs to which arm. Begin with a row such as "
    "arm,events,total or events_experimental,total_experimental,events_control,total_control."
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5,100,8,99\n", WHICH),
        ("Rash,5,100,8,99\n", WHICH),
        (
            "arm,events,total\nA,12,10\nB,1,10\n",
            ", row 2: events is 12 and total is 10. There cannot be more patients with the harm "
            "than patients. Check the row.",
        ),
        (
            "arm,events,total\nA,5%,10\nB,1,10\n",
            ', row 2: events is "5%". Give the number of patients, not a percentage.',
        ),
        (
            "arm,events,total\nA,0,0\nB,1,10\n",
            ', row 2: total is "0". Give a whole number from 1 to 1,000,000.',
        ),
        (
            "arm,events,total\nA,1.5,10\nB,1,10\n",
            ', row 2: events is "1.5". Give a whole number.',
        ),
        ("arm,events,total\nA,,10\nB,1,10\n", ", row 2: events is missing. Give a whole number."),
        (
            "harm,arm,events,total\nR,A,1,9\nR,B,1,9\nR,a,2,9\n",
            ', row 4: "R", "a" stands in row 2 already. Keep one.',
        ),
        (
            "harm,arm,events,total\nR,A,1,9\nR,B,1,9\nS,A,2,9\n",
            ', row 4: "S" has no count for "B". Give every arm, or take the harm out.',
        ),
        (
            "harm,arm,events,total\n,A,1,9\nR,A,1,9\nR,B,1,9\n",
            ", row 2: the harm has no name. Give one.",
        ),
        (
            "arm,events,total\nA,1,9\n",
            ": the file has one arm only. Give the counts of both arms.",
        ),
        (
            "harm,arm,events\nR,A,5\nR,B,5,6\n",
            ', row 1: column "total" is missing. Begin with a row such as harm,arm,events,total.',
        ),
        (
            "arm,n,N\nA,1,9\nB,1,9\n",
            ', row 1: columns "n" and "N" mean the same here. '
            "Keep one, or name them events and total.",
        ),
        (
            "events_A,total_A,events_B\n1,2,3\n",
            ', row 1: column "total_B" is missing. Add it.',
        ),
        (
            "arm,events,total\nA,1,9,7\nB,1,9\n",
            ", row 2: the row has 4 cells, 3 are expected. "
            "Put text that holds a separator in quotation marks.",
        ),
    ],
)
def test_a_fault_of_event_counts_says_where_what_and_what_to_do(text: str, said: str) -> None:
    assert words(read_event_counts, text) == [said]


# Nothing but UploadError, in bounded time --------------------------------------------------


def read_or_refusal(
    read: Reader, content: bytes, name: str
) -> CurveUpload | AtRiskUpload | CountsUpload | UploadError:
    try:
        return read(content, name)
    except UploadError as error:
        return error


def check(read: Reader, content: bytes, name: str = "f.csv") -> None:
    """A file is read, or refused in words; what is read keeps its promises."""
    upload = read_or_refusal(read, content, name)
    if isinstance(upload, UploadError):
        assert upload.problems
        assert all(problem.message.endswith((".", "?")) for problem in upload.problems)
        assert all(str(problem).isprintable() for problem in upload.problems)
        return
    assert upload.line_counts[Verdict.REFUSED] == 0
    if isinstance(upload, CurveUpload):
        for points in upload.series.values():
            assert len(points.time) == len(points.survival) == len(points.rows) > 1
            assert all(0 <= value <= 1 for value in points.survival)
            assert all(0 <= value < float("inf") for value in points.time)
    elif isinstance(upload, AtRiskUpload):
        for numbers in upload.series.values():
            assert list(numbers.time) == sorted(set(numbers.time))
            assert list(numbers.n_at_risk) == sorted(numbers.n_at_risk, reverse=True)
    else:
        for harm in upload.harms:
            assert tuple(harm.arms) == upload.arms
            assert all(0 <= one.events <= one.total for one in harm.arms.values())


@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    for read in READERS:
        check(read, content)


@given(
    rows=st.lists(
        st.lists(
            st.sampled_from(
                [
                    *("0", "1", "12,5", "0.9", "95 %", "-1", "1e999", "NaN", "1.234,5", "", "'"),
                    *("time", "x", "y", "arm", "survival", "n", "events", "total", "harm", "A"),
                    *('"', "#", "=", "sep=;", "events_A", "total_A", "Months", "−3", "٣", "½"),
                ]
            ),
            max_size=6,
        ),
        max_size=8,
    ),
    separator=st.sampled_from([",", ";", "\t", " ", ", "]),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "utf-32"]),
)
def test_any_table_is_read_or_refused_in_words(
    rows: list[list[str]], separator: str, encoding: str
) -> None:
    content = "\n".join(separator.join(row) for row in rows).encode(encoding)
    for read in READERS:
        check(read, content)


@given(
    points=st.lists(
        st.tuples(st.floats(0, 500), st.floats(0, 1)),
        min_size=2,
        max_size=30,
        unique_by=lambda point: point[0],
    ),
    separator=st.sampled_from([";", "\t"]),
    decimal=st.sampled_from([".", ","]),
)
def test_what_is_written_is_what_is_read(
    points: list[tuple[float, float]], separator: str, decimal: str
) -> None:
    rows = [f"{time!r}{separator}{survival!r}" for time, survival in points]
    text = "time" + separator + "survival\n" + "\n".join(rows).replace(".", decimal)
    read = curve(text).series["Series 1"]
    assert read.time == tuple(time for time, _ in points)
    assert read.survival == pytest.approx([survival for _, survival in points], abs=1e-12)


def mutations(seeds: list[bytes], chance: random.Random) -> Iterator[bytes]:
    """Valid files with bytes changed, cut, doubled and mixed."""
    pieces = [b",", b";", b"\t", b"\n", b"\r", b'"', b"%", b"\0", b"\xff", b"-", b"e9", b"1.234,5"]
    pieces += [
        b"time",
        b"arm",
        b"x",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"#",
        b"=",
        b" ",
        b",,,,",
        b"mrn",
    ]
    while True:
        content = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(content) + 1)
            match chance.randrange(5):
                case 0:
                    content[at:at] = chance.choice(pieces)
                case 1:
                    del content[at : at + chance.randint(1, 8)]
                case 2:
                    content[at : at + 1] = bytes([chance.randrange(256)])
                case 3:
                    content[at:at] = content[at : at + chance.randint(1, 60)]
                case _:
                    other = chance.choice(seeds)
                    content[at:] = other[chance.randrange(len(other)) :]
        yield bytes(content)


def test_mutated_files_raise_nothing_else_and_take_bounded_time() -> None:
    seeds = [path.read_bytes() for path in sorted(FILES.iterdir())]
    end = time.process_time() + FUZZ_SECONDS
    for content in mutations(seeds, random.Random(20260101)):
        for read in READERS:
            start = time.process_time()
            check(read, content)
            assert time.process_time() - start < SECONDS_A_FILE
        if time.process_time() > end:
            break


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "content",
    [
        b"x,A,B,C,D,E,F,G,H\n" + b"".join(b"%d" % n + b",0.953" * 8 + b"\n" for n in range(19999)),
        (b"," * 4999 + b"\n") * 400,
        (b'"' * 4999 + b"\n") * 400,
        (b"1 " * 2400 + b"\n") * 400,
        b"arm,t,s\n" + b"".join(b"%s %d,%d,1\n" % (b"patien " * 7, n, n) for n in range(19999)),
        b"# 1,2,3\n" * 20000,
        b"1,1\n\n" * 10000,
    ],
    ids=["wide", "commas", "quotes", "spaces", "labels", "comments", "gaps"],
)
def test_the_largest_files_take_bounded_time(read: Reader, content: bytes) -> None:
    start = time.process_time()
    check(read, content)
    assert time.process_time() - start < SECONDS_A_FILE
