"""What a user brought, for as long as the session lives and nowhere else.

It stands in the session's own state: not on disk, not in the URL, in no cache that sessions share.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from tradeoff.trial.problems import TrialDataError
from tradeoff.trial.records import LocalData, Trial
from tradeoff.uploads import UploadError
from tradeoff.uploads.overlay import (
    UploadedCounts,
    UploadedCurves,
    with_uploaded_counts,
    with_uploaded_curves,
)

_KEY = "_own_data"
_MADE = "_own_trials"
_DROPPED = "_own_dropped"


@dataclass(frozen=True, slots=True)
class Uploaded:
    """One thing that a user brought, under the user's label."""

    local: LocalData
    content: UploadedCurves | UploadedCounts

    @property
    def place(self) -> tuple[str, ...]:
        """What it stands in the place of: a second one of the same replaces the first."""
        if isinstance(self.content, UploadedCounts):
            return ("counts", self.content.harm)
        return ("curves", self.content.data_cut, self.content.endpoint)


def overlaid(trial: Trial, one: Uploaded) -> Trial:
    """The trial with this in it.

    Raises:
        UploadError, TrialDataError: it does not fit the trial.
    """
    if isinstance(one.content, UploadedCounts):
        return with_uploaded_counts(trial, one.local, one.content)
    return with_uploaded_curves(trial, one.local, one.content)


def uploaded(trial_id: str) -> tuple[Uploaded, ...]:
    """What is in use for a trial in this session."""
    every: dict[str, tuple[Uploaded, ...]] = st.session_state.get(_KEY, {})
    return every.get(trial_id, ())


def keep(trial_id: str, one: Uploaded) -> None:
    """Use this from now on, with all that was brought before under the same label.

    Data of another label make room: two users' data never stand side by side under one name.
    """
    same = [old for old in uploaded(trial_id) if old.local == one.local and old.place != one.place]
    _put(trial_id, (*same, one))


def take_out(trial_id: str) -> None:
    """Back to the trial's own data."""
    _put(trial_id, ())


def dropped(trial_id: str) -> bool:
    """Whether data had to be taken out since this was last asked: they no longer fit the trial."""
    names: set[str] = st.session_state.get(_DROPPED, set())
    st.session_state[_DROPPED] = names - {trial_id}
    return trial_id in names


def applied(trial: Trial) -> Trial:
    """The trial as this session sees it: with its user's data, or as it is on the shelf."""
    own = uploaded(trial.id)
    if not own:
        return trial
    made: dict[tuple[str, str], tuple[object, Trial]] = st.session_state.setdefault(_MADE, {})
    key = (trial.id, trial.text.name)
    basis = (trial.fingerprint, trial.text, own)
    if key not in made or made[key][0] != basis:
        made[key] = (basis, _made(trial, own))
    return made[key][1]


def _made(trial: Trial, own: tuple[Uploaded, ...]) -> Trial:
    changed = trial
    try:
        for one in own:
            changed = overlaid(changed, one)
    except (UploadError, TrialDataError):
        take_out(trial.id)
        st.session_state[_DROPPED] = {*st.session_state.get(_DROPPED, set()), trial.id}
        return trial
    return changed


def _put(trial_id: str, own: tuple[Uploaded, ...]) -> None:
    st.session_state[_KEY] = {**st.session_state.get(_KEY, {}), trial_id: own}
    st.session_state.pop(_MADE, None)
