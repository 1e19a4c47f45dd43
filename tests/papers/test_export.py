"""Exports: PNG in the shipped fonts, and CSV that runs nothing."""

from __future__ import annotations

import csv
import io

import pytest
from PIL import Image

from tradeoff.drawing.icons import Group, IconArray, Mark, svg
from tradeoff.papers.files import FONTS, png, table_csv
from tradeoff.words.table import Table

SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    '<rect width="40" height="20" fill="#0b5cab"/></svg>'
)


def table(*cells: str) -> Table:
    return Table("caption", tuple(f"column {n}" for n in range(len(cells))), (cells,))


def test_png_has_scale_pixels_for_each_pixel_of_the_svg() -> None:
    for scale in (1, 2, 3):
        image = Image.open(io.BytesIO(png(SQUARE, scale=scale)))
        assert image.size == (40 * scale, 20 * scale)
        assert image.convert("RGB").getpixel((5, 5)) == (0x0B, 0x5C, 0xAB)


def test_png_draws_people_in_the_theme_that_was_asked_for() -> None:
    array = IconArray((Group(Mark.GAIN, 100, "all"),), "t", "a")
    colours = Image.open(io.BytesIO(png(svg(array, theme="light")))).convert("RGB").getcolors(9999)
    assert (0x00, 0x69, 0x5C) in {colour for _, colour in colours}


def test_png_writes_letters() -> None:
    def dark_pixels(words: str) -> int:
        picture = (
            '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="30">'
            '<rect width="200" height="30" fill="#fff"/>'
            f'<text x="4" y="20" font-size="16" font-family="Source Sans Pro">{words}</text></svg>'
        )
        grey = Image.open(io.BytesIO(png(picture))).convert("L")
        return sum(grey.histogram()[:128])

    assert dark_pixels("") == 0
    assert dark_pixels("85 ≥ 68 − 17 × 2 – é") > dark_pixels("85") > 0


def test_words_reach_typst_as_data_and_never_as_source() -> None:
    picture = SQUARE.replace("<rect", '<title>#panic("run") #read("/etc/passwd")</title><rect')
    assert png(picture, scale=1) == png(SQUARE, scale=1)


def test_a_broken_picture_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        png("<svg")


def test_fonts_come_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "LICENSE.txt").read_text("utf-8")
    assert {path.name for path in FONTS.glob("*.otf")} == {
        "SourceSansPro-Regular.otf",
        "SourceSansPro-Bold.otf",
        "SourceSansPro-It.otf",
    }


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "-", "+17 more", "−-=x"],
)
def test_formulas_are_defused(cell: str) -> None:
    row = list(csv.reader(io.StringIO(table_csv(table(cell)), newline="")))[1]
    starts_like_a_formula = cell.strip(" ")[0] in "=+-@\t\r\n"
    assert row == [f"'{cell}" if starts_like_a_formula else cell]


@pytest.mark.parametrize("cell", ["-0.3", "+17", "0.41", "-1", "1e-5", "85 of 100", "a=b", ""])
def test_plain_numbers_and_words_stay_as_they_are(cell: str) -> None:
    row = list(csv.reader(io.StringIO(table_csv(table(cell, "x")))))[1]
    assert row == [cell, "x"]


def test_headers_are_defused_too_and_lines_end_as_in_rfc_4180() -> None:
    text = table_csv(Table("caption", ("=A1", "b"), (('1,5 "x"', "2"),)))
    assert text == '\'=A1,b\r\n"1,5 ""x""",2\r\n'
