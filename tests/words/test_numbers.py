"""How numbers are written, and what is said of those that a link or a field may not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.views import (
    e1910,
    harm,
    survival,
    view,
    without_landmarks,
)
from tradeoff.findings.choices import (
    PARAMETERS,
    Framing,
    Refusal,
    RefusalReason,
    changed,
    choose_trial,
    parse,
)
from tradeoff.findings.view import Findings
from tradeoff.papers import effects, tables
from tradeoff.screens import (
    controls,
    notices,
)
from tradeoff.screens.side_panel import on_request
from tradeoff.statistics.intervals import Estimate, number_needed_to_treat
from tradeoff.trial.records import Trial
from tradeoff.words import numbers
from tradeoff.words.say import ENGLISH

# Refusals ----------------------------------------------------------------------------------

HOSTILE = "<script>alert('zebra')</script>"
LINKS: list[dict[str, list[str]]] = [
    *({name: [HOSTILE]} for name in PARAMETERS if name not in ("e1", "n1", "e0", "n0", "asof")),
    *({name: [HOSTILE, HOSTILE]} for name in PARAMETERS),
    {"zebra": ["1"]},
    {"months": ["999"], "weight": ["999"]},
    {"endpoint": ["rfs"], "cut": ["fda-later"]},
    {"e1": ["1"]},
    *(
        {"harm": ["paper"], "e1": [a], "n1": [b], "e0": [c], "n0": [d], "asof": [e]}
        for a, b, c, d, e in (
            ("1", "0", "1", "5", "2026-05"), ("1", "5", "1", "0", "2026-05"),
            ("6", "5", "1", "5", "2026-05"), ("1", "5", "6", "5", "2026-05"),
            ("1", "999", "1", "5", "2026-05"), ("1", "5", "1", "999", "2026-05"),
            ("1", "5", "1", "5", HOSTILE),
            (HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),
            ("999999", "999999", "999999", "999999", "2026-05"),
        )
    ),
    {"harm": ["centre"]},
]  # fmt: skip


def every_refusal() -> Iterator[tuple[Trial, Findings, Refusal]]:
    for trial in (e1910(), without_landmarks()):
        for query in (*LINKS, {"weight": ["50"]}):
            _, of_trial = choose_trial(query, ["e1910"], "e1910")
            parsed = parse(query, trial)
            moved = changed(replace(parsed.choices, weight=5), trial, endpoint="rfs")
            for refused in (*of_trial, *parsed.refusals, *moved.refusals):
                yield trial, parsed, refused  # type: ignore[misc]


def test_there_is_a_sentence_for_every_refusal_and_it_never_repeats_the_value() -> None:
    seen = set()
    for trial, parsed, refused in every_refusal():
        said = notices.refusal(ENGLISH, trial, parsed.choices, refused)
        seen.add((refused.parameter, refused.reason))
        assert said.endswith((".", "!"))
        assert "zebra" not in said
        assert "<" not in said
        assert "999" not in said
        assert "None" not in said
    assert {reason for _, reason in seen} == set(RefusalReason)
    assert {parameter for parameter, _ in seen} == {*PARAMETERS, ""}


def test_a_refusal_says_what_is_shown_instead_and_which_values_fit() -> None:
    parsed = parse({"months": ["999"], "cut": ["fda-later"]}, e1910())
    (refused,) = parsed.refusals
    assert notices.refusal(ENGLISH, e1910(), parsed.choices, refused) == (
        "The month in the link lies outside 12 to 60: 5 years are shown."
    )


def test_one_year_is_shown_and_two_are() -> None:
    refused = Refusal("months", RefusalReason.OUT_OF_RANGE, 12, 36)
    for months, said in ((12, "1 year is shown."), (13, "13 months are shown.")):
        choices = replace(view().choices, landmark=months, months=months)
        assert notices.refusal(ENGLISH, e1910(), choices, refused).endswith(said)


@pytest.mark.parametrize(
    "reason",
    [
        RefusalReason.NOT_WHOLE,
        RefusalReason.OUT_OF_RANGE,
        RefusalReason.EVENTS_ABOVE_TOTAL,
        RefusalReason.NOBODY_TREATED,
        RefusalReason.MORE_THAN_RANDOMISED,
        RefusalReason.NOT_A_MONTH,
    ],
)
def test_a_fault_in_a_field_says_what_to_do_and_that_the_last_good_figures_stay(
    reason: RefusalReason,
) -> None:
    said = on_request.count_refusal(ENGLISH, reason)
    assert said.startswith("This ")
    assert said.endswith(". Correct it here.")
    assert "last good figures" in on_request.last_good_figures(ENGLISH, view())


# Numbers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (-3.25, 2, "−3.25"),
        (-0.0, 0, "0"),
        (-0.04, 1, "0.0"),
        (-0.4, 0, "0"),
        (0.1 + 0.2, 1, "0.3"),
        (100.0, 0, "100"),
    ],
)
def test_a_number_has_a_true_minus_and_zero_has_none(
    value: float, decimals: int, shown: str
) -> None:
    assert numbers.number(ENGLISH, value, decimals) == shown


@given(
    st.floats(-1000, 1000, allow_nan=False) | st.floats(-0.01, 0.01, allow_nan=False),
    st.integers(0, 3),
)
def test_no_number_has_a_hyphen_for_minus_a_minus_zero_or_an_exponent(
    value: float, decimals: int
) -> None:
    shown = numbers.number(ENGLISH, value, decimals)
    assert re.fullmatch(r"−?\d+" + (rf"\.\d{{{decimals}}}" if decimals else ""), shown)
    assert not re.fullmatch(r"−0(\.0*)?", shown)
    assert float(shown.replace("−", "-")) == pytest.approx(value, abs=0.5 * 10**-decimals + 1e-8)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.158, "+15.8"), (-0.158, "−15.8"), (0.0, "0.0"), (0.0004, "0.0"), (-0.0004, "0.0")],
)
def test_a_difference_has_its_sign_and_nothing_has_none(value: float, shown: str) -> None:
    assert numbers.signed_out_of_100(ENGLISH, value, 1) == shown


@pytest.mark.parametrize(
    ("difference", "shown"),
    [
        (Estimate(0.158, 0.0399, 0.2752, 0.95), "6.3 (3.6 to 25)"),
        (Estimate(0.199, 0.0752, 0.3203, 0.95), "5.0 (3.1 to 13)"),
        (Estimate(0.0808, 0.04, 0.12, 0.95), "12.4 (8.3 to 25)"),
        (Estimate(0.05, -0.02, 0.12, 0.95), "20.0 (8.3 to infinity to 50 to harm)"),
        (Estimate(-0.05, -0.12, 0.02, 0.95), "20.0 to harm (50 to infinity to 8.3 to harm)"),
        (Estimate(-0.158, -0.2752, -0.0399, 0.95), "6.3 to harm (3.6 to 25)"),
        (Estimate(0.1, 0.0, 0.2, 0.95), "10.0 (5.0 to infinity)"),
        (Estimate(0.158, None, None, 0.95), "6.3 (range not published)"),
        (Estimate(0.0, -0.1, 0.1, 0.95), "not estimable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_number_needed_has_one_decimal_and_limits_of_10_and_more_are_whole(
    difference: Estimate, shown: str
) -> None:
    assert numbers.number_needed(ENGLISH, number_needed_to_treat(difference)) == shown


def test_no_more_digits_than_the_source_has() -> None:
    """NEJM gives whole percentages, FDA one decimal; the trial's harm is in whole percent."""
    nejm, fda = view(), view(cut="fda-primary")
    for found in (
        survival(nejm).control,
        survival(nejm).gain,
        harm(fda).excess,
        harm(nejm).control,
    ):
        assert not re.search(r"\d\.\d", numbers.with_range(ENGLISH, found))
    assert numbers.with_range(ENGLISH, survival(fda).control) == "69.0 (58.7 to 77.2)"
    assert numbers.with_range(ENGLISH, survival(fda).gain, signed=True) == "+15.8 (4.0 to 27.5)"


