"""No word reaches a clinician past the catalogues: all pages in a language that nobody speaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.screens.visits import PAGES, forget, opened
from tests.views import DATA
from tests.words import pseudo
from tests.words.pseudo import PSEUDO, said_on, unspoken
from tradeoff.screens import store
from tradeoff.trial.reading import load_trial, trial_ids
from tradeoff.words import catalogues

#: Pages whose words this test looks through; Evidence's have another.
READ = (*(one for one in PAGES if one != "evidence"), "tumour_board")
#: What stands as it is in every language: kinds of files, and what languages are called.
NAMES = ("English", PSEUDO.upper(), "SVG", "PNG", "CSV")


@pytest.fixture(scope="module", autouse=True)
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The program speaks the language, and each trial has its words in it."""
    folder = tmp_path_factory.mktemp("pseudo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogues, "_LOCALE", pseudo.speak(folder / "locale"))
        patch.setattr(store, "DATA", pseudo.tell(folder / "data", DATA))
        _forget()
        yield
    _forget()


def _forget() -> None:
    forget()
    store.languages.cache_clear()
    store.voice.cache_clear()


def documents(trial_id: str) -> set[str]:
    """What a trial's data name in their own words: documents, places in them, registers."""
    trial = load_trial(DATA / trial_id)
    found = {trial.registration}
    # A grade that is no number is a word of the trial's numbers: its texts have no place for it.
    for harm in trial.harms:
        found |= {harm.grade, harm.grade[:1].upper() + harm.grade[1:]}
    for one in trial.sources:
        found |= {one.short, one.reported_by or ""}
    for rows in (getattr(trial, name) for name in type(trial).model_fields):
        for row in rows if isinstance(rows, tuple) else (rows,):
            found |= {getattr(row, name, None) or "" for name in ("place", "pump_place")}
    return {one for one in found if one}


@pytest.mark.parametrize("page", READ)
@pytest.mark.parametrize("trial", trial_ids(DATA))
def test_every_word_on_a_page_comes_from_a_catalogue_or_the_trials_texts(
    trial: str, page: str
) -> None:
    visit = opened(page, ui=PSEUDO, lang=PSEUDO, trial=trial, weight="40")
    assert not unspoken(said_on(visit), (*NAMES, *documents(trial)))
