"""Links of any length: answered in our words, unseen in the log, and nobody else notices."""

from __future__ import annotations

import pytest

from tests.benchmarks.load import memory
from tests.browser.test_server import get
from tests.faults.visitor import visit
from tests.serving import RunningApp

GROWTH = 50.0
DEFAULT = "68 were alive after 3 years"
#: What stands in each link and may stand nowhere else.
TRACE = "1234567"
LONG = {
    "ten-kilobytes": f"weight={TRACE}" + "9" * 10_000,
    "sixty-four-kilobytes": f"weight={TRACE}" + "9" * 65_600,
    "a-megabyte": f"weight={TRACE}" + "9" * 1_000_000,
    "five-thousand-parameters": "&".join(f"a{number}={TRACE}" for number in range(5000)),
    "one-parameter-over-and-over": "&".join(["weight=40", f"weight={TRACE}"] * 2500),
    "many-of-one": "&".join([f"weight={TRACE}"] * 400),
    "brackets": f"weight{'[a]' * 3000}={TRACE}",
}
REFUSED = {"sixty-four-kilobytes", "a-megabyte", "five-thousand-parameters"} | {
    "one-parameter-over-and-over"
}
SAID = {
    "ten-kilobytes": "The preference in the link",
    "many-of-one": "The preference in the link is given more than once",
    "brackets": "parts that this program does not know",
}


@pytest.mark.parametrize("case", LONG)
def test_a_huge_link_is_refused_in_our_words_opened_and_in_an_open_page(
    app: RunningApp, case: str
) -> None:
    seen, before = len(app.output()), memory(app.process.pid)
    status, _, body = get(app, f"/?{LONG[case]}", accept="text/html")
    assert status in ({414, 431} if case in REFUSED else {200})
    assert case not in REFUSED or b"is too long" in body or b"sent too much" in body
    assert TRACE.encode() not in body
    with visit(app) as opened:
        opened.open()
        # What a script in the page could do, and what the browser does after a link of 64 kB.
        text = opened.open(LONG[case])
        assert SAID.get(case, DEFAULT) in text
        assert DEFAULT in text
        assert TRACE not in text
        assert '"value": 40' in opened.open("weight=40")
    assert memory(app.process.pid) - before < GROWTH
    said = app.output()[seen:]
    assert TRACE not in said
    assert "Traceback" not in said