@pytest.mark.parametrize(
    ("months", "said"),
    [(12, "1 year"), (13, "13 months"), (24, "2 years"), (36, "3 years"), (30, "30 months")],
)
def test_whole_years_are_told_as_years(months: int, said: str) -> None:
    assert numbers.time(ENGLISH, months) == said


def test_a_landmark_is_named_with_its_analysis_and_no_two_alike() -> None:
    names = ["3 years · NEJM", "3 years · FDA", "5 years · FDA"]
    assert list(controls.analysis_names(ENGLISH, view()).values()) == names
    alike = e1910().model_copy(
        update={
            "landmarks": tuple(
                entry.model_copy(update={"months": 36}) for entry in e1910().landmarks
            )
        }
    )
    assert list(controls.analysis_names(ENGLISH, view(alike)).values()) == [
        "3 years · NEJM",
        "3 years · FDA, primary",
        "3 years · FDA, later",
    ]


def test_a_ratio_without_range_and_p_say_so() -> None:
    assert (
        numbers.ratio_with_range(ENGLISH, Estimate(0.77, None, None, 0.95))
        == "0.77 (range not published)"
    )
    assert numbers.p_value(ENGLISH, None) == "P not published"
    assert numbers.p_value(ENGLISH, 0.002) == "P = 0.002"


def test_the_died_range_mirrors_the_gain() -> None:
    gain = survival(view(cut="fda-primary")).gain
    assert tables.change_in_frame(ENGLISH, gain, Framing.DIED) == "−15.8 (−27.5 to −4.0)"


@pytest.mark.parametrize(
    ("value", "lower", "upper", "said"),
    [
        (0.1, 0.05, 0.2, "higher with blinatumomab added"),
        (-0.1, -0.2, -0.05, "lower with blinatumomab added"),
        (0.1, -0.1, 0.2, "higher with blinatumomab added; range spans zero"),
        (-0.1, None, None, "lower with blinatumomab added; range not published"),
        (0.0, -0.1, 0.1, "the same in both arms"),
    ],
)
def test_the_direction_of_an_effect_is_told_without_a_judgement(
    value: float, lower: float | None, upper: float | None, said: str
) -> None:
    assert effects.direction(ENGLISH, e1910(), Estimate(value, lower, upper, 0.95)) == said
