"""A user's own numbers live in that user's session: no cache that others share ever holds them."""

from __future__ import annotations

import datetime
import functools
import gc
import html as html_of_python
import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.views import e1910
from tradeoff.findings.choices import ORIGINAL, default_choices
from tradeoff.findings.view import base_findings, with_preference
from tradeoff.findings.weigh import SIMULATION_SEED
from tradeoff.papers import effects
from tradeoff.screens import cards, store
from tradeoff.screens.look import PAGE_FILES
from tradeoff.screens.side_panel import on_request
from tradeoff.statistics.intervals import Count
from tradeoff.trial.records import LocalData, Trial
from tradeoff.uploads.overlay import with_counts
from tradeoff.words.harm import badge, harm_counted, harm_origin, harm_provenance
from tradeoff.words.provenance import provenance, reference_class
from tradeoff.words.say import ENGLISH

ROOT = Path(__file__).resolve().parents[2]
LABEL = "Hospital of this session alone"
PAGES = (
    *("consultation", "survival_curves", "icon_arrays", "benefit_and_harm"),
    *("patient_view", "tumour_board", "evidence"),
)
STANDS = f"Counts of {LABEL}, 3 May 2026, not randomised"
#: Everything whose results follow a trial's fingerprint and are shared by all sessions.
SHARED = {"base", "probability", "chart", "evidence", "board"}


def overlaid(trial: Trial) -> Trial:
    """The trial with counts of this session; one that weighs no harm stays as it is."""
    local = LocalData(label=LABEL, as_of=datetime.date(2026, 5, 3), session=True)
    harm = trial.weighed_harm
    if harm is None:
        return trial
    return with_counts(
        trial, local, harm=harm.id, experimental=Count(9, 300), control=Count(1, 250)
    )


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an upload does to a session: its trial is the shelf's with the user's own counts."""
    shelved = store.open_trial

    def open_trial(trial_id: str, language: str = ORIGINAL) -> store.Shelf:
        shelf = shelved(trial_id, language)
        assert shelf.trial is not None
        return store.Shelf(shelf.id, overlaid(shelf.trial))

    monkeypatch.setattr(store, "open_trial", open_trial)


def opened(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    if page != "consultation":
        app.switch_page(PAGE_FILES[page]).run()
    assert not app.exception, [one.message for one in app.exception]
    return app


def text_of(app: AppTest) -> str:
    bodies = [element.proto.body for element in app.get("html")]
    markup = " ".join(body for body in bodies if not body.startswith("<style>"))
    return html_of_python.unescape(" ".join(re.sub(r"<[^>]+>", " ", markup).split()))


def own(app: AppTest) -> dict[Hashable, object]:
    """What the session keeps, each thing under its place: the trial's fingerprint and a key."""
    return dict(app.session_state[store._OWN]._values) if store._OWN in app.session_state else {}


def name_of(place: Any) -> str:
    """What is kept there, which its key begins with."""
    return str(place[1] if isinstance(place[1], str) else place[1][0])


def shared() -> dict[str, str]:
    """Everything in the caches that all sessions share, as text, by the function that fills it."""
    found: dict[str, str] = {}
    for place, value in (*store._BASES._values.items(), *store._VIEWS._values.items()):
        found[name_of(place)] = found.get(name_of(place), "") + repr((place, value))
    gc.unfreeze()  # the program freezes what its imports left behind, and would hide it here
    for cache in [one for one in gc.get_objects() if type(one) is functools._lru_cache_wrapper]:
        if cache.__module__.startswith("tradeoff"):
            kept = [one for one in gc.get_referents(cache) if isinstance(one, dict)]
            found[f"{cache.__module__}.{cache.__name__}"] = repr(kept)
    return found


def test_this_test_sees_what_the_caches_hold() -> None:
    for page in PAGES:
        opened(page, weight="40")
    held = shared()
    assert set(held) >= SHARED
    assert e1910().source("nejm-2024").short in held["base"]
    assert "tradeoff.screens.store._stamp" in held


