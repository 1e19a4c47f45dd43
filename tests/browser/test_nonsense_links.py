"""Nonsense in a link gives the default view and a visible word, and never comes back on screen."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlencode

import pytest

from tests.browser.driving import DECISION, NOTICES, notices, shown_preference, weighed
from tests.serving import OpenedPage

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
#: Whatever could run must not while a page loads either.
COLD = ("scripts", "unknown-names")


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

    def faults(self, *said: str) -> list[str]:
        """What is not the default view with these words."""
        opened, stands = self.opened, notices(self.opened)
        headings = opened.page.get_by_role("heading", level=1).all_inner_texts()
        holds = {
            "the heading": headings == [DECISION],
            **{words: words in stands for words in said},
            "the word is seen": opened.page.locator(NOTICES).first.is_visible(),
            "the panel": weighed(opened) == self.panel,
            "no preference": shown_preference(opened) == "not set",
            "the navigation carries the default choices on": self.navigation() == self.link,
            "nonsense stays out": "NONSENSE" not in opened.page.content(),
            "nothing ran": opened.page.evaluate("() => window.__ran") is None,
        }
        opened.assert_no_errors()
        return [what for what, so in holds.items() if not so]


@pytest.fixture(params=PATHS)
def view(request: pytest.FixtureRequest, open_page: Callable[..., OpenedPage]) -> View:
    return View(open_page(request.param), request.param)


def test_nonsense_gives_the_default_view_and_a_visible_word(view: View) -> None:
    """What is dangerous is opened cold as well; else one visit goes from link to link."""
    found: dict[str, list[str]] = {}
    stood = ""
    cases = [*CASES] if view.path == PATHS[0] else [*OF_EACH_KIND]
    # One from each half in turn: no two that follow each other have the same words.
    for case in sorted(cases, key=lambda case: cases.index(case) % (len(cases) // 2)):
        query, said = CASES[case]
        for come in (view.opened.come_to, *([view.opened.goto] if case in COLD else ())):
            come(view.path, query=query)
            found[f"{case}, {come.__name__}"] = view.faults(*said)
        assert notices(view.opened) != stood, f"{case}: the words of the link before it"
        stood = notices(view.opened)
    assert not {case: wrong for case, wrong in found.items() if wrong}


def test_what_is_far_too_long_is_refused_with_a_word_and_stops_nothing(view: View) -> None:
    opened = view.opened
    # The longest address that browsers and servers let through is shorter; a page that is open
    # already takes any length, by a changed address.
    for parameter, said in {
        "weight": "The preference in",
        "cut": "The analysis in",
        "NONSENSE": "parts that this program does not know",
    }.items():
        opened.come_to(view.path, query=f"{parameter}={LONG}")
        assert not view.faults(said), parameter
    opened.goto(view.path, query=f"weight={LONG[:60_000]}")
    assert not view.faults("The preference in the link")
    answer = opened.page.goto(f"{opened.app.url}{view.path}?weight={LONG}")
    assert answer is not None
    assert answer.status == 414
    heading = opened.page.get_by_role("heading", level=1)
    assert heading.all_inner_texts() == ["This link is too long"]
    assert "NONSENSE" not in opened.page.content()
    opened.goto(view.path)
    assert weighed(opened) == view.panel


def test_counts_with_a_wrong_month_stay_and_the_month_is_left_open(
    open_page: Callable[..., OpenedPage],
) -> None:
    query = "harm=paper&e1=26&n1=111&e0=6&n0=112&asof=2026-13"
    opened = open_page(PATHS[0], query=query, only_looks=True)
    for path in PATHS:
        opened.come_to(path, query=query)
        said = "The month of the counts in the link is not written as year and month"
        assert said in notices(opened)
        assert "Counts typed in from the paper, month not given" in opened.text()
