"""Everything that a reader of one language meets of a trial, without the browser.

Pages with all that opens on them, what is taken away from them, sheets, notices and refusals: each
place by its name, with the texts that are read, heard or copied there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, product
from typing import Any, Final

import pytest

from tests.browser.figure_page import picture
from tests.screens.visits import Opened, opened
from tests.views import DATA
from tests.words.pseudo import said_on, texts_in
from tradeoff.findings.choices import PARAMETERS, Framing, Refusal, RefusalReason, default_choices
from tradeoff.findings.places import Screen, Tab, ValueCard
from tradeoff.papers import examples
from tradeoff.papers.examples import Example
from tradeoff.screens import downloads, notices, store
from tradeoff.screens.look import PAGE_FILES
from tradeoff.screens.own_data import _COUNTS, _CURVE
from tradeoff.screens.side_panel import on_request
from tradeoff.server import error_pages
from tradeoff.trial.reading import trial_ids
from tradeoff.trial.records import CriterionKind, Outcome
from tradeoff.words.catalogues import Voice
from tradeoff.words.frame import COUNT_REFUSALS

Texts = Iterator[tuple[str, str]]
#: Files that people read. Whole trials are for programs, which know the heads by their English.
READ: Final = (".svg", ".csv", ".html")
FOR_PROGRAMS: Final = (*(f"{one}." for one in trial_ids(DATA)), "example-")
#: Files of nobody, each with a fault of its own.
BROKEN: Final = (
    ("curve.zip", b"PK\x03\x04" + bytes(100)),
    ("curve.csv", b"patient id,time,survival\n12,1,0.9\n"),
    ("curve.csv", b"time,survival\n1,0.9\n2,abc\n"),
    ("curve.csv", b""),
)


def met(language: str, trial: str, *, everything: bool) -> dict[str, list[str]]:
    """Each place of a trial with its texts; ``everything``: also what is the same for every one."""
    found: dict[str, list[str]] = {}
    walks = (*WALKS, *ONCE) if everything else WALKS
    for place, text in chain.from_iterable(walk(language, trial) for walk in walks):
        found.setdefault(place, []).append(text)
    return found


@contextmanager
def _taken_away() -> Iterator[dict[str, str]]:
    """What the buttons of the pages opened meanwhile would give, by the file's name."""
    given: dict[str, str] = {}
    button = downloads.button

    def both(label: str, file: str, make: downloads.Make, **how: Any) -> None:
        button(label, file, make, **how)
        if file.endswith(READ) and not file.startswith(FOR_PROGRAMS):
            made = make()
            given[file] = made if isinstance(made, str) else made.decode()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(downloads, "button", both)
        yield given


def _visited(place: str, page: str, language: str, trial: str, **query: str) -> Texts:
    """A page, both its languages being one, and what can be taken away from it."""
    with _taken_away() as given:
        visit = opened(page, ui=language, lang=language, trial=trial, **query)
    yield from _at(place, said_on(visit))
    for file, content in given.items():
        lines = content.splitlines() if file.endswith(".csv") else texts_in(content)
        yield from _at(f"{place}: {file}", lines)


def _at(place: str, texts: Iterable[str]) -> Texts:
    return ((place, text) for text in texts)


def pages(language: str, trial: str) -> Texts:
    """Every page as it opens, and in the other framing with a preference; Evidence tab by tab."""
    for page in PAGE_FILES:
        if page in ("patient_view", "evidence"):
            continue
        yield from _visited(page, page, language, trial)
        set_to = {"framing": Framing.DIED.value, "weight": "40"}
        yield from _visited(f"{page}, set", page, language, trial, **set_to)
    for tab in Tab:
        yield from _visited(f"evidence, {tab.value}", "evidence", language, trial, tab=tab.value)


def patients_screens(language: str, trial: str) -> Texts:
    """Every screen of the patient view, those of the chances before and after they are shown."""
    visit = opened("patient_view", ui=language, lang=language, trial=trial)
    yield from _at(Screen.START.value, said_on(visit))
    if store.open_trial(trial, language).trial.text.patient is None:
        return
    for screen in Screen:
        yield from _at(screen.value, said_on(_moved(visit, screen=screen.value)))
    cards = ",".join(list(ValueCard)[:2])
    _moved(visit, chances="shown", weight="40", cards=cards)
    for screen in (Screen.BENEFIT, Screen.HARM, Screen.MATTERS, Screen.CHECK):
        yield from _at(f"{screen.value}, shown", said_on(_moved(visit, screen=screen.value)))


def _moved(visit: Opened, **query: str) -> Opened:
    for name, value in query.items():
        visit.test.query_params[name] = value
    return visit.run()


