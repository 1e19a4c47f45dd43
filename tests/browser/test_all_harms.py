"""The picture of all harms on Benefit and harm: it fits, in light and dark, and its words apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser.axe import serious_findings
from tests.browser.driving import texts
from tests.serving import OpenedPage
from tradeoff.trial import reading as loading

TRIAL = loading.load_trial(loading.SHELF / "e1910")
CARD = ".st-key-card_harms"
HEIGHTS = {1280: 720, 768: 1024, 390: 844}

#: In the page: each word of the picture that is shown, with its box, and the boxes around them.
LAID_OUT = """
() => {
  const box = (e) => { const b = e.getBoundingClientRect();
    return { left: b.left, right: b.right, top: b.top, bottom: b.bottom }; };
  const card = document.querySelector('.st-key-card_harms');
  const shown = [...card.querySelectorAll('.plot')].filter((e) => e.checkVisibility());
  const words = shown.flatMap((plot) => [...plot.querySelectorAll('span')]);
  return {
    pictures: shown.map((plot) => ({ alt: plot.querySelector('img').alt, ...box(plot) })),
    words: words.map((e) => ({ text: e.textContent, ...box(e),
      size: parseFloat(getComputedStyle(e).fontSize) })),
    card: box(card),
    sideways: Math.max(...[document.documentElement, card.closest('[data-testid="stMain"]')]
      .map((e) => e.scrollWidth - e.clientWidth)),
  };
}
"""


def overlaps(words: list[dict[str, Any]]) -> list[str]:
    """Pairs of words whose boxes share more than a pixel both ways.

    A line's box stands a little over and under its letters.
    """
    found = []
    for place, one in enumerate(words):
        for other in words[place + 1 :]:
            wide = min(one["right"], other["right"]) - max(one["left"], other["left"])
            tall = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            if wide > 1 and tall > 1:
                found.append(f"{one['text']} | {other['text']}: {wide:.1f} by {tall:.1f}")
    return found


def stand(opened: OpenedPage, width: int, scheme: str = "light") -> None:
    """Another width and scheme of the page that stands."""
    opened.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    opened.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened.settle()


def test_the_picture_of_all_harms_fits_with_its_words_apart_and_nothing_serious_by_axe(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/benefit_and_harm", only_looks=True)
    found = []
    for width in HEIGHTS:
        for scheme in ("light", "dark"):
            stand(opened, width, scheme)
            assert_laid_out(opened.page.evaluate(LAID_OUT), width)
            every = serious_findings(opened.page, colours_only=scheme == "dark")
            found += [f"{width} {scheme}: {finding}" for finding in every]
    assert not found, "\n".join(found)


def assert_laid_out(found: dict[str, Any], width: int) -> None:
    """The picture as it was found in the page, at this width."""
    assert len(found["pictures"]) == 1, "one picture for each width"
    assert "20 harms" in found["pictures"][0]["alt"]
    said = [word["text"] for word in found["words"]]
    for harm in TRIAL.harms:
        assert said.count(TRIAL.text.harms[harm.id].short) == 1
    assert not overlaps(found["words"])
    card = found["card"]
    outside = [
        word["text"]
        for word in found["words"]
        if word["left"] < card["left"]
        or word["right"] > min(card["right"], width)
        or word["top"] < card["top"]
        or word["bottom"] > card["bottom"]
    ]
    assert not outside
    assert found["sideways"] <= 0
    assert min(word["size"] for word in found["words"]) >= 11


def test_the_table_beside_the_picture_says_the_same_harms_the_weighed_one_first(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/benefit_and_harm", only_looks=True)
    rows = texts(opened.page.locator(f"{CARD} table.data tbody tr"))
    assert len(rows) == len(TRIAL.harms) == 20
    assert rows[0].startswith("Serious neuropsychiatric events")
    assert "+18 (8 to 27)" in rows[0]
    assert rows[-1].startswith("Neutropenia")
    assert "−29 (−40 to −17)" in rows[-1]


#: In the page: where the picture that is shown ends.
BELOW = """
() => [...document.querySelectorAll('.st-key-card_harms .plot')]
  .filter((e) => e.checkVisibility()).map((e) => e.getBoundingClientRect().bottom)
"""


def test_every_harm_with_its_axis_is_seen_at_once_on_a_laptop(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/benefit_and_harm", only_looks=True, width=1280, height=720)
    (bottom,) = opened.page.evaluate(BELOW)
    assert bottom <= 720


def test_the_bars_of_cycles_fit_and_what_is_said_twice_is_closed(
    open_page: Callable[..., OpenedPage],
) -> None:
    """Effects, rates elsewhere, sentences and sources: there on request, and not before."""
    opened = open_page("/benefit_and_harm")
    page = opened.page
    for width in HEIGHTS:
        stand(opened, width)
        course = page.locator(".plot.course:visible")
        assert course.count() == 1
        assert "112 planned pump days" in texts(course)[0]
        sizes = course.locator("span").evaluate_all(
            "(all) => all.map((e) => parseFloat(getComputedStyle(e).fontSize))"
        )
        assert min(sizes) >= 12.5
        deaths = page.locator(".st-key-card_beside table.counted tbody tr").first.locator("td")
        assert texts(deaths) == ["17", "40"]
        folded = page.locator(
            ":is(.st-key-card_course, .st-key-card_effects, .st-key-card_context) details"
        )
        assert folded.count() == 3
        for one in folded.all():
            assert not one.locator("table").is_visible()
            one.locator("summary").click()
            assert one.locator("table").is_visible()
            one.locator("summary").click()
            one.locator("table").wait_for(state="hidden")


def test_the_probability_is_drawn_no_flatter_than_half_its_width(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page("/benefit_and_harm", only_looks=True)
    for width in HEIGHTS:
        stand(opened, width)
        box = opened.page.locator(".st-key-probability .nsewdrag").first.bounding_box()
        assert box is not None
        assert box["width"] <= 2.05 * box["height"], width
