"""A user's own counts and curve stand in the place of the trial's, named and dated."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trial.test_confirmed import HARM, confirmation, confirmed, harm_row
from tests.views import e1910
from tradeoff.statistics.intervals import Count
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.confirmed import with_confirmed
from tradeoff.trial.problems import TrialDataError
from tradeoff.trial.records import DigitisedArm, DigitisedCurves, LocalData, Status, Trial
from tradeoff.uploads.overlay import with_counts, with_digitised

OWN = LocalData(label="North Hospital", as_of=datetime.date(2026, 5, 3), session=True)


def curve(**changes: Any) -> DigitisedCurves:
    arm = DigitisedArm(
        curve_months=(0.0, 12.0),
        curve_survival=(1.0, 0.9),
        risk_months=(0.0,),
        n_at_risk=(10,),
        time=(12.0, 24.0),
        event=(True, False),
        root_mean_square_error=0.001,
        largest_error=0.002,
    )
    given = {
        "data_cut": "nejm",
        "endpoint": "os",
        "control": arm,
        "experimental": arm,
        "source": "nejm-2024",
        "place": "Figure 1A",
        "status": Status.RECONSTRUCTED,
    }
    return DigitisedCurves.model_validate({**given, **changes})


def counts(trial: Trial | None = None, local: LocalData = OWN) -> Trial:
    return with_counts(
        trial or e1910(),
        local,
        harm=HARM,
        experimental=Count(9, 300),
        control=Count(1, 250),
    )


def test_an_upload_of_counts_replaces_the_harms_rows_and_names_its_user_and_day() -> None:
    trial = counts()
    row = trial.adverse_event(HARM, Role.EXPERIMENTAL)
    assert row is not None
    assert row.count == Count(9, 300)
    assert (row.status, row.confirmed, row.percent) == (Status.LOCAL, None, None)
    source = trial.source(row.source)
    assert source.id == "local"
    assert source.short == "North Hospital, 2026-05-03"
    assert source.citation == (
        "North Hospital, 2026-05-03: brought into this session by its user; not part of the "
        "trial's publication; its counts are not randomised by the trial."
    )
    assert trial.local == OWN


def test_an_unknown_harm_of_an_upload_is_said() -> None:
    with pytest.raises(TrialDataError) as caught:
        with_counts(e1910(), OWN, harm="crs", experimental=Count(1, 2), control=Count(1, 2))
    known = ", ".join(sorted(harm.id for harm in e1910().harms))
    assert str(caught.value) == (f'North Hospital: the trial has no harm "crs". Known: {known}.')


def test_an_upload_of_a_curve_stands_beside_the_figure_that_was_clicked_on() -> None:
    trial = with_digitised(e1910(), OWN, curve())
    own = trial.digitised_curve("nejm", "os")
    assert own is not None
    assert (own.source, own.also, own.place) == ("local", "nejm-2024", "Figure 1A")
    assert own.status is Status.LOCAL
    assert trial.local == OWN


def test_a_second_upload_of_a_curve_replaces_the_first() -> None:
    trial = with_digitised(e1910(), OWN, curve())
    trial = with_digitised(trial, OWN, curve(place="Figure 2"))
    assert [one.place for one in trial.digitised] == ["Figure 2"]
    assert [one.id for one in trial.sources].count("local") == 1


def test_an_upload_for_a_cut_or_end_point_that_is_not_there_is_said() -> None:
    with pytest.raises(TrialDataError) as caught:
        with_digitised(e1910(), OWN, curve(data_cut="nejn", endpoint="pfs"))
    assert [str(one).split(" Known:")[0] for one in caught.value.problems] == [
        'North Hospital: the trial has no data cut "nejn". Did you mean "nejm"?',
        'North Hospital: the trial has no end point "pfs". Did you mean "rfs"?',
    ]


def test_counts_and_curve_of_one_upload_share_one_source() -> None:
    trial = with_digitised(counts(), OWN, curve())
    assert [one.id for one in trial.sources if one.id.startswith("local")] == ["local"]


def test_two_uploads_are_never_called_by_one_name() -> None:
    other = LocalData(label="South Hospital", as_of=OWN.as_of, session=True)
    trial = with_digitised(counts(), other, curve())
    row, own = trial.adverse_event(HARM, Role.CONTROL), trial.digitised_curve("nejm", "os")
    assert row is not None
    assert own is not None
    assert trial.source(row.source).short.startswith("North Hospital")
    assert trial.source(own.source).short.startswith("South Hospital")


def test_every_overlay_has_a_fingerprint_of_its_own() -> None:
    other = LocalData(label="South Hospital", as_of=OWN.as_of, session=True)
    trials = [
        *(e1910(), confirmed(), counts(), counts(confirmed()), counts(local=other)),
        with_confirmed(e1910(), confirmation(harms=(harm_row(checked_by="RT"),))),
        with_confirmed(e1910(), confirmation(harms=(harm_row(),))),
        with_digitised(e1910(), OWN, curve()),
        with_digitised(e1910(), OWN, curve(place="Figure 2")),
    ]
    assert len({trial.fingerprint for trial in trials}) == len(trials)


def test_the_same_overlay_has_the_same_fingerprint() -> None:
    assert counts().fingerprint == counts().fingerprint
    assert confirmed().fingerprint == confirmed().fingerprint


@given(
    events=st.tuples(st.integers(0, 500), st.integers(0, 500)),
    more=st.tuples(st.integers(1, 500), st.integers(1, 500)),
)
def test_whatever_counts_are_brought_stand_in_the_trial(
    events: tuple[int, int], more: tuple[int, int]
) -> None:
    experimental, control = (Count(e, e + m) for e, m in zip(events, more, strict=True))
    trial = with_counts(e1910(), OWN, harm=HARM, experimental=experimental, control=control)
    found = [trial.adverse_event(HARM, role) for role in (Role.EXPERIMENTAL, Role.CONTROL)]
    assert [row.count for row in found if row is not None] == [experimental, control]
