"""A user brings data: checked, drawn, used, named everywhere, taken away, and gone elsewhere."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from playwright.sync_api import Locator

from tests.browser.driving import (
    PAGES,
    TRIALS_OWN,
    choose,
    drawn,
    notices,
    sources,
    text_of,
    walk_to,
)
from tests.serving import OpenedPage, RunningApp
from tradeoff.papers import examples
from tradeoff.papers.examples import Example
from tradeoff.trial.reading import load_trial
from tradeoff.uploads import MAX_FILE_BYTES

CASES = Path(__file__).resolve().parents[1] / "reference" / "cases"
CURVE = "sim_plateau224_curve_noisy1.csv"
RISK = "sim_plateau224_nrisk.csv"
LABEL = "Nordklinik"
#: Where they are brought.
TAB = {"tab": "data"}
CURVE_FILES = "A digitised curve"
USE = "Use in this session"
LABEL_MISSING = "Give your label: it stands wherever these data are used."
#: Of the tab at 1280 x 720, in pixels.
TALLEST = 2900
TAKE_OUT = "Take out of this session"
COUNTS = b"harm;arm;events;total\nNeuro;experimental;30;111\nNeuro;control;4;112\n"


def card(opened: OpenedPage) -> Locator:
    return opened.page.locator(".st-key-card_own")


def at_files(open_page: Callable[..., OpenedPage], **window: int) -> OpenedPage:
    """The page with the fields for the files of a digitised curve."""
    opened = open_page("/evidence", query=TAB, **window)
    choose(opened, "own_kind", CURVE_FILES)
    return opened


def give(opened: OpenedPage, key: str, name: str, content: bytes) -> None:
    field = opened.page.locator(f".st-key-{key} input[type=file]")
    refused = len(content) > MAX_FILE_BYTES  # by the browser, which then sends nothing
    sent = nullcontext() if refused else opened.page.expect_response("**/_stcore/upload_file/**")
    with sent:
        field.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    opened.settle()


def answer(opened: OpenedPage, key: str, option: str) -> None:
    """Choose from a list by the keyboard, as one can without a mouse."""
    field = opened.page.locator(f'[class*="st-key-{key}"] input[role=combobox]')
    field.focus()
    drawn(opened)
    field.fill(option)
    opened.page.get_by_role("option", name=option, exact=True).click()
    opened.settle()


def name_it(opened: OpenedPage, label: str) -> None:
    field = opened.page.locator(".st-key-own_label input")
    field.fill(label)
    field.press("Enter")
    opened.settle()


def press(opened: OpenedPage, button: str) -> None:
    opened.page.get_by_role("button", name=button, exact=True).click()
    opened.settle()


def bring_curve(opened: OpenedPage) -> None:
    """Both files, the unit and the arms: everything but the label."""
    give(opened, "own_curve", CURVE, (CASES / CURVE).read_bytes())
    give(opened, "own_risk", RISK, (CASES / RISK).read_bytes())
    answer(opened, "own_unit", "months")
    for what in ("series", "risk"):
        answer(opened, f"own_{what}_experimental", "1")
        answer(opened, f"own_{what}_control", "0")


def bring_counts(opened: OpenedPage) -> None:
    choose(opened, "own_kind", "Counts of adverse events")
    give(opened, "own_counts", "counts.csv", COUNTS)
    answer(opened, "own_harm", "Serious neuropsychiatric events (grade 3 or more)")


def test_a_curve_is_checked_drawn_used_named_downloaded_and_gone_in_another_session(
    open_page: Callable[..., OpenedPage], app: RunningApp, tmp_path: Path
) -> None:
    opened = at_files(open_page)
    bring_curve(opened)
    said = text_of(card(opened))
    assert f"{CURVE}: 130 rows used, 1 read as headings." in said
    assert "7 of 7" in said
    assert opened.page.get_by_role("button", name=USE, exact=True).is_disabled()
    assert LABEL_MISSING in said
    name_it(opened, LABEL)
    press(opened, USE)
    for path in PAGES:
        walk_to(opened, path)
        assert f"a figure digitised by {LABEL}" in opened.text(), path
        assert LABEL not in opened.page.url
    walk_to(opened, "/survival_curves")
    assert "pseudo-patients" in opened.text()
    walk_to(opened, "/evidence")
    with opened.page.expect_download() as waiting:
        opened.page.get_by_role("button", name="Download as a trial folder (zip)").click()
    archive = zipfile.ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    archive.extractall(tmp_path)
    loaded = load_trial(tmp_path / "e1910-nordklinik")
    assert loaded.digitised_curve("nejm", "os") is not None
    other = open_page("/survival_curves")
    assert LABEL not in other.text()
    assert "pseudo-patients" not in other.text()
    opened.page.reload()
    opened.settle()
    assert LABEL not in opened.text()
    assert not any(LABEL in address for address in opened.requests)
    opened.assert_no_errors()
    assert LABEL not in app.output()


def take(opened: OpenedPage, example: Example) -> bytes:
    """The example as the page hands it out."""
    button = opened.page.get_by_role("button", name=f"Download {example}", exact=True)
    with opened.page.expect_download() as waiting:
        button.click()
    return Path(waiting.value.path()).read_bytes()


def height(opened: OpenedPage) -> int:
    """Of the whole tab, all that is folded in the card opened."""
    card(opened).locator("details").evaluate_all(
        "(all) => all.forEach((one) => { one.open = true; })"
    )
    return int(opened.page.get_by_test_id("stMain").evaluate("(main) => main.scrollHeight"))


def test_each_example_is_taken_given_and_used_and_the_tab_stays_short(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = at_files(open_page, width=1280, height=720)
    assert height(opened) < TALLEST
    for key, example in (("own_curve", Example.CURVE), ("own_risk", Example.AT_RISK)):
        content = take(opened, example)
        assert content.decode() == examples.text(example)
        give(opened, key, example, content)
    assert height(opened) < TALLEST
    said = text_of(card(opened))
    assert "7 of 7" in said
    assert "curve digitised by you;" in said, "while there is no label"
    name_it(opened, LABEL)
    press(opened, USE)
    assert height(opened) < TALLEST
    assert f"digitised by {LABEL}" in notices(opened)
    choose(opened, "own_kind", "Counts of adverse events")
    give(opened, "own_counts", Example.COUNTS, take(opened, Example.COUNTS))
    answer(opened, "own_harm", "Serious neuropsychiatric events (grade 3 or more)")
    assert "20 of 100 vs 10 of 100 treated" in text_of(card(opened))
    press(opened, USE)
    assert height(opened) < TALLEST
    said = notices(opened)
    assert f"Counts of {LABEL}" in said
    assert f"digitised by {LABEL}" in said
    opened.assert_no_errors()


def waiting(opened: OpenedPage, key: str) -> str:
    """What stands right below a field, in its own column."""
    field = opened.page.locator(f'[class*="st-key-{key}"]').first
    column = field.locator('xpath=ancestor::*[@data-testid="stColumn"][1]')
    place = column if column.count() else card(opened)
    return text_of(place.locator(".fieldfault"))


def test_what_is_missing_is_named_beside_its_own_field(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = at_files(open_page)
    give(opened, "own_curve", CURVE, (CASES / CURVE).read_bytes())
    assert waiting(opened, "own_risk").startswith("Give the numbers at risk too")
    assert not waiting(opened, "own_curve")
    give(opened, "own_risk", RISK, (CASES / RISK).read_bytes())
    arm = "Blinatumomab + chemotherapy"
    assert waiting(opened, "own_unit") == "Choose the unit of the time axis."
    first = "Before this can be used: Choose the unit of the time axis."
    assert first in text_of(card(opened))
    assert waiting(opened, "own_series_experimental") == f"Choose the curve of {arm}."
    assert waiting(opened, "own_risk_experimental") == f"Choose the numbers at risk of {arm}."
    answer(opened, "own_unit", "months")
    assert not waiting(opened, "own_unit")
    assert f"used: Choose the curve of {arm}." in text_of(card(opened))
    for role in ("experimental", "control"):
        answer(opened, f"own_series_{role}", "1")
        answer(opened, f"own_risk_{role}", "1" if role == "experimental" else "0")
    assert "is chosen for both arms" in waiting(opened, "own_series_control")
    assert not waiting(opened, "own_risk_control")
    assert opened.page.get_by_role("button", name=USE, exact=True).count() == 0
    answer(opened, "own_series_control", "0")
    assert waiting(opened, "own_label") == LABEL_MISSING
    name_it(opened, "=1+1")
    assert "begins like a formula" in waiting(opened, "own_label")
    name_it(opened, LABEL)
    assert opened.page.get_by_role("button", name=USE, exact=True).is_enabled()
    opened.assert_no_errors()


def test_counts_replace_the_trials_rate_and_are_named(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/evidence", query=TAB)
    bring_counts(opened)
    name_it(opened, LABEL)
    press(opened, USE)
    walk_to(opened, "/")
    panel = text_of(opened.page.locator("section.panel"))
    assert LABEL in panel
    assert "+23.5" in panel  # 30/111 less 4/112
    told = sources(opened)
    assert LABEL in told
    assert TRIALS_OWN not in told
    other = open_page("/")
    assert TRIALS_OWN in sources(other)
    walk_to(opened, "/evidence")
    press(opened, TAKE_OUT)
    walk_to(opened, "/")
    assert TRIALS_OWN in sources(opened)
    assert LABEL not in opened.text()
    opened.assert_no_errors()


UNUSABLE = (
    (b"PK\x03\x04" + bytes(100), "compressed file"),
    (b"patient id,time,survival\n12,1,0.9\n", "patient"),
    (b"time,survival\n1,0.9\n2,abc\n", "row 3"),
    (b"", "empty"),
)


def test_a_file_that_cannot_be_used_says_where_and_what_and_loses_nothing(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = at_files(open_page)
    give(opened, "own_risk", RISK, (CASES / RISK).read_bytes())
    for number, (content, said) in enumerate(UNUSABLE):
        give(opened, "own_curve", f"curve{number}.csv", content)
        assert f"curve{number}.csv" in text_of(card(opened))
        assert said in text_of(card(opened).locator('.banner, [role="alert"]')), said
        assert f"{RISK}: " in text_of(card(opened)), "the other file is still read"
        assert opened.page.locator(".st-key-own_label input").count() == 0, "its step waits"
        assert opened.page.get_by_role("button", name=USE, exact=True).count() == 0
    opened.assert_no_errors()


def test_files_in_two_units_are_refused_before_anything_is_asked(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = at_files(open_page)
    for key, name in (("own_curve", "months_curve.csv"), ("own_risk", "years_risk.csv")):
        give(opened, key, name, (CASES.parent / "uploads" / name).read_bytes())
    said = "perhaps years here and months there. Give both in one unit."
    card(opened).get_by_text(said).first.wait_for()
    assert opened.page.locator(".st-key-own_unit").count() == 0
    give(opened, "own_curve", "figure.png", b"\x89PNG\r\n\x1a\n" + bytes(100))
    card(opened).get_by_text('give it as "A printed figure"').first.wait_for()
    opened.assert_no_errors()


def test_a_file_that_is_too_large_is_refused(open_page: Callable[..., OpenedPage]) -> None:
    opened = at_files(open_page)
    give(opened, "own_curve", "large.csv", b"1,0.9\n" * 400_000)
    said = text_of(card(opened))
    assert "2MB" in said or "2.0MB" in said or "2 MB" in said
    assert opened.page.get_by_role("button", name=USE, exact=True).count() == 0
    assert not opened.exceptions()
