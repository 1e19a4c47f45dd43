"""What is kept between runs: trials by the stamp of their folder, what is made of them by choices.

Kept records are shared by all sessions, so they are frozen; nothing of a user is among them except
the four typed counts, which are a key to numbers and nothing more. What belongs to a trial with
numbers that a user brought is kept in that user's session, goes with it, and is never shared.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final, Literal, TypeVar

import numpy as np
import streamlit as st

from tradeoff.drawing import cross_hair as cross_hairs
from tradeoff.drawing import markup, survival
from tradeoff.drawing import weighed as drawing
from tradeoff.drawing.cross_hair import CrossHair
from tradeoff.drawing.curves import CurveOptions, survival_view
from tradeoff.drawing.probability import ProbabilityView, probability_view
from tradeoff.drawing.to_plotly import Chart
from tradeoff.findings.choices import ORIGINAL, Choices, Framing, without_place
from tradeoff.findings.reconstructed import MonthRead, read_months
from tradeoff.findings.view import Base, Findings, base_findings, with_preference
from tradeoff.findings.weigh import SIMULATION_SEED
from tradeoff.screens import clock, session_data
from tradeoff.screens.kept import Kept
from tradeoff.trial import reading as loading
from tradeoff.trial.problems import TrialDataError
from tradeoff.trial.records import Site, Trial
from tradeoff.words import catalogues, naming
from tradeoff.words.catalogues import Voice
from tradeoff.words.say import Say

DATA = loading.SHELF
#: Taken once, when the program starts: files that change later are not those that run.
ENGINE_STATE: Final = loading.engine_state()

T = TypeVar("T")

_OWN: Final = "_of_this_session"
# The list of trials is on every page: were fewer kept than stand on the shelf, each run would read
# them all anew. In two languages that is room for 256 trials, some 0.4 MB each.
_MOST_TRIALS: Final = 512
# Three voices in some thirty languages.
_MOST_VOICES: Final = 96
# The numbers of one view hold their simulation, 2.6 MB, and take 15 ms to make; the rest is small.
_BASES: Final = Kept(32)
_VIEWS: Final = Kept(128)
# A user looks at a few views of an upload by turns.
_MOST_OWN: Final = 8


@dataclass(frozen=True, slots=True)
class Shelf:
    """A trial, or why it can't be used."""

    id: str
    trial: Trial | None
    problems: tuple[str, ...] = ()


def trial_ids() -> tuple[str, ...]:
    """The trials that are shown, the default first: the shelf's, or those that the centre chose."""
    chosen = site().trials
    return _ids(clock.tick()) if chosen is None else chosen


def open_trial(trial_id: str, language: str = ORIGINAL) -> Shelf:
    """The trial with its words in a language, read anew only when its folder has changed.

    What this session's user brought stands in it. No id where there is no trial.
    """
    shelf = _open(trial_id, language)
    return shelf if shelf.trial is None else replace(shelf, trial=session_data.applied(shelf.trial))


def site() -> Site:
    """What this centre set for its own site; what is at fault in it is as if it were not set."""
    return _site(clock.tick()).site


def site_faults() -> tuple[str, ...]:
    """What is wrong with the centre's settings; they stop nothing."""
    return tuple(map(str, _site(clock.tick()).problems))


def shelf_trial(trial_id: str, language: str) -> Trial | None:
    """The trial as it is on the shelf, without what a user brought; ``None`` where it is broken."""
    return _open(trial_id, language).trial or _open(trial_id, ORIGINAL).trial


def _open(trial_id: str, language: str) -> Shelf:
    if not trial_id:
        return Shelf(trial_id, None)
    try:
        return _read(trial_id, language, _stamp(trial_id, clock.tick()))
    except OSError:
        return Shelf(trial_id, None, (f"{trial_id}: the folder can't be read. Check its rights.",))


def findings_base(trial: Trial, choices: Choices) -> Base:
    """The numbers of a view that don't depend on preference or framing."""
    key = _kept(choices)
    return kept(
        trial,
        ("base", key),
        lambda: base_findings(trial, key, rng=np.random.default_rng(SIMULATION_SEED)),
        shared=_BASES,
    )


def of_session(trial: Trial) -> bool:
    """Whether the trial holds numbers that a user brought: then nothing of it may be shared."""
    return trial.local is not None and trial.local.session