def opening(language: str, trial: str) -> Texts:
    """What opens on a page: the guide step by step, the check with an answer of each kind."""
    visit = opened(ui=language, lang=language, trial=trial)
    for key in ("guide_open", *["guide_next"] * 4):
        yield from _at(f"guide, {key}", said_on(_pressed(visit, key)))
    _pressed(visit, "guide_done")
    criteria = store.open_trial(trial, language).trial.criteria
    if criteria:
        yield from _at("check", said_on(_pressed(visit, "check")))
        yield from _at("check, as in the trial", said_on(_pressed(visit, "check_all")))
    for outcome in (Outcome.CAUTION, Outcome.NOT_MET) if criteria else ():
        _pressed(visit, "check_clear")
        for one in criteria:
            fitting = [option for option, means in one.options.items() if means is outcome]
            if one.kind is CriterionKind.CHOICE and fitting:
                visit.choose("button_group", f"criterion_{one.id}", fitting[0])
            elif one.kind is CriterionKind.AGE and one.minimum:
                visit.choose("number_input", f"criterion_{one.id}", one.minimum - 1)
        yield from _at(f"check, {outcome.value}", said_on(visit))
        yield from _at(f"board, {outcome.value}", said_on(visit.go("tumour_board")))
        visit.go("consultation")


def _pressed(visit: Opened, key: str) -> Opened:
    visit.test.button(key).click()
    return visit.run()


def other_rates(language: str, trial: str) -> Texts:
    """Counts typed in, with faults and without."""
    if store.open_trial(trial, language).trial.weighed_harm is None:
        return
    visit = opened(ui=language, lang=language, trial=trial, harm="centre", e1="5", n1="20",
                   e0="1", n0="20", asof="2026-05")  # fmt: skip
    yield from _at("counts", said_on(visit))
    visit.type(e1="50", n1="20", e0="x", n0="0", asof="May")
    yield from _at("counts at fault", said_on(visit))
    say = store.voice(Voice.CLINICIAN, language)
    every = (on_request.count_refusal(say, one) for one in COUNT_REFUSALS)
    yield from _at("counts at fault", every)


def refusals(language: str, trial: str) -> Texts:
    """What is said of a link: every reason for every part of it."""
    say, told = store.voice(Voice.CLINICIAN, language), store.open_trial(trial, language).trial
    choices = default_choices(told)
    for name, reason in product(("", *PARAMETERS), RefusalReason):
        for limits in ((None, None), (0, 100)):
            with suppress(KeyError):  # a reason that this part is never refused for
                refused = Refusal(name, reason, *limits)
                yield f"link, {reason.value}", notices.refusal(say, told, choices, refused)
    yield from _visited("link of nonsense", "consultation", language, trial, cut="x", months="x")


def own_data(language: str, trial: str) -> Texts:
    """A user's own files: broken ones, a curve step by step, counts, a figure, all of it in use."""
    visit = opened("evidence", tab="data", ui=language, lang=language, trial=trial)
    visit.choose("button_group", "own_kind", _CURVE)
    for name, content in BROKEN:
        shown = _given(visit, "own_curve", name, content)
        yield from _at(f"broken file {content[:20]!r}", said_on(shown))
    _given(visit, "own_curve", Example.CURVE, examples.text(Example.CURVE).encode())
    yield from _at("own curve, alone", said_on(visit))
    _given(visit, "own_risk", Example.AT_RISK, examples.text(Example.AT_RISK).encode())
    yield from _at("own curve, both files", said_on(visit))
    yield from _used(visit, "own curve")
    visit.choose("button_group", "own_kind", _COUNTS)
    yield from _at("own counts", said_on(visit))
    _given(visit, "own_counts", Example.COUNTS, examples.text(Example.COUNTS).encode())
    visit.test.selectbox("own_harm").select_index(0)
    visit.run()
    yield from _used(visit, "own counts")
    for page in PAGE_FILES:
        yield from _at(f"{page} with own data", said_on(visit.go(page)))


def _given(visit: Opened, key: str, name: str, content: bytes) -> Opened:
    (field,) = (one for one in visit.test.get("file_uploader") if one.key == key)
    field.set_value((name, content, "application/octet-stream"))
    return visit.run()


def _used(visit: Opened, place: str) -> Texts:
    yield from _at(f"{place}, seen", said_on(visit))
    visit.type(own_label="=1")
    yield from _at(f"{place}, label at fault", said_on(visit))
    visit.type(own_label="Qqq")
    yield from _at(f"{place}, used", said_on(_pressed(visit, "own_use")))


def own_figure(language: str, trial: str) -> Texts:
    """A printed figure on the desk, and a file that is none."""
    visit = opened("evidence", tab="data", ui=language, lang=language, trial=trial)
    key = f"own_figure_of_{trial}"
    yield from _at("no figure", said_on(_given(visit, key, "figure.png", b"none")))
    yield from _at("figure", said_on(_given(visit, key, "figure.png", picture())))


def server(language: str, trial: str) -> Texts:
    """What a server refuses with."""
    say = store.voice(Voice.SERVER, language)
    for status in error_pages._PAGES:
        _, page = error_pages.error_response(status, html=True, say=say, reference="0")
        yield from _at(f"server, {status}", texts_in(page.decode()))


#: What does not differ from trial to trial is walked for the first one.
ONCE: Final = (own_data, own_figure, server)
WALKS: Final = (pages, patients_screens, opening, other_rates, refusals)
