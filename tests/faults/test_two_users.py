"""Many work at the same time: nobody's counts, labels or files show with anybody else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.browser.driving import PAGES, choose, taken, walk_to
from tests.browser.test_own_data import TAB, USE, answer, give, name_it, press
from tests.faults.visitor import visit
from tests.serving import OpenedPage, RunningApp

EVERY_PAGE = ("", "evidence", "icon_arrays", "benefit_and_harm", "tumour_board", "patient_view")
#: On pages for clinicians the counts stand as they were typed.
SAID_ON = EVERY_PAGE[:4]
USERS = 20
HAND_OUT, TABLE = "hand_out_html", "e1910_csv"


def typed(user: int) -> tuple[str, tuple[str, str]]:
    """A user's choices, and how the pages say their counts, which nobody else has."""
    counts = {"e1": 20 + user, "n1": 301 + user, "e0": 50 + user, "n0": 401 + user}
    said = (f"{counts['e1']} of {counts['n1']}", f"{counts['e0']} of {counts['n0']}")
    return urlencode({"harm": "centre", **counts, "asof": "2026-05", "weight": 40}), said


def test_twenty_who_typed_counts_at_once_each_see_their_own_on_every_page(
    app: RunningApp,
) -> None:
    said = [typed(user)[1] for user in range(USERS)]
    seen = len(app.output())

    def visited(user: int) -> dict[str, str]:
        with visit(app) as one:
            return {page: one.open(typed(user)[0], page) for page in EVERY_PAGE}

    with ThreadPoolExecutor(USERS) as crowd, visit(app) as stranger:
        found = list(crowd.map(visited, range(USERS)))
        fresh = {page: stranger.open(page=page) for page in EVERY_PAGE}
    for user, pages in enumerate(found):
        others = [words for other in range(USERS) if other != user for words in said[other]]
        for page, text in pages.items():
            assert [words for words in others if words in text] == [], (user, page)
            assert page not in SAID_ON or said[user][0] in text, (user, page)
    every = [words for both in said for words in both]
    for page, text in fresh.items():
        assert [words for words in every if words in text] == [], page
    logged = app.output()[seen:]
    assert not [words for words in ("e1=", "asof", "centre", *every) if words in logged]


@dataclass(frozen=True)
class User:
    """What somebody brings."""

    label: str
    counts: tuple[int, int, int, int]

    @property
    def file(self) -> bytes:
        e1, n1, e0, n0 = self.counts
        rows = (
            "harm;arm;events;total", f"Neuro;experimental;{e1};{n1}", f"Neuro;control;{e0};{n0}",
        )  # fmt: skip
        return "\n".join(rows).encode()

    @property
    def traces(self) -> tuple[str, ...]:
        e1, n1, e0, n0 = self.counts
        return self.label, f"{e1} of {n1}", f"{e0} of {n0}", f"{e1},{n1}", f"{e0},{n0}"


NORTH = User("Nordklinik", (37, 151, 7, 152))
SOUTH = User("Sankt-Georg-Stift", (61, 233, 11, 239))


def bring(opened: OpenedPage, users: User) -> None:
    choose(opened, "own_kind", "Counts of adverse events")
    give(opened, "own_counts", "counts.csv", users.file)
    answer(opened, "own_harm", "Serious neuropsychiatric events (grade 3 or more)")
    name_it(opened, users.label)


def everything(opened: OpenedPage, *pages: str) -> str:
    """All that is seen on these pages, or on every page, and what can be taken away there."""
    found = []
    for path in pages or (*[*PAGES][1:], "/"):
        walk_to(opened, path)
        if path == "/evidence":
            choose(opened, "tab", "Numbers")
        found.append(opened.page.locator('[data-testid="stApp"]').text_content() or "")
        fields = opened.page.locator("input, textarea")
        found += fields.evaluate_all("(all) => all.map((field) => field.value)")
        keys = {"/": (HAND_OUT,), "/evidence": (TABLE,)}.get(path, ())
        found += [taken(opened, key).decode("utf-8", "replace") for key in keys]
    return "\n".join(found)


def assert_no_trace(text: str, *users: User) -> None:
    assert [trace for user in users for trace in user.traces if trace in text] == []


def test_what_two_users_bring_at_the_same_time_shows_with_neither_of_the_other(
    open_page: Callable[..., OpenedPage], app: RunningApp
) -> None:
    seen = len(app.output())
    north, south = open_page("/evidence", query=TAB), open_page("/evidence", query=TAB)
    bring(north, NORTH)
    bring(south, SOUTH)
    press(north, USE)
    press(south, USE)
    in_north, in_south = everything(north, "/", "/evidence"), everything(south)
    for text, own, other in ((in_north, NORTH, SOUTH), (in_south, SOUTH, NORTH)):
        assert text.count(own.label) > 5, "on pages, in the hand-out, in the table"
        assert own.traces[1] in text
        assert_no_trace(text, other)
    south.page.context.close()
    fresh = open_page("/evidence", query=TAB)
    assert_no_trace(everything(fresh, "/", "/evidence"), NORTH, SOUTH)
    north.page.reload()
    north.settle()
    assert_no_trace(north.page.content(), NORTH, SOUTH)
    assert_no_trace(app.output()[seen:], NORTH, SOUTH)
