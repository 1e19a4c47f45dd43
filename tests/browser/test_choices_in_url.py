"""The address is the only memory of the choices, and it loses none."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import expect

from tests.browser.driving import (
    BENEFIT,
    CENTRE,
    IMPLIED,
    NOTICES,
    PAGES,
    SLIDER,
    choices,
    choose,
    note_and_link,
    notices,
    open_rates,
    shown_preference,
    text_of,
    walk_to,
    weighed,
)
from tests.serving import OpenedPage, RunningApp

CHOSEN = {
    "trial": "e1910", "cut": "fda-primary", "endpoint": "os", "months": "36", "framing": "died",
    "weight": "40", "harm": "centre", "e1": "3", "n1": "40", "e0": "1", "n0": "50",
    "asof": "2026-05",
}  # fmt: skip
TOLD = f"{BENEFIT} .told"
CLEARED = "The preference was cleared"
SOURCES = "(all) => all.map((image) => image.src)"


def assert_shows_chosen(opened: OpenedPage, *, weight: str = "40") -> None:
    """Controls and panel stand where the address says."""
    page = opened.page
    chip = page.locator('.st-key-analysis [aria-checked="true"]')
    assert chip.inner_text() == "3 years · FDA"
    open_rates(opened)
    assert page.locator(".st-key-harm input").first.input_value() == CENTRE
    assert shown_preference(opened) == weight
    for name in FIELDS:
        # What opens is drawn once before its fields take up their values: a busy machine shows it.
        expect(page.locator(f".st-key-{name} input")).to_have_value(CHOSEN[name])
    page.keyboard.press("Escape")
    assert f"counted at {weight} % each" in " ".join(weighed(opened))
    if page.locator(".st-key-framing").count():
        chosen = page.locator('.st-key-framing [aria-checked="true"]').inner_text()
        assert chosen == "Died"


FIELDS = ("e1", "n1", "e0", "n0", "asof")


def test_choices_walk_along_through_every_page_and_survive_a_reload(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(query=CHOSEN)
    panel = weighed(opened)
    for path in [*list(PAGES)[1:], "/"]:
        walk_to(opened, path)
        assert choices(opened) == CHOSEN, f"in the address of {path}"
        assert weighed(opened) == panel, f"in the side panel of {path}"
        assert_shows_chosen(opened)
        assert not notices(opened)
    opened.page.reload()
    opened.settle()
    assert choices(opened) == CHOSEN
    assert_shows_chosen(opened)
    opened.assert_no_errors()


def test_choices_made_by_hand_reach_the_address_and_the_copied_link_reopens_them(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    assert shown_preference(opened) == "not set"
    assert "weight" not in choices(opened)
    for make in (
        lambda: choose(opened, "analysis", "5 years · FDA"),
        lambda: choose(opened, "framing", "Died"),
        lambda: opened.page.locator(SLIDER).press("ArrowRight"),
        lambda: opened.page.locator(SLIDER).press("ArrowRight"),
    ):
        make()
        opened.settle()
        _, link = note_and_link(opened)
        assert dict(parse_qsl(urlsplit(link).query)) == choices(opened), "it follows every choice"
    made = choices(opened)
    assert made == {
        "trial": "e1910", "cut": "fda-later", "endpoint": "os", "months": "60",
        "framing": "died", "weight": "1", "harm": "trial",
    }  # fmt: skip
    fresh = open_page()  # a browser profile of its own
    fresh.page.goto(link)
    fresh.settle()
    assert choices(fresh) == made
    assert weighed(fresh) == weighed(opened)
    assert shown_preference(fresh) == "1"
    # and the navigation drawn after the last choice carries it
    walk_to(opened, "/icon_arrays")
    assert choices(opened) == made


def reconnected(opened: OpenedPage) -> None:
    opened.page.wait_for_function(
        "() => document.querySelector('[data-testid=stApp]').dataset.testConnectionState"
        " === 'CONNECTED'",
        timeout=30_000,
    )
    opened.settle()


def test_choices_survive_a_restart_of_the_server_on_its_port(
    open_page: Callable[..., OpenedPage], start_app: Callable[..., RunningApp]
) -> None:
    """A page left open over it never shows a preference that it has not weighed."""
    first = start_app()
    opened = open_page("/icon_arrays", app=first, query=CHOSEN)
    panel = weighed(opened)
    first.stop()
    start_app(port=first.port)
    reconnected(opened)
    assert weighed(opened) == panel
    assert choices(opened) == CHOSEN
    for _ in range(3):
        opened.page.locator(SLIDER).press("ArrowRight")
    opened.settle()
    assert shown_preference(opened) == "43"
    assert "counted at 43 % each" in text_of(opened.page.locator(IMPLIED))
    panel = weighed(opened)
    opened.page.reload()
    opened.settle()
    assert choices(opened) == CHOSEN | {"weight": "43"}
    assert weighed(opened) == panel
    assert_shows_chosen(opened, weight="43")


def test_back_restores_the_last_view(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page(query={"weight": "40"})
    panel = weighed(opened)
    sentence = text_of(opened.page.locator(TOLD))
    choose(opened, "analysis", "3 years · FDA")
    assert weighed(opened) != panel
    opened.page.go_back()
    opened.settle()
    assert choices(opened).get("cut", "nejm") == "nejm"
    assert weighed(opened) == panel
    chip = opened.page.locator('.st-key-analysis [aria-checked="true"]')
    assert chip.inner_text() == "3 years · NEJM"
    choose(opened, "framing", "Died")
    assert text_of(opened.page.locator(TOLD)) != sentence
    opened.page.go_back()
    opened.settle()
    assert text_of(opened.page.locator(TOLD)) == sentence
    assert opened.page.locator('.st-key-framing [aria-checked="true"]').inner_text() == "Alive"


def test_back_returns_to_the_last_page_with_its_choices(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/survival_curves", query=CHOSEN)
    walk_to(opened, "/icon_arrays")
    opened.page.go_back()
    expect(opened.page).to_have_url(re.compile("/survival_curves"))
    opened.settle()
    assert choices(opened) == CHOSEN
    assert opened.page.title().startswith("Survival curves")
    assert_shows_chosen(opened)


def test_twenty_presses_thirty_milliseconds_apart_lose_none(
    open_page: Callable[..., OpenedPage],
) -> None:
    """On Consultation too: tests/browser/test_ranges_of_consultation.py."""
    opened = open_page("/benefit_and_harm", query={"weight": "10"})
    opened.page.locator(SLIDER).focus()
    start = time.perf_counter()
    for number in range(20):
        time.sleep(max(0.0, start + number * 0.030 - time.perf_counter()))
        opened.page.keyboard.press("ArrowRight")
    opened.settle(quiet_ms=700)
    assert shown_preference(opened) == "30"
    assert choices(opened)["weight"] == "30"
    assert "counted at 30 % each" in text_of(opened.page.locator(IMPLIED))


def test_an_end_point_that_the_cut_lacks_wins_with_a_visible_word(
    open_page: Callable[..., OpenedPage],
) -> None:
    said = "Relapse-free survival was not part of the chosen analysis: NEJM 2024 is shown."
    opened = open_page("/icon_arrays", query={"cut": "fda-later", "endpoint": "rfs"})
    assert said in notices(opened)
    chip = opened.page.locator('.st-key-analysis [aria-checked="true"]')
    assert chip.inner_text() == "3 years · NEJM"
    opened.come_to("/", query={"cut": "fda-primary", "months": "24"})
    choose(opened, "endpoint", "Relapse-free survival")
    assert said in notices(opened)
    assert {**choices(opened)} == {
        "trial": "e1910", "cut": "nejm", "endpoint": "rfs", "months": "36", "framing": "alive",
        "harm": "trial",
    }  # fmt: skip
    assert opened.page.locator(NOTICES).first.is_visible()


def test_a_change_of_what_the_preference_means_clears_it_with_a_visible_word(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/icon_arrays", query={"weight": "40"})
    assert shown_preference(opened) == "40"
    choose(opened, "analysis", "5 years · FDA")
    assert_preference_cleared(opened)
    opened.come_to("/benefit_and_harm", query={"weight": "40"})
    assert shown_preference(opened) == "40"
    assert CLEARED not in notices(opened)
    choose(opened, "endpoint", "Relapse-free survival")
    assert_preference_cleared(opened)


def assert_preference_cleared(opened: OpenedPage) -> None:
    assert "weight" not in choices(opened)
    assert shown_preference(opened) == "not set"
    assert CLEARED in notices(opened)
    assert "Ask the patient" in text_of(opened.page.locator(IMPLIED))
    assert "counted at" not in opened.text()
    opened.assert_no_errors()


def test_alive_and_died_switch_icons_and_sentence(open_page: Callable[..., OpenedPage]) -> None:
    opened = open_page("/")
    for path, told, part in (
        ("/", TOLD, BENEFIT),
        ("/icon_arrays", ".lead", ".st-key-benefit_arrays"),
    ):
        opened.come_to(path, query={"framing": "alive"})
        people = opened.page.locator(f"{part} img.people")
        before = people.evaluate_all(SOURCES)
        assert "68 were alive after 3 years" in text_of(opened.page.locator(told))
        assert "Alive after 3 years" in text_of(opened.page.locator(f"{part} h2"))
        choose(opened, "framing", "Died")
        after = people.evaluate_all(SOURCES)
        assert all(old != new for old, new in zip(before[:2], after[:2], strict=True))
        sentence = text_of(opened.page.locator(told))
        assert "32 had died after 3 years" in sentence
        assert "17 fewer" in sentence
        assert "Died after 3 years" in text_of(opened.page.locator(f"{part} h2"))
        captions = text_of(opened.page.locator(f"{part} figcaption b"))
        assert captions.split()[:2] == ["15", "32"]
