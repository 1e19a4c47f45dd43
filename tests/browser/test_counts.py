"""Typed counts: a slip is said next to its field, and the last good figures stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.browser.driving import (
    CENTRE,
    FROM_PAPER,
    PAPER,
    choices,
    open_rates,
    pick,
    text_of,
    type_into,
    weighed,
)
from tests.serving import OpenedPage

STAY = "the last good figures stay"


def faults(opened: OpenedPage) -> dict[str, str]:
    """Each message with the field that stands right before it."""
    found = opened.page.locator(".st-key-counts .fieldfault").evaluate_all(
        """(all) => all.map((fault) => {
          const box = fault.closest('[data-testid="stElementContainer"]');
          const before = box.previousElementSibling;
          const field = before && [...before.classList].find((c) => c.startsWith('st-key-'));
          return [field ? field.slice(7) : '', fault.textContent.trim()];
        })"""
    )
    return dict(found)


#: Source, what is typed into which field, and what is said of it there.
SLIPS: Final[tuple[tuple[str, dict[str, str], dict[str, str]], ...]] = (
    (
        "paper",
        {"e1": "112", "n0": "113"},
        {"e1": "more than the number treated", "n0": "more than the trial randomised"},
    ),
    (
        "paper",
        {"e1": "-6", "e0": "2.5", "n1": "1e2"},
        dict.fromkeys(("e1", "e0", "n1"), "not a whole number"),
    ),
    (
        "centre",
        {"n1": "0", "asof": "05/2026"},
        {"n1": "nobody treated", "asof": "not written as year and month"},
    ),
)


def test_a_slip_is_said_next_to_its_field_and_the_last_good_figures_stay(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    for source, slips, said in SLIPS:
        opened.come_to(query={"harm": source, **FROM_PAPER})
        good, panel = choices(opened), weighed(opened)
        open_rates(opened)
        assert not faults(opened)
        for field, text in slips.items():
            type_into(opened, field, text)
        found = faults(opened)
        assert found.keys() == said.keys()
        for field, words in said.items():
            assert words in found[field]
            assert opened.page.locator(f".st-key-{field} input").input_value() == slips[field]
        assert weighed(opened) == panel
        assert choices(opened) == good
        notes = text_of(opened.page.locator(".st-key-counts"))
        assert STAY in notes
        assert "26 of 111 vs 6 of 112" in notes, "which figures stay is named"
        # corrected, the message goes and nothing else has changed
        for field in slips:
            type_into(opened, field, FROM_PAPER[field])
        assert not faults(opened)
        assert weighed(opened) == panel
        opened.assert_no_errors()


def test_nothing_changes_until_all_four_counts_are_typed_and_they_are_of_one_source(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page()
    panel = weighed(opened)
    pick(opened, "harm", PAPER)
    for field, text in list(FROM_PAPER.items())[:3]:
        type_into(opened, field, text)
        assert weighed(opened) == panel
        assert STAY in text_of(opened.page.locator(".st-key-counts"))
        assert "Counts" not in text_of(opened.page.locator("section.panel.harm"))
    type_into(opened, "n0", "112")
    type_into(opened, "asof", FROM_PAPER["asof"])
    assert "Counts typed in from the paper" in text_of(opened.page.locator("section.panel.harm"))
    assert choices(opened)["harm"] == "paper"
    pick(opened, "harm", CENTRE)
    assert opened.page.locator(".st-key-e1 input").input_value() == ""
    assert choices(opened)["harm"] == "paper", "the last good figures stay"
    pick(opened, "harm", "The trial's figure")
    assert choices(opened).keys().isdisjoint(FROM_PAPER)
    assert "Counts" not in text_of(opened.page.locator("section.panel.harm"))


def test_a_slip_is_still_said_after_a_walk_or_the_good_counts_stand_there(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(query={"harm": "paper", **FROM_PAPER})
    open_rates(opened)
    type_into(opened, "e1", "112")
    opened.page.locator(".st-key-nav").get_by_role("link", name="Icon arrays").click()
    opened.page.wait_for_url("**/icon_arrays?**")
    opened.settle()
    open_rates(opened)
    typed = opened.page.locator(".st-key-e1 input").input_value()
    assert (typed, faults(opened).keys()) in [("112", {"e1"}), ("26", set())]
