"""PDFs that are locked, damaged, or made to break what reads them: a word, in little time."""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from pypdf import PdfWriter

from tests.digitising.pdf_pages import Page, Panel, assembled, pdf, polyline, stream, word
from tradeoff.digitising import DigitisingError, page_count, read_pdf
from tradeoff.digitising.pdf.document import MAX_PDF_BYTES, loaded, opened, rendered
from tradeoff.digitising.pdf.figures import figures

GOOD = pdf(Page(Panel().written()))
#: Of the clock; the limit is one of the processor, and tests share it.
SECONDS = 20
_CATALOGUE = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>"]
_WITH_FORM = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R"
    b"/Resources<</XObject<</X 5 0 R>>>>>>"
)
_FORM = "/Type/XObject/Subtype/Form/BBox[0 0 500 500]"


def locked(user: str, algorithm: str = "RC4-128") -> bytes:
    writer, written = PdfWriter(clone_from=io.BytesIO(GOOD)), io.BytesIO()
    writer.encrypt(user, "owner", algorithm=algorithm)
    writer.write(written)
    return written.getvalue()


def forms_in_forms(depth: int, times: int) -> bytes:
    """Each form shows the next one so many times."""
    objects = [*_CATALOGUE, _WITH_FORM, stream("/X Do " * times)]
    for number in range(depth):
        more = f"/Resources<</XObject<</X {number + 6} 0 R>>>>" if number < depth - 1 else ""
        objects.append(
            stream("/X Do " * times if more else polyline([(0, 0), (9, 9)]), _FORM + more)
        )
    return assembled(objects)


def a_form_in_itself() -> bytes:
    form = stream("/X Do /X Do", f"{_FORM}/Resources<</XObject<</X 5 0 R>>>>")
    return assembled([*_CATALOGUE, _WITH_FORM, stream("/X Do"), form])


def many_strokes() -> bytes:
    return pdf(
        Page("".join(polyline([(i % 500, i // 500), (i % 500 + 1, 9)]) for i in range(90_000)))
    )


def one_long_stroke() -> bytes:
    return pdf(Page(polyline([(i % 500, i // 800) for i in range(400_000)])))


def many_letters() -> bytes:
    return pdf(Page("".join(word("0123456789" * 10, 250, i / 2) for i in range(900))))


def spaces() -> bytes:
    """700 MB of them, packed once and once more."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes([32]) * 10**6) for _ in range(700)) + packer.flush()
    twice = zlib.compress(packed)
    head = b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n" % len(twice)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R>>"
    return assembled([*_CATALOGUE, page, head + twice + b"\nendstream"])


HEAVY = (
    *(lambda: forms_in_forms(30, 2), lambda: forms_in_forms(8, 10), a_form_in_itself),
    *(many_strokes, one_long_stroke, many_letters, spaces),
)


IDS = ("30 forms", "10 in each", "in itself", "strokes", "points", "letters", "spaces")


@pytest.mark.parametrize("made", HEAVY, ids=IDS)
def test_a_bomb_ends_in_a_word(made: Callable[[], bytes]) -> None:
    data = made()
    began = time.monotonic()
    with pytest.raises(DigitisingError) as refused:
        read_pdf(data)
    assert time.monotonic() - began < SECONDS
    assert str(refused.value).endswith(".")


def test_a_password_is_told() -> None:
    with pytest.raises(DigitisingError, match="asks for a password"):
        page_count(locked("secret"))


def test_a_pdf_that_is_only_kept_from_changes_is_read() -> None:
    assert len(figures(locked(""))) == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"%PDF-1.7\n", GOOD[: len(GOOD) // 2], b"\x89PNG\r\n\x1a\n" + bytes(99)],
    ids=("nothing", "words", "a head", "half", "a picture"),
)
def test_what_is_no_pdf_is_told(data: bytes) -> None:
    with pytest.raises(DigitisingError, match="no PDF, or it is damaged"):
        opened(data)


def test_a_pdf_that_is_too_large_is_not_opened() -> None:
    with pytest.raises(DigitisingError, match="has 11 MB, and 10 are read"):
        opened(GOOD + bytes(MAX_PDF_BYTES + 1024**2 - len(GOOD)))


@pytest.mark.parametrize("page", [-1, 1, 10**9])
def test_a_page_that_is_not_there_is_told(page: int) -> None:
    with pytest.raises(DigitisingError, match=r"this PDF has 1\. Choose one of them"):
        loaded(GOOD, page)


def test_ten_thousand_pages_are_counted_and_one_is_read() -> None:
    data = pdf(*(Page(Panel().written() if number == 9_999 else "") for number in range(10_000)))
    assert page_count(data) == 10_000
    assert len(read_pdf(data, page=9_999)) == 1


@pytest.mark.parametrize(
    "box", ["[0 0 1e9 1e9]", "[0 0 0 0]", "[0 0 nan inf]", "[500 500 0 0]", "[]"]
)
def test_a_page_with_an_odd_box_is_read_all_the_same(box: str) -> None:
    data = pdf(Page(Panel().written(), box=box))
    assert rendered(data, 0, 100).shape[1] == 100
    assert len(figures(data)) == 1


@pytest.mark.parametrize("width", [0, -5, 100_000])
def test_a_picture_of_a_page_has_its_limits(width: int) -> None:
    with pytest.raises(DigitisingError, match="million pixels"):
        rendered(GOOD, 0, width)


#: What stands in a page's content, and what should not.
WORDS = (
    *("m", "l", "S", "f", "re", "cm", "q", "Q", "w", "d", "c", "h", "W n", "BT", "ET", "Tj", "RG"),
    *("1e9", "-1", "0", "nan", "(12)", "[3 2] 0", "0 0 0 0 0 0 cm", "1e-30", "/F1 8 Tf", "9" * 20),
)


def test_odd_content_raises_nothing_but_its_own_error() -> None:
    """A figure's content with words changed, left out and put in."""
    random = np.random.default_rng(16)
    for _ in range(150):
        words = Panel().written().split(" ")
        for _ in range(int(random.integers(1, 30))):
            at, more = int(random.integers(len(words))), int(random.integers(0, 3))
            words[at : at + int(random.integers(0, 2))] = random.choice(WORDS, more).tolist()
        try:
            figures(pdf(Page(" ".join(words))))
        except DigitisingError:
            continue


def test_a_damaged_pdf_raises_nothing_but_its_own_error() -> None:
    """Each of some hundred files with bytes changed, left out and doubled."""
    random = np.random.default_rng(15)
    for _ in range(150):
        data = bytearray(GOOD)
        for _ in range(int(random.integers(1, 8))):
            at, length = int(random.integers(len(data))), int(random.integers(1, 30))
            data[at : at + length] = random.bytes(int(random.integers(0, 30)))
        try:
            figures(bytes(data))
        except DigitisingError:
            continue
