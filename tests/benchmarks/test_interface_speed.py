"""Acceptance: the page answers within the limits, in a browser, beside a bare Streamlit page."""

from __future__ import annotations

import pytest

from tests.benchmarks import interface_speed


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_the_page_answers_within_the_limits_and_loses_no_press() -> None:
    results, quick = interface_speed.run()
    text = interface_speed.table(results, quick)
    assert quick.kept, text
    assert all(one.kept for one in results), text