@pytest.mark.usefixtures("brought")
def test_no_shared_cache_holds_anything_of_a_sessions_trial() -> None:
    before = {name: len(text) for name, text in shared().items()}
    for page in PAGES:
        said = text_of(opened(page, weight="41", months="24"))
        if page not in ("patient_view", "survival_curves"):
            assert STANDS in said, page
    for name, text in shared().items():
        assert LABEL not in text, name
        if name in SHARED:
            assert len(text) == before.get(name, 0), f"{name} has grown"


@pytest.mark.usefixtures("brought")
def test_a_sessions_findings_are_kept_in_that_session_and_nowhere_else() -> None:
    mine, other = opened("benefit_and_harm"), opened("benefit_and_harm")
    assert {name_of(place) for place in own(mine)} >= {"base", "probability"}
    for place, value in own(mine).items():
        assert own(other)[place] is not value


@pytest.mark.usefixtures("brought")
def test_what_is_kept_is_not_made_again_and_never_grows_without_bound() -> None:
    app = opened("consultation")
    first = dict(own(app))
    app.run()
    assert all(own(app)[place] is value for place, value in first.items())
    for months in range(12, 36):
        app.query_params["months"] = str(months)
        app.run()
    assert len(own(app)) <= store._MOST_OWN


@pytest.mark.usefixtures("brought")
def test_the_patient_reads_another_language_with_the_sessions_numbers() -> None:
    app = opened("patient_view", lang="es")
    for key in ("to_benefit", "look", "next"):
        app.button(f"patient_{key}").click().run()
    assert not app.exception
    said = text_of(app)
    assert f"Estos números son de {LABEL}, 3 de mayo de 2026." in said
    assert "550 personas" in said


def test_a_shelf_trial_and_a_confirmed_one_are_shared_as_before() -> None:
    assert not store.of_session(e1910())
    folder = e1910().model_copy(
        update={
            "local": LocalData(label=LABEL, as_of=datetime.date(2026, 5, 3), session=False),
        }
    )
    assert not store.of_session(folder)
    assert store.of_session(overlaid(e1910()))


# Words of counts that are not the trial's ----------------------------------------------------


def test_own_counts_are_never_called_the_trials_nor_randomised() -> None:
    trial = overlaid(e1910())
    choices = default_choices(trial)
    base = base_findings(trial, choices, rng=np.random.default_rng(SIMULATION_SEED))
    view = with_preference(trial, choices, base)
    assert view.harm is not None
    assert badge(ENGLISH, trial, view.harm) == STANDS
    assert harm_origin(ENGLISH, trial, view.harm) == (
        f"Counts of {LABEL}, 3 May 2026: 9 of 300 vs 1 of 250 treated; treatment-related, "
        "grade 3 or more, during consolidation"
    )
    assert reference_class(ENGLISH, trial, view.harm.excess.population) == (
        f"300 vs 250 treated, counted by {LABEL}, 3 May 2026"
    )
    assert effects.strength(ENGLISH, view.harm.excess).startswith(
        "counts of one centre, not randomised;"
    )
    assert "not randomised" in cards.pair(ENGLISH, view)
    assert "The centre's counts are not randomised." in on_request.assumptions(ENGLISH, view)
    lines = provenance(ENGLISH, trial, view.harm.experimental, window="during treatment")
    said = {line.term: line.description for line in lines}
    assert said["Source"] == f"{LABEL}, 3 May 2026, counts of adverse events (local data)"
    assert "from the counts as they were brought" in said["Computed"]
    assert "as printed" not in str(said)
    excess = harm_provenance(ENGLISH, trial, view.harm, view.harm.excess)
    assert "Not known" not in [line.term for line in excess]  # of the trial's events, not of these
    assert "P <" not in harm_counted(ENGLISH, trial, view.harm)
