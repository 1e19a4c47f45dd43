"""The panel's picture and sentence at every preference: marks where numbers are, exact words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from tests.screens.choosing import as_filled
from tests.views import (
    DATA,
    PLACES,
    TYPED,
    at,
    view,
    with_fewer_harms,
    with_lower_survival,
    with_survival_spanning_zero,
    without_curves,
    without_harm_rate,
)
from tradeoff.drawing.weighed import Weighed, weighed
from tradeoff.findings.choices import HarmSource, analyses
from tradeoff.findings.preferences import PREFERENCES, at_every_preference
from tradeoff.findings.view import Findings, can_be_weighed
from tradeoff.statistics.intervals import Estimate
from tradeoff.trial.reading import load_trial, trial_ids
from tradeoff.words.say import ENGLISH

TYPED_IN = {"harm": HarmSource.CENTRE, "counts": TYPED}
MARKS = ("--harm-at", "--harm-low", "--harm-high", "--net-at", "--net-low", "--net-high")


def views() -> Iterator[tuple[str, Findings]]:
    """Every shipped view that can be weighed, with typed counts, and what no trial has (yet)."""
    for trial in map(load_trial, (DATA / name for name in trial_ids(DATA))):
        for endpoint in trial.endpoints:
            for one in analyses(trial, endpoint.id):
                place = {"endpoint": endpoint.id, "cut": one.cut, "landmark": one.landmark}
                found = view(trial, months=one.landmark, **place)
                if can_be_weighed(found):
                    yield f"{trial.id}-{endpoint.id}-{one.cut}-{one.landmark}", found
    for place in PLACES:
        yield f"typed-{'-'.join(map(str, place))}", at(place, **TYPED_IN)
    yield "fewer-harms", view(with_fewer_harms())
    yield "lower-survival", view(with_lower_survival(), cut="fda-primary")
    yield "spanning-zero", view(with_survival_spanning_zero(), cut="fda-primary")
    yield "no-range", view(without_curves())


VIEWS = dict(views())
every_view = pytest.mark.parametrize("name", VIEWS)


def shown(name: str) -> tuple[Findings, Weighed]:
    return VIEWS[name], weighed(ENGLISH, VIEWS[name])


def reach(made: Weighed, of: Estimate, at_: str) -> float:
    """People per 100 to each side of zero, from where a mark lies."""
    return 50 * 100 * of.value / (float(made.unset[at_]) - 50)


def test_every_shipped_place_with_a_gain_and_a_harm_is_among_them() -> None:
    """TOWER bars weighing, and AALL1731 and the demonstration have no rate of a harm."""
    weighed_places = {f"e1910-{'-'.join(map(str, place))}" for place in PLACES}
    assert {name for name in VIEWS if name.startswith(("e1910", "tower", "aall", "demo"))} == (
        weighed_places
    )


def test_what_is_said_of_e1910_at_40() -> None:
    made = weighed(ENGLISH, view())
    assert made.answers[40] == {
        "--harm-at": "38",
        "--harm-low": "31.86",
        "--harm-high": "44.52",
        "--net-at": "66.33",
        "--net-low": "45.77",
        "--net-high": "86.72",
        "factor": "harm × 40 %",
        "net": "Net +10 (−3 to 22):",
        "sum": "17 fewer deaths, less 18 events counted at 40 % each. "
        "Gain larger in 95 of 100 simulations; the range includes zero.",
        "aria": "40 of 100: net +10 (−3 to 22)",
    }
    assert made.unset == {
        "--harm-at": "20",
        "--harm-low": "4.64",
        "--harm-high": "36.3",
        "factor": "harm",
        "sum": "Ask the patient, then set it together.",
        "aria": "not set",
    }


@every_view
def test_at_each_preference_the_net_is_the_gain_less_the_harm_so_much(name: str) -> None:
    seen, made = shown(name)
    gain, harm = seen.weighing.gain, seen.weighing.harm
    assert gain is not None
    assert harm is not None
    assert seen.survival is not None
    assert seen.harm is not None
    decimals = min(seen.survival.gain.decimals, seen.harm.excess.decimals)
    axis = reach(made, Estimate(-harm.value, None, None, 0.95), "--harm-at")
    assert len(made.answers) == len(PREFERENCES) == 101
    for weight, answer in zip(PREFERENCES, made.answers, strict=True):
        net = 100 * (gain.value - weight / 100 * harm.value)
        said = re.match(r"Net ([+−]?[\d.]+)", answer["net"])
        assert said is not None
        told = float(said[1].replace("−", "-"))
        assert told == pytest.approx(net, abs=0.5 * 10**-decimals + 1e-6)
        assert (float(answer["--net-at"]) - 50) * axis / 50 == pytest.approx(net, abs=0.02)
        assert f"counted at {weight} % each" in answer["sum"]
        assert answer["aria"].startswith(f"{weight} of 100: net ")


@every_view
def test_the_marks_move_one_way_and_stay_on_the_axis(name: str) -> None:
    seen, made = shown(name)
    harm = seen.weighing.harm
    assert harm is not None
    for mark in ("--harm-at", "--net-at"):
        places = [float(answer[mark]) for answer in made.answers]
        assert len(set(places)) == 101
        assert places == sorted(places, reverse=harm.value > 0)
    for mark in MARKS:
        assert all(0 <= float(answer[mark]) <= 100 for answer in made.answers)
    assert float(made.answers[0]["--harm-at"]) == 50
    assert made.answers[100]["--harm-at"] == made.unset["--harm-at"]


@every_view
def test_the_axis_reaches_30_or_more_and_is_named_in_people_per_100(name: str) -> None:
    seen, made = shown(name)
    harm = seen.weighing.harm
    assert harm is not None
    axis = reach(made, Estimate(-harm.value, None, None, 0.95), "--harm-at")
    assert axis >= 29.9
    assert round(axis / 10, 2) == pytest.approx(round(axis / 10), abs=0.05)
    assert "0 per 100" in made.markup


@every_view
def test_every_answer_is_complete_and_unset_has_no_net(name: str) -> None:
    _, made = shown(name)
    slots = set(re.findall(r'data-slot="([^"]+)"', made.markup))
    assert slots == {"factor", "net", "sum"}
    for answer in made.answers:
        assert set(answer) == {*MARKS, *slots, "aria"}
        assert all(answer.values())
    assert not [key for key in made.unset if "net" in key]
    assert made.unset["sum"] == "Ask the patient, then set it together."
    assert made.unset["aria"] == "not set"
    assert made.markup.count("<input") == 1
    assert "data-clear" in made.markup


def test_the_answers_are_those_of_the_view_with_that_preference() -> None:
    for weight, each in enumerate(at_every_preference(view())):
        alone = view(weight=weight)
        assert each.choices == alone.choices
        assert each.weighing == alone.weighing


def test_the_ends_and_the_break_even_are_named() -> None:
    made = weighed(ENGLISH, view())
    for said in (
        "How bad is one such event?",
        "not bad at all",
        "as bad as dying within 3 years",
        '<i class="tick" style="--at:0.944">',
        "Break-even 94 % (29 % to above 100 %): there gain and harm weigh the same.",
    ):
        assert said in made.markup
    assert (
        "as bad as relapse or death within 3 years" in weighed(ENGLISH, view(endpoint="rfs")).markup
    )


def test_a_break_even_off_the_scale_has_no_tick() -> None:
    made = weighed(ENGLISH, view(cut="fda-later"))
    assert 'class="tick"' not in made.markup
    assert "Break-even lies above 100 % (41 % to above 100 %)" in made.markup


@every_view
@pytest.mark.parametrize(("row", "room"), [("harm", 33), ("net", 9)])
def test_a_rows_name_never_lies_where_a_mark_may_come(name: str, row: str, room: int) -> None:
    """To the left or to the right of all marks, or above them where neither side is free."""
    _, made = shown(name)
    places = [float(one[mark]) for one in made.answers for mark in MARKS if row in mark]
    (side,) = re.findall(rf'<div class="row {row} (\w+)">', made.markup)
    if side == "left":
        assert min(places) > room
    elif side == "right":
        assert max(places) < 100 - room
    else:
        assert (side, min(places) <= room, max(places) >= 100 - room) == ("above", True, True)


def test_no_word_of_it_is_a_verdict() -> None:
    for seen in VIEWS.values():
        said = json.dumps(weighed(ENGLISH, seen).answers, ensure_ascii=False)
        assert not re.search(r"favou?r|should|closer to|worth|recommend|certain|lives", said)


def test_the_answers_are_small_enough_for_every_key_press() -> None:
    sent = json.dumps(weighed(ENGLISH, view()).answers, ensure_ascii=False).encode()
    assert len(sent) < 40_000


def test_what_cannot_be_weighed_is_refused() -> None:
    with pytest.raises(ValueError, match="can_be_weighed"):
        weighed(ENGLISH, view(without_harm_rate()))


def test_markup_is_filled_as_a_browser_does_it() -> None:
    made = weighed(ENGLISH, view())
    part = {"part": "choice", "markup": made.markup, "answers": made.answers, "first": 0}
    filled = as_filled({**part, "value": 40, "unset": made.unset})
    assert "<b>Net +10 (−3 to 22):</b>" in filled