def kept(trial: Trial, key: Hashable, make: Callable[[], T], *, shared: Kept = _VIEWS) -> T:
    """What was made of a trial for this key, made now where it wasn't or is long ago.

    Shared by all sessions, but for a trial with a user's own numbers, which stays in the session.
    """
    place = shared
    if of_session(trial):
        place = st.session_state.setdefault(_OWN, Kept(_MOST_OWN))
    return place.get((trial.fingerprint, key), make)


def in_language(trial: Trial, language: str) -> Trial | None:
    """The same numbers with the trial's words in a language; ``None`` without those words."""
    told = open_trial(trial.id, language).trial
    if told is None or not of_session(trial):
        return told
    return trial.model_copy(update={"text": told.text})


def _kept(choices: Choices) -> Choices:
    """The choices without what the kept numbers don't depend on."""
    return replace(drawn_for(choices), framing=Framing.ALIVE)


@cache
def languages() -> tuple[str, ...]:
    """The languages that the program speaks, its own first; a new one needs a new start."""
    return catalogues.languages()


@lru_cache(maxsize=_MOST_VOICES)
def voice(whose: Voice, language: str) -> Say:
    """The program's own words for somebody, in a language."""
    return catalogues.voice(whose, language)


def language_name(language: str) -> str:
    """What a language calls itself."""
    return voice(Voice.PATIENT, language)(catalogues.OWN_NAME)


@lru_cache(maxsize=_MOST_TRIALS)
def _stamp(trial_id: str, tick: int) -> str:  # noqa: ARG001 - looked at once a tick
    return loading.folder_stamp(DATA / trial_id)


@lru_cache(maxsize=4)
def _ids(tick: int) -> tuple[str, ...]:  # noqa: ARG001 - looked at once a tick
    return loading.trial_ids(DATA)


@lru_cache(maxsize=4)
def _site(tick: int) -> loading.SiteRead:
    return loading.read_site(DATA, trials=_ids(tick), languages=languages())


@lru_cache(maxsize=_MOST_TRIALS)
def _read(trial_id: str, language: str, stamp: str) -> Shelf:  # noqa: ARG001 - the stamp is the key
    try:
        return Shelf(trial_id, loading.load_trial(DATA / trial_id, language=language))
    except TrialDataError as error:
        return Shelf(trial_id, None, tuple(str(problem) for problem in error.problems))


def trial_name(say: Say, trial_id: str) -> str:
    """The trial's name as lists show it, its folder's where its data can't be used."""
    trial = open_trial(trial_id, say.language).trial or open_trial(trial_id).trial
    return trial_id if trial is None else naming.trial_name(say, trial)


def probability(say: Say, view: Findings) -> ProbabilityView | None:
    """The probability curve over all preferences, without a mark."""
    key = _kept(view.choices)
    unset = with_preference(view.trial, key, view.base)
    return kept(view.trial, ("probability", key), lambda: probability_view(say, unset))


def weighed(say: Say, view: Findings, *, outside: bool) -> drawing.Weighed:
    """The panel's slider, picture and sentence with the answers to all 101 preferences."""
    key = ("weighed", _kept(view.choices), outside)
    badge, css = markup.harm_badge(say, view.trial, view.harm), "outside" if outside else ""
    return kept(view.trial, key, lambda: drawing.weighed(say, view, badge=badge, css=css))


def survival_chart(
    say: Say, view: Findings, options: CurveOptions, theme: Literal["light", "dark"]
) -> Chart | None:
    """The chart of the curves; kept, since placing its labels costs more than sending it."""

    def drawn() -> Chart | None:
        curves = survival_view(say, view, options)
        return None if curves is None else survival.survival_chart(curves, theme=theme)

    return kept(view.trial, ("chart", drawn_for(view.choices), options, theme), drawn)


def cross_hair(say: Say, view: Findings, options: CurveOptions) -> CrossHair | None:
    """What lies over that chart, with the answer of every month that can be read."""

    def made() -> CrossHair | None:
        curves = survival_view(say, view, options)
        if curves is None:
            return None
        return cross_hairs.over_chart(say, view, curves, months_read(view))

    return kept(view.trial, ("cross-hair", drawn_for(view.choices), options), made)


def months_read(view: Findings) -> dict[int, MonthRead | None]:
    """Every month that can be read off the chosen curve."""
    place = (view.choices.cut, view.choices.endpoint)
    return kept(view.trial, ("months", *place), lambda: read_months(view.trial, *place))


def drawn_for(choices: Choices) -> Choices:
    """The choices that a figure shows: not the preference, the month read, or what is for words."""
    plain = without_place(choices)
    return replace(plain, weight=None, months=choices.landmark, cards=())
