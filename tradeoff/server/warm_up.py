"""Do once, before the first page is asked for, what would make it wait."""

from __future__ import annotations

import importlib
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import anyio.to_thread

from tradeoff.drawing.curves import CurveOptions
from tradeoff.findings.choices import ORIGINAL, default_choices
from tradeoff.findings.view import Findings, with_preference
from tradeoff.papers import handout
from tradeoff.screens import clock, store
from tradeoff.trial.records import Trial
from tradeoff.words.catalogues import Voice
from tradeoff.words.say import ENGLISH

_LOG: Final = logging.getLogger("tradeoff.server")
#: The first so many trials of the shelf are drawn; the others are read, for the list on each page.
_DRAWN: Final = 8


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Around the time in which requests are answered."""
    await anyio.to_thread.run_sync(warm_up)
    yield


def warm_up() -> None:
    """Read all trials, draw the first views, set one hand-out; then freeze what stays.

    A fault here stops nothing: the pages will meet it and say what to do.
    """
    began = time.perf_counter()
    typeset = False
    for place, name in enumerate(store.trial_ids()):
        try:
            trial = store.open_trial(name).trial
            if trial is not None and place < _DRAWN:
                view = _drawn(trial)
                if trial.text.patient is not None and not typeset:
                    _set_hand_out(view)
                    typeset = True
        except Exception as fault:
            _LOG.exception("%s while warming up with %s", type(fault).__name__, name)
    # Last, because at its import all that is there by then is taken out of garbage collection.
    importlib.import_module("tradeoff.screens.frame")
    _LOG.info("warm after %.1f s", time.perf_counter() - began)


def _drawn(trial: Trial) -> Findings:
    """What the first page shows of a trial."""
    choices = default_choices(trial)
    view = with_preference(trial, choices, store.findings_base(trial, choices))
    for theme in ("light", "dark"):
        chart = store.survival_chart(ENGLISH, view, CurveOptions(), theme)
        if chart is not None:
            chart.figure.to_json()
    store.probability(ENGLISH, view)
    return view


def _set_hand_out(view: Findings) -> None:
    """The typesetter and its fonts are read with the first of them; this one goes nowhere."""
    say = store.voice(Voice.PATIENT, ORIGINAL)
    handout.pdf(
        handout.compose(view, say, not_for=False, link="http://localhost/", date=clock.today())
    )
