"""Nonsense in a link gives the default view and a visible word, and never comes back on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser

from tests.browser.driving import DECISION, NOTICES, notices, shown_preference, weighed
from tests.serving import OpenedPage, RunningApp, opened_page

SCRIPT = "<script>window.__ran=1</script><img src=x onerror=window.__ran=1>NONSENSE"
LONG = "NONSENSE" * 12_500  # 100 kB

WORDS = {
    "trial": "The trial in the link",
    "cut": "The analysis in the link",
    "endpoint": "The end point in the link",
    "months": "The month in the link",
    "framing": "The frame in the link",
    "weight": "The preference in the link",
    "harm": "The source of the harm rate in the link",
}
NOT_WHOLE = ("The month in the link is not a whole", "The preference in the link is not a whole")
OUTSIDE = "The month in the link lies outside 12 to 36"


def everywhere(nonsense: str) -> tuple[str, list[str]]:
    """The same nonsense in every parameter that names something, and what has to be said."""
    return urlencode(dict.fromkeys(WORDS, nonsense)), list(WORDS.values())


#: Raw queries, as links can hold them, and all that the page has to say about each. The parts of
#: one link are refused one by one, so that each link tries as many as can stand together.
CASES: dict[str, tuple[str, list[str]]] = {
    "unknown": everywhere("NONSENSE"),
    "empty": everywhere(""),
    "paths": everywhere("../../etc/NONSENSE"),
    "scripts": everywhere(SCRIPT),
    "capitals": (
        "trial=E1910&cut=NEJM&endpoint=OS&framing=Alive&harm=Trial",
        [WORDS[name] for name in ("trial", "cut", "endpoint", "framing", "harm")],
    ),
    "twice": (
        "&".join(
            f"{name}={value}&{name}={value}"
            for name, value in (
                ("trial", "e1910"), ("cut", "fda-later"), ("endpoint", "os"), ("months", "24"),
                ("framing", "died"), ("weight", "40"), ("harm", "paper"),
            )
        ),
        [f"{words} is given more than once" for words in WORDS.values()],
    ),
    "not-a-number": ("months=NaN&weight=NaN", [*NOT_WHOLE]),
    "infinite": ("months=Infinity&weight=-Infinity", [*NOT_WHOLE]),
    "parts-of-a-number": ("months=24.5&weight=1e1", [*NOT_WHOLE]),
    "negative": ("months=-24&weight=-1", [*NOT_WHOLE]),
    "other-digits": (f"months={quote('٢٤')}&weight={quote('４０')}", [*NOT_WHOLE]),
    "broken-escapes": ("months=%00%FF&weight=%E0%A4%A", [*NOT_WHOLE]),
    "huge": ("months=9" + "0" * 30 + "&weight=1" + "0" * 400, [OUTSIDE]),
    "too-low": ("months=11", [OUTSIDE]),
    "too-high": (
        "months=37&weight=101",
        [OUTSIDE, "The preference in the link lies outside 0 to 100"],
    ),
    "counts-missing": ("harm=paper&e1=26&n1=111", ["does not hold all four counts"]),
    "counts-above-total": (
        "harm=paper&e1=112&n1=111&e0=6&n0=112",
        ["more events than people treated"],
    ),
    "counts-of-nobody": ("harm=centre&e1=0&n1=0&e0=6&n0=112", ["counts nobody treated"]),
    "counts-above-randomised": (
        "harm=paper&e1=26&n1=113&e0=6&n0=112",
        ["more people than the trial randomised"],
    ),
    "counts-not-numbers": (
        f"harm=centre&e1=NaN&n1=-3&e0=1e3&n0={quote(SCRIPT)}",
        ["number of events (Blinatumomab) in the link is not a whole",
         "number treated (Blinatumomab) in the link is not a whole"],
    ),
    "counts-contradict-source": (
        "harm=trial&e1=26&n1=111&e0=6&n0=112&asof=NONSENSE",
        ["asks for the trial's own"],
    ),
    "unknown-names": (
        f"name=NONSENSE&{quote(SCRIPT)}=1&NONSENSE=2",
        ["parts that this program does not know"],
    ),
}  # fmt: skip
PATHS = ("/", "/benefit_and_harm")
#: One module reads the address for every page: on the second, one case of each kind.
OF_EACH_KIND = ("scripts", "twice", "not-a-number", "too-high", "counts-missing", "unknown-names")


class View:
    """One page kept open for all cases, and what it shows by default."""

    def __init__(self, opened: OpenedPage, path: str) -> None:
        self.opened, self.path = opened, path
        self.panel = weighed(opened)
        self.link = self.navigation()
        assert not notices(opened)

    def navigation(self) -> list[str]:
        links = self.opened.page.locator(".st-key-nav a")
        return [str(href) for href in links.evaluate_all("(all) => all.map((a) => a.href)")]


@pytest.fixture(scope="module")
def views(chromium: Browser, app: RunningApp) -> Iterator[Callable[[str], View]]:
    with ExitStack() as stack:
        yield cache(lambda path: View(stack.enter_context(opened_page(chromium, app, path)), path))


@pytest.fixture(params=PATHS)
def view(request: pytest.FixtureRequest, views: Callable[[str], View]) -> View:
    return views(request.param)


def assert_default_with_a_word(view: View, *said: str) -> None:
    opened = view.opened
    assert opened.page.get_by_role("heading", level=1).all_inner_texts() == [DECISION]
    for words in said:
        assert words in notices(opened)
    assert opened.page.locator(NOTICES).first.is_visible()
    assert weighed(opened) == view.panel
    assert shown_preference(opened) == "not set"
    assert view.navigation() == view.link, "the navigation carries the default choices on"
    assert "NONSENSE" not in opened.page.content()
    assert opened.page.evaluate("() => window.__ran") is None
    opened.assert_no_errors()


@pytest.mark.parametrize(
    ("view", "case"),
    [*((PATHS[0], case) for case in CASES), *((PATHS[1], case) for case in OF_EACH_KIND)],
    indirect=["view"],
)
def test_nonsense_gives_the_default_view_and_a_visible_word(view: View, case: str) -> None:
    query, said = CASES[case]
    view.opened.goto(view.path, query=query)
    assert_default_with_a_word(view, *said)


@pytest.mark.parametrize("parameter", ["weight", "cut", "NONSENSE"])
def test_a_hundred_kilobytes_in_a_parameter_are_refused_with_a_word(
    view: View, parameter: str
) -> None:
    said = {"weight": "The preference in", "cut": "The analysis in"}
    # The longest address that browsers and servers let through is shorter; a page that is open
    # already takes any length, by a changed address.
    view.opened.goto(view.path)
    view.opened.page.evaluate(
        "([name, value]) => { history.pushState({}, '', `?${name}=${value}`);"
        " dispatchEvent(new PopStateEvent('popstate')); }",
        [parameter, LONG],
    )
    view.opened.settle()
    assert_default_with_a_word(view, said.get(parameter, "parts that this program does not know"))


def test_the_longest_cold_link_is_refused_with_a_word_and_a_longer_one_stops_nothing(
    view: View,
) -> None:
    view.opened.goto(view.path, query=f"weight={LONG[:60_000]}")
    assert_default_with_a_word(view, "The preference in the link")
    answer = view.opened.page.goto(f"{view.opened.app.url}{view.path}?weight={LONG}")
    assert answer is not None
    assert answer.status == 414
    heading = view.opened.page.get_by_role("heading", level=1)
    assert heading.all_inner_texts() == ["This link is too long"]
    assert "NONSENSE" not in view.opened.page.content()
    view.opened.goto(view.path)
    assert weighed(view.opened) == view.panel


def test_counts_with_a_wrong_month_stay_and_the_month_is_left_open(view: View) -> None:
    view.opened.goto(view.path, query="harm=paper&e1=26&n1=111&e0=6&n0=112&asof=2026-13")
    assert "The month of the counts in the link is not written as year and month" in notices(
        view.opened
    )
    assert "Counts typed in from the paper, month not given" in view.opened.text()
