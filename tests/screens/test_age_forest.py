"""The age groups on a page: a picture with its sentence, what must be known, and the source."""

from __future__ import annotations

import html
import re

import pytest

from tests.views import view
from tradeoff.screens import age_forest
from tradeoff.words.applicability import AGE_NOTE, AGE_TITLE
from tradeoff.words.say import ENGLISH


def test_the_picture_comes_wide_and_narrow_with_its_sentence_notes_and_source() -> None:
    markup = html.unescape(age_forest.markup_of(ENGLISH, view()))
    alts = re.findall(r'<img class="" src="data:image/svg\+xml,[^"]+" alt="([^"]+)"', markup)
    assert len(alts) == 2
    assert len(set(alts)) == 1
    assert "55 years and over (46 vs 47): 70 vs 65 of 100 alive after 3 years" in alts[0]
    assert f">{AGE_TITLE}</h2>" in markup
    assert AGE_NOTE in markup
    assert "Survival by age: range not published." in markup
    assert "Litzow et al., N Engl J Med 2024 (published)." in markup


def test_its_words_are_set_over_it_at_a_size_that_never_shrinks_below_13_pixels() -> None:
    """A unit of the drawing is a pixel or more: ``--units`` is the frame's width in units."""
    markup = age_forest.markup_of(ENGLISH, view())
    for frame in markup.split('<div class="forest ')[1:]:
        units = int(re.search(r"--units:(\d+)", frame)[1])  # type: ignore[index]
        sizes = re.findall(r"font-size:([0-9.]+)cqw", frame)
        assert sizes
        assert frame.count("<span") > 10
        assert min(float(size) * units / 100 for size in sizes) >= 12.99


@pytest.mark.parametrize("cut", ["fda-primary", "fda-later"])
def test_a_cut_without_age_groups_draws_nothing(cut: str) -> None:
    assert age_forest.markup_of(ENGLISH, view(cut=cut)) == ""
