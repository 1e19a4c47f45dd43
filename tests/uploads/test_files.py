"""What holds for every file that a user brings: the line-by-line check, limits, labels, privacy."""

from __future__ import annotations

import pickle

import pytest

from tests.uploads.reading import (
    READERS,
    Reader,
    curve,
    of_file,
    refused,
    risk,
    words,
)
from tradeoff.uploads import (
    MAX_FILE_BYTES,
    MAX_HARMS,
    MAX_LABEL_CHARACTERS,
    MAX_ROWS,
    MAX_SERIES,
    UploadError,
    Verdict,
    formula_like,
    read_curve,
    read_event_counts,
)

# The line-by-line check --------------------------------------------------------------------


def test_every_row_has_a_verdict_and_says_what_was_read() -> None:
    upload = curve("# from the figure\ntime;survival\n0;1\n\n3,5;0,9\n")
    assert [(line.row, line.text, line.verdict.value, line.message) for line in upload.lines] == [
        (1, "# from the figure", "skipped", "comment"),
        (2, "time;survival", "heading", "names"),
        (3, "0;1", "used", "time 0, survival 1"),
        (4, "", "skipped", "empty row"),
        (5, "3,5;0,9", "mended", "time 3.5, survival 0.9 (decimal comma read)"),
    ]
    assert dict(upload.line_counts) == {
        "used": 1,
        "mended": 1,
        "heading": 1,
        "skipped": 2,
        "refused": 0,
    }


def test_a_file_in_percent_is_said_once_and_no_row_is_called_mended_for_it() -> None:
    upload = curve("0,100\n3,85.4\n")
    assert upload.notes == ("Survival is in percent: every value was divided by 100.",)
    assert upload.lines[1].message == "time 3, survival 0.854"
    assert upload.line_counts[Verdict.MENDED] == 0


def test_a_refused_file_has_its_check_too() -> None:
    error = refused(read_curve, "time,survival\n0,1\n3,abc\n5,0.9\n")
    assert [(line.row, line.verdict.value) for line in error.lines] == [
        (1, "heading"),
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

FIGURE = 'give it as "A printed figure" (command: digitise), or its points as CSV.'
PICTURE = f": This is a picture; {FIGURE}"
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
        (b"%PDF-1.7", f": This is a PDF; {FIGURE}"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", PICTURE),
        (b"\0\0\0\x18ftypheic", PICTURE),
        (b"<?xml version='1.0'?><svg width='1'/>", f": This is a drawing; {FIGURE}"),
        (b"\x89PNG\r\n\x1a\n", PICTURE),
        (b"\xff\xd8\xff\xe0", PICTURE),
        (b"{\\rtf1", ": This is a document with formatting; save the table as CSV."),
        (b'{"version":[4,2]}', f": This is JSON, {PROJECT}"),
        (b"<?xml version='1.0'?>", f": This is XML or a web page, {PROJECT}"),
        (b"wpd.json".ljust(257, b"\0") + b"ustar\0", f": This is an archive, {PROJECT}"),
        (
            b"0,1\n2,\x000.5\n",
            ", row 2: the row holds characters that are not text. "
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
    [
        *(
            "1234567",
            "jane@example.org",
            "1961-04-03",
            "3.4.1961",
            "123-45-6789",
            "Patient number 12",
        ),
        *("Smith John 1950-03-04", "Doe (3.4.1961)", "Arm A 4857773456", "MRN 12345678"),
    ],
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


@pytest.mark.parametrize("label", ["GSK 2118436", "7+3, 90 mg", "BAY 43-9006", "Arm 1/2", "1961"])
def test_a_label_that_identifies_nobody_is_let_through(label: str) -> None:
    assert [*curve(f"time;surv;arm\n0;1;{label}\n5;.8;{label}\n").series] == [label]
