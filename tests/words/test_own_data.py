"""What is said of a user's own data: whose they are, and what became of the rows of a file."""

from __future__ import annotations

import datetime

import pytest

from tests.views import e1910
from tradeoff.statistics.intervals import Count
from tradeoff.trial.records import LocalData
from tradeoff.uploads import Verdict, read_curve
from tradeoff.uploads.overlay import with_counts
from tradeoff.words import own_data
from tradeoff.words.say import ENGLISH


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("time,survival\n0,1\n3,0.9\n", "2 rows used, 1 read as headings."),
        ("0,1\n3,0.9\n", "2 rows used."),
        ("time,survival\n0,1\n3,0.9\n\n# drawn by hand\n4,0.8\n",
         "3 rows used, 1 read as headings, 2 without values."),
        ("time;survival\n0;1\n3,5;0,9\n",
         "1 row used, 1 adjusted and used, 1 read as headings."),
        ("0,100\n3,90\n", "2 rows used."),
    ],
)  # fmt: skip
def test_a_header_is_read_as_headings_and_no_row_is_said_to_be_left_out(
    content: str, said: str
) -> None:
    upload = read_curve(content.encode(), "curve.csv")
    assert own_data.lines_read(ENGLISH, upload.line_counts) == said
    results = [row[2] for row in own_data.lines_table(ENGLISH, "curve.csv", upload.lines).rows]
    assert results.count("read as headings") == upload.line_counts[Verdict.HEADING]


@pytest.mark.parametrize(
    ("session", "title"),
    [(True, "Your own data are in use"), (False, "Data of Nordklinik are in use")],
)
def test_what_is_in_use_is_the_users_own_or_a_named_centres(session: bool, title: str) -> None:
    trial = e1910()
    local = LocalData(label="Nordklinik", as_of=datetime.date(2026, 11, 22), session=session)
    assert trial.weighed_harm is not None
    own = with_counts(
        trial, local, harm=trial.weighed_harm.id, experimental=Count(9, 300), control=Count(1, 250)
    )
    assert own_data.banner_title(ENGLISH, own) == title
    assert (
        "Counts of Nordklinik, 22 November 2026, not randomised."
        in own_data.in_use(ENGLISH, own)[0]
    )
