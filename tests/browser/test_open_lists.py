"""A list stays open under the hand of whoever opened it, whatever arrives meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.driving import CENTRE, drawn, open_rates, weighed
from tests.serving import OpenedPage

#: As by the button Back: other choices, whose answer is longer than what stands over the list.
OTHER_CHOICES = """
() => {
  history.pushState({}, '', '?trial=e1910&cut=fda-primary&months=12&framing=died&weight=30');
  dispatchEvent(new PopStateEvent('popstate'));
}
"""
#: From the field to the list, where it hangs over or under it.
GAP = """
() => {
  const field = document.querySelector('.st-key-harm [role=combobox]').getBoundingClientRect();
  const list = document.querySelector('[role=listbox]').getBoundingClientRect();
  return Math.max(list.top - field.bottom, field.top - list.bottom);
}
"""


def test_an_answer_while_a_list_is_open_does_not_close_it(
    open_page: Callable[..., OpenedPage],
) -> None:
    opened = open_page(height=420)
    open_rates(opened)
    button = opened.page.locator(".st-key-harm button")
    button.scroll_into_view_if_needed()
    drawn(opened)
    scrolled = opened.page.get_by_test_id("stSidebarContent")
    assert scrolled.evaluate("(e) => e.scrollTop") > 100
    panel = weighed(opened)
    button.click()
    option = opened.page.get_by_role("option", name=CENTRE, exact=True)
    option.wait_for()
    opened.page.evaluate(OTHER_CHOICES)
    opened.settle()
    drawn(opened)
    assert weighed(opened) != panel
    assert option.is_visible()
    assert -1 < opened.page.evaluate(GAP) < 12, "the list went along"
    option.click()
    opened.settle()
    assert opened.page.locator(".st-key-harm input").first.input_value() == CENTRE
