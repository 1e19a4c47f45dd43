"""Choices and the URL: links reopen the same view, and no link breaks or is repeated."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.views import PLACES, TYPED, chosen, e1910, without_landmarks
from tradeoff.findings.choices import (
    FIRST_MONTH,
    PARAMETERS,
    Choices,
    Framing,
    HarmSource,
    Parsed,
    Refusal,
    RefusalReason,
    TypedCounts,
    analyses,
    changed,
    check_counts,
    check_month,
    choose_trial,
    default_choices,
    parse,
    to_query,
    without_place,
)
from tradeoff.findings.landmarks import last_month
from tradeoff.findings.places import Screen, Tab, ValueCard
from tradeoff.statistics.intervals import Count
from tradeoff.trial.records import Trial

Query = dict[str, list[str]]

PAPER = {"harm": "paper", "e1": "26", "n1": "111", "e0": "6", "n0": "112", "asof": "2026-05"}
CENTRE = {**PAPER, "harm": "centre"}


def link(**parameters: str) -> Query:
    return {name: [value] for name, value in parameters.items()}


def opened(**parameters: str) -> Parsed:
    return parse(link(**parameters), e1910())


def reasons(parsed: Parsed) -> set[tuple[str, RefusalReason]]:
    return {(refusal.parameter, refusal.reason) for refusal in parsed.refusals}


def reopened(choices: Choices, trial: Trial | None = None) -> Parsed:
    return parse(link(**to_query(choices)), trial or e1910())


# The contract ------------------------------------------------------------------------------


def test_the_parameters_are_those_that_were_promised() -> None:
    """Links get shared: a renamed parameter breaks all of them."""
    promised = "trial cut endpoint landmark months framing weight harm e1 n1 e0 n0 asof ui lang"
    promised += " tab screen chances cards"
    assert set(PARAMETERS) == set(promised.split())


def test_the_program_opens_at_the_publication_with_nothing_set() -> None:
    assert parse({}, e1910()) == Parsed(
        Choices("e1910", "nejm", "os", 36, 36, Framing.ALIVE, None, HarmSource.TRIAL, None)
    )


def test_a_preference_that_is_not_set_is_absent_from_the_link_and_zero_is_not() -> None:
    assert "weight" not in to_query(default_choices(e1910()))
    assert to_query(chosen(weight=0))["weight"] == "0"
    assert opened(weight="0").choices.weight == 0


def test_counts_are_in_the_link_only_when_they_are_used() -> None:
    assert not {"e1", "n1", "e0", "n0", "asof"} & to_query(default_choices(e1910())).keys()
    query = to_query(chosen(harm=HarmSource.PAPER, counts=TYPED))
    assert {name: query[name] for name in PAPER} == PAPER
    undated = replace(TYPED, as_of=None)
    assert "asof" not in to_query(chosen(harm=HarmSource.PAPER, counts=undated))


@st.composite
def valid_choices(draw: st.DrawFn) -> Choices:
    trial = e1910()
    endpoint = draw(st.sampled_from(["os", "rfs"]))
    cut = draw(st.sampled_from([cut.id for cut in trial.cuts_with(endpoint)]))
    last = last_month(trial, cut, endpoint)
    harm = draw(st.sampled_from(HarmSource))
    counts = None
    if harm is not HarmSource.TRIAL:
        most = 112 if harm is HarmSource.PAPER else 100_000
        as_of = draw(st.none() | st.from_regex(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])", fullmatch=True))
        counts = TypedCounts(experimental=draw(count(most)), control=draw(count(most)), as_of=as_of)
    return Choices(
        trial="e1910",
        cut=cut,
        endpoint=endpoint,
        landmark=last,
        months=draw(st.integers(FIRST_MONTH, last or FIRST_MONTH)),
        framing=draw(st.sampled_from(Framing)),
        weight=draw(st.none() | st.integers(0, 100)),
        harm=harm,
        counts=counts,
        tab=draw(st.sampled_from(Tab)),
        screen=draw(st.sampled_from(Screen)),
        looked=draw(st.booleans()),
        cards=tuple(draw(st.permutations(list(ValueCard)))[: draw(st.integers(0, 9))]),
    )


def count(most: int) -> st.SearchStrategy[Count]:
    return st.integers(1, most).flatmap(
        lambda total: st.builds(Count, st.integers(0, total), st.just(total))
    )


@given(valid_choices())
def test_a_link_reopens_exactly_what_it_was_made_from(choices: Choices) -> None:
    query = to_query(choices)
    assert set(query) <= set(PARAMETERS)
    assert all(isinstance(value, str) and value for value in query.values())
    assert reopened(choices) == Parsed(choices)


# End point, cut and month ------------------------------------------------------------------


def test_where_end_point_and_cut_clash_the_end_point_wins_with_a_word() -> None:
    parsed = opened(endpoint="rfs", cut="fda-later", months="36")
    assert (parsed.choices.endpoint, parsed.choices.cut) == ("rfs", "nejm")
    assert reasons(parsed) == {("cut", RefusalReason.ENDPOINT_NOT_IN_CUT)}


def test_an_end_point_alone_opens_in_a_cut_that_has_it_without_a_word() -> None:
    parsed = opened(endpoint="rfs")
    assert (parsed.choices.cut, parsed.choices.months, parsed.refusals) == ("nejm", 36, ())


def test_a_default_cut_without_the_end_point_gives_way_silently() -> None:
    """Nobody chose the cut, so nothing was refused."""
    trial = e1910().model_copy(
        update={"defaults": e1910().defaults.model_copy(update={"data_cut": "fda-later"})}
    )
    parsed = parse(link(endpoint="rfs"), trial)
    assert (parsed.choices.cut, parsed.refusals) == ("nejm", ())


@pytest.mark.parametrize(("endpoint", "cut", "month"), PLACES)
def test_each_cut_opens_at_a_landmark_of_its_own(endpoint: str, cut: str, month: int) -> None:
    assert opened(endpoint=endpoint, cut=cut).choices.months == month
    assert last_month(e1910(), cut, endpoint) == month


@pytest.mark.parametrize(("endpoint", "cut", "last"), PLACES)
def test_months_run_from_twelve_to_the_last_landmark(endpoint: str, cut: str, last: int) -> None:
    for month in range(12, last + 1):
        parsed = opened(endpoint=endpoint, cut=cut, months=str(month))
        assert (parsed.choices.months, parsed.refusals) == (month, ())
    for month in (0, 1, 11, last + 1, 600):
        parsed = opened(endpoint=endpoint, cut=cut, months=str(month))
        assert parsed.choices.months == last
        assert parsed.refusals == (Refusal("months", RefusalReason.OUT_OF_RANGE, 12, last),)


@pytest.mark.parametrize(
    ("cut", "month", "weighed"),
    [("nejm", 12, 36), ("nejm", 36, 36), ("fda-later", 12, 60), ("fda-later", 59, 60)],
)
def test_weighing_is_at_a_published_landmark_whatever_the_month(
    cut: str, month: int, weighed: int
) -> None:
    assert opened(cut=cut, months=str(month)).choices.landmark == weighed


@pytest.mark.parametrize(("month", "weighed"), [(47, 36), (48, 36), (49, 60)])
def test_of_two_landmarks_the_nearer_is_weighed_and_the_earlier_at_a_tie(
    month: int, weighed: int
) -> None:
    trial = with_both_landmarks()
    assert parse(link(cut="fda-later", months=str(month)), trial).choices.landmark == weighed


def with_both_landmarks() -> Trial:
    """E1910 with a cut that published 36 and 60 months."""
    at_36 = [entry for entry in e1910().landmarks if entry.data_cut == "fda-primary"]
    both = tuple(entry.model_copy(update={"data_cut": "fda-later"}) for entry in at_36)
    return e1910().model_copy(update={"landmarks": e1910().landmarks + both})


@pytest.mark.parametrize("month", [12, 36, 47, 60])
def test_the_month_that_is_read_changes_nothing_but_itself(month: int) -> None:
    for landmark in (36, 60):
        start = Choices("e1910", "fda-later", "os", landmark, landmark, weight=40)
        moved = changed(start, with_both_landmarks(), months=month)
        assert moved == Parsed(replace(start, months=month))
        assert reopened(moved.choices, with_both_landmarks()) == moved


def test_another_landmark_is_read_at_once_and_clears_the_preference_with_a_word() -> None:
    start = Choices("e1910", "fda-later", "os", 60, 36, weight=40)
    moved = changed(start, with_both_landmarks(), landmark=36)
    assert moved.choices == replace(start, landmark=36, weight=None)
    assert reasons(moved) == {CLEARED}
    assert changed(start, with_both_landmarks(), cut="nejm", landmark=36).choices.cut == "nejm"


def test_a_month_that_is_no_landmark_is_refused_as_one() -> None:
    parsed = opened(cut="fda-later", landmark="36", months="24")
    assert (parsed.choices.landmark, parsed.choices.months) == (60, 24)
    assert parsed.refusals == (Refusal("landmark", RefusalReason.UNKNOWN),)


def test_a_choice_of_time_is_every_landmark_with_the_cut_that_published_it() -> None:
    assert analyses(e1910(), "os") == (("nejm", 36), ("fda-primary", 36), ("fda-later", 60))
    assert analyses(e1910(), "rfs") == (("nejm", 36),)
    assert set(analyses(without_landmarks(), "os")) == {
        (cut, None) for cut in ("nejm", "fda-primary", "fda-later")
    }


def test_without_a_landmark_there_is_no_month_and_no_preference() -> None:
    trial = without_landmarks()
    parsed = parse(link(weight="50"), trial)
    assert (parsed.choices.months, parsed.choices.weight) == (None, None)
    assert reasons(parsed) == {("weight", RefusalReason.CANNOT_BE_WEIGHED)}
    assert "months" not in to_query(parsed.choices)
    assert parsed.choices.landmark is None


def test_a_trial_whose_only_landmark_is_before_a_year_opens_there_and_reopens() -> None:
    early = tuple(entry.model_copy(update={"months": 6}) for entry in e1910().landmarks)
    trial = e1910().model_copy(update={"landmarks": early})
    choices = default_choices(trial)
    assert choices.months == 6
    assert reopened(choices, trial) == Parsed(choices)


# Counts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["paper", "centre"])
def test_counts_are_used_with_paper_and_centre(source: str) -> None:
    parsed = opened(**{**PAPER, "harm": source})
    assert (parsed.choices.harm, parsed.choices.counts) == (HarmSource(source), TYPED)
    assert parsed.refusals == ()


def test_counts_beside_the_trials_own_figure_are_not_used_and_that_is_said() -> None:
    for query in ({**PAPER, "harm": "trial"}, {"e1": "26"}, {"asof": "2026-05"}):
        parsed = opened(**query)
        assert (parsed.choices.harm, parsed.choices.counts) == (HarmSource.TRIAL, None)
        assert reasons(parsed) == {("harm", RefusalReason.COUNTS_UNUSED)}


@pytest.mark.parametrize("source", ["paper", "centre"])
@pytest.mark.parametrize("missing", ["e1", "n1", "e0", "n0"])
def test_three_counts_are_none(source: str, missing: str) -> None:
    query = {name: value for name, value in {**PAPER, "harm": source}.items() if name != missing}
    parsed = opened(**query)
    assert (parsed.choices.harm, parsed.choices.counts) == (HarmSource.TRIAL, None)
    assert reasons(parsed) == {("e" + missing[1], RefusalReason.COUNTS_MISSING)}


@pytest.mark.parametrize(
    ("change", "parameter", "reason"),
    [
        ({"e1": "112"}, "e1", RefusalReason.EVENTS_ABOVE_TOTAL),
        ({"e0": "113"}, "e0", RefusalReason.EVENTS_ABOVE_TOTAL),
        ({"e1": "0", "n1": "0"}, "e1", RefusalReason.NOBODY_TREATED),
        ({"e0": "0", "n0": "0"}, "e0", RefusalReason.NOBODY_TREATED),
        ({"n1": "113"}, "e1", RefusalReason.MORE_THAN_RANDOMISED),
        ({"n0": "113"}, "e0", RefusalReason.MORE_THAN_RANDOMISED),
    ],
)
def test_contradictory_counts_fall_back_to_the_trial_and_say_which_arm(
    change: dict[str, str], parameter: str, reason: RefusalReason
) -> None:
    parsed = opened(**{**PAPER, **change})
    assert (parsed.choices.harm, parsed.choices.counts) == (HarmSource.TRIAL, None)
    assert reasons(parsed) == {(parameter, reason)}


def test_a_centre_may_have_treated_more_than_the_trial_randomised() -> None:
    parsed = opened(**{**CENTRE, "n1": "100000", "n0": "500"})
    assert parsed.refusals == ()
    assert parsed.choices.counts == TypedCounts(
        experimental=Count(26, 100_000), control=Count(6, 500), as_of="2026-05"
    )


def test_the_whole_trial_arm_is_not_too_many() -> None:
    assert opened(**{**PAPER, "n1": "112", "n0": "112"}).refusals == ()


@pytest.mark.parametrize("month", ["2024-07", "1999-01", "2099-12"])
def test_a_month_is_written_year_and_month(month: str) -> None:
    assert check_month(month)
    counts = opened(**{**PAPER, "asof": month}).choices.counts
    assert counts is not None
    assert counts.as_of == month


@pytest.mark.parametrize(
    "month",
    ["2024-13", "2024-00", "2024-7", "07-2024", "2024", "2024-07-01", "1899-01", "2100-01",
     "2024/07", " 2024-07", "2024-07\n", "２０２４-07", "٢٠٢٤-٠٧", ""],
)  # fmt: skip
def test_anything_else_is_no_month_but_the_counts_still_count(month: str) -> None:
    assert not check_month(month)
    parsed = opened(**{**PAPER, "asof": month})
    assert parsed.choices.counts == replace(TYPED, as_of=None)
    assert reasons(parsed) == {("asof", RefusalReason.NOT_A_MONTH)}


@pytest.mark.parametrize(
    ("events", "total", "outcome"),
    [
        (0, 1, Count(0, 1)),
        (5, 5, Count(5, 5)),
        (None, 5, RefusalReason.COUNTS_MISSING),
        (5, None, RefusalReason.COUNTS_MISSING),
        (0, 0, RefusalReason.NOBODY_TREATED),
        (1, -1, RefusalReason.NOBODY_TREATED),
        (-1, 5, RefusalReason.OUT_OF_RANGE),
        (1, 100_001, RefusalReason.OUT_OF_RANGE),
        (6, 5, RefusalReason.EVENTS_ABOVE_TOTAL),
    ],
)
def test_typed_counts_are_a_count_or_the_reason_why_not(
    events: int | None, total: int | None, outcome: Count | RefusalReason
) -> None:
    assert check_counts(events, total) == outcome


# Nonsense ----------------------------------------------------------------------------------

NONSENSE = {
    "empty": "",
    "blank": " ",
    "word": "zebra",
    "wrong-case": "OS",
    "script": "<script>alert(1)</script>",
    "markup-attribute": '"><img src=x onerror=alert(1)>',
    "quote": "' OR 1=1 --",
    "100-kB": "x" * 100_000,
    "100-kB-of-digits": "9" * 100_000,
    "nan": "NaN",
    "infinity": "inf",
    "none": "None",
    "negative": "-1",
    "signed": "+36",
    "fraction": "36.5",
    "exponent": "1e1",
    "spaced": " 36",
    "line-break": "36\n",
    "arabic-digits": "٣٦",
    "full-width-digits": "３６",
    "superscript": "³",
    "beyond-every-range": "999999",
    "a-million-and-more": "123456789012",
    "nul": "\x00",
    "lone-surrogate": "\ud800",
    "path": "../../etc/passwd",
}
#: What the default view holds where a parameter is refused.
UNTOUCHED = {
    "cut": "nejm", "endpoint": "os", "months": 36, "framing": Framing.ALIVE, "weight": None,
    "harm": HarmSource.TRIAL,
}  # fmt: skip


@pytest.mark.parametrize("parameter", UNTOUCHED)
@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_in_one_parameter_gives_its_default_and_is_named(
    parameter: str, nonsense: str
) -> None:
    parsed = opened(**{parameter: nonsense})
    assert parsed.choices == default_choices(e1910())
    assert {name for name, _ in reasons(parsed)} == {parameter}


@pytest.mark.parametrize("parameter", ["e1", "n1", "e0", "n0"])
@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_in_one_count_gives_the_trials_figure_and_names_the_count(
    parameter: str, nonsense: str
) -> None:
    parsed = opened(**{**CENTRE, parameter: nonsense})
    assert parsed.choices == default_choices(e1910())
    assert parameter in {name for name, _ in reasons(parsed)}


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_for_a_trial_opens_the_default(nonsense: str) -> None:
    chosen_id, refusals = choose_trial(link(trial=nonsense), ["e1910", "tower"], "e1910")
    assert chosen_id == "e1910"
    assert refusals == (Refusal("trial", RefusalReason.UNKNOWN),)


def test_a_known_trial_opens_and_no_trial_opens_the_default() -> None:
    assert choose_trial(link(trial="tower"), ["e1910", "tower"], "e1910") == ("tower", ())
    assert choose_trial({}, ["e1910", "tower"], "e1910") == ("e1910", ())
    twice = choose_trial({"trial": ["tower", "e1910"]}, ["e1910", "tower"], "e1910")
    assert twice == ("e1910", (Refusal("trial", RefusalReason.REPEATED),))


@pytest.mark.parametrize("parameter", sorted(set(PARAMETERS) - {"trial"}))
def test_a_repeated_parameter_is_not_used_even_if_its_values_agree(parameter: str) -> None:
    value = {**PAPER, "cut": "fda-primary", "endpoint": "os", "landmark": "36", "months": "24",
             "framing": "died", "weight": "50", "ui": "es", "lang": "es", "tab": "about",
             "screen": "harm", "chances": "shown", "cards": "home"}  # fmt: skip
    query = link(**PAPER) if parameter in PAPER else {}
    query[parameter] = [value[parameter]] * 2
    parsed = parse(query, e1910())
    assert (parameter, RefusalReason.REPEATED) in reasons(parsed)
    if parameter == "asof":
        assert parsed.choices.counts == replace(TYPED, as_of=None)
    else:
        assert parsed.choices == default_choices(e1910())


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("-1", RefusalReason.NOT_WHOLE),
        ("50.5", RefusalReason.NOT_WHOLE),
        ("٥٠", RefusalReason.NOT_WHOLE),
        ("", RefusalReason.NOT_WHOLE),
        ("101", RefusalReason.OUT_OF_RANGE),
        ("123456789012", RefusalReason.OUT_OF_RANGE),
    ],
)
def test_the_reason_says_whether_it_was_no_number_or_too_large_a_one(
    value: str, reason: RefusalReason
) -> None:
    assert opened(weight=value).refusals == (Refusal("weight", reason, 0, 100),)


@pytest.mark.parametrize(
    ("cards", "reason"),
    [("home,home", RefusalReason.REPEATED), ("home,zebra", RefusalReason.UNKNOWN)],
)
def test_of_cards_with_a_fault_none_is_picked(cards: str, reason: RefusalReason) -> None:
    assert opened(cards=cards) == Parsed(default_choices(e1910()), (Refusal("cards", reason),))
    picked = opened(cards="home,longer").choices.cards
    assert picked == (ValueCard.HOME, ValueCard.LONGER)


def test_a_view_for_somebody_else_opens_at_its_start_with_what_was_picked() -> None:
    here = opened(tab="data", screen="harm", chances="shown", cards="home", weight="40").choices
    assert to_query(without_place(here)) == to_query(opened(cards="home", weight="40").choices)


def test_parameters_that_nobody_knows_are_said_once_and_not_kept() -> None:
    parsed = opened(utm_source="mail", name="Doe", weight="10")
    assert reasons(parsed) == {("", RefusalReason.UNKNOWN)}
    assert set(to_query(parsed.choices)) <= set(PARAMETERS)


TOKENS = st.sampled_from(
    ["nejm", "fda-primary", "fda-later", "os", "rfs", "12", "36", "60", "0", "100", "111", "112",
     "alive", "died", "trial", "paper", "centre", "2026-05", *NONSENSE.values()]
)  # fmt: skip
QUERIES = st.dictionaries(
    st.sampled_from(PARAMETERS) | st.text(max_size=8),
    st.lists(TOKENS | st.text(max_size=50), max_size=3),
    max_size=14,
)


@given(QUERIES)
@example({name: [] for name in PARAMETERS})
@example({name: ["", ""] for name in PARAMETERS})
def test_no_link_raises_and_what_stands_is_valid(query: Query) -> None:
    """What stands reopens as it is, with nothing to refuse; nothing refused is kept."""
    parsed = parse(query, e1910())
    assert reopened(parsed.choices) == Parsed(parsed.choices)
    shown = {"60", *to_query(default_choices(e1910())).values()}
    for name, value in to_query(parsed.choices).items():
        given_values = {text.lstrip("0") or "0" for text in query.get(name, [])}
        assert value in shown or value in given_values or value in query.get(name, [])


@given(QUERIES)
def test_a_refused_value_is_gone_from_the_next_link(query: Query) -> None:
    parsed = parse(query, e1910())
    kept, default = to_query(parsed.choices), to_query(default_choices(e1910()))
    single = {RefusalReason.UNKNOWN, RefusalReason.NOT_WHOLE, RefusalReason.OUT_OF_RANGE}
    for refusal in parsed.refusals:
        name = refusal.parameter
        if name in default and refusal.reason in single:
            assert kept[name] not in query[name]
        if name == "weight" or (name in PAPER and name != "harm" and refusal.reason in single):
            assert name not in kept


@given(st.dictionaries(st.just("trial"), st.lists(st.text(), max_size=3)))
def test_no_link_opens_a_trial_that_is_not_there(query: Query) -> None:
    chosen_id, _ = choose_trial(query, ["e1910"], "e1910")
    assert chosen_id == "e1910"


# Changes by the user -----------------------------------------------------------------------

CLEARED = ("weight", RefusalReason.PREFERENCE_CLEARED)


@pytest.mark.parametrize("change", [{"endpoint": "rfs"}, {"cut": "fda-primary"}], ids=str)
def test_another_end_point_or_cut_clears_the_preference_with_a_word(
    change: dict[str, object],
) -> None:
    parsed = changed(chosen(weight=40), e1910(), **change)
    assert parsed.choices.weight is None
    assert CLEARED in reasons(parsed)
    assert "weight" not in to_query(parsed.choices)


@pytest.mark.parametrize(
    "change",
    [
        {"framing": Framing.DIED},
        {"harm": HarmSource.PAPER, "counts": TYPED},
        {"months": 30},
        {"cut": "nejm"},
        {"weight": 41},
    ],
    ids=str,
)
def test_what_does_not_change_its_meaning_leaves_the_preference(change: dict[str, object]) -> None:
    parsed = changed(chosen(weight=40), e1910(), **change)
    assert parsed.choices.weight == change.get("weight", 40)
    assert parsed.refusals == ()


def test_nothing_is_said_of_a_preference_that_was_never_set() -> None:
    assert changed(chosen(), e1910(), endpoint="rfs").refusals == ()


def test_another_cut_opens_at_its_own_month_and_keeps_the_rest() -> None:
    start = chosen(framing=Framing.DIED, harm=HarmSource.CENTRE, counts=TYPED)
    later = changed(start, e1910(), cut="fda-later").choices
    assert later == replace(start, cut="fda-later", landmark=60, months=60)
    assert changed(later, e1910(), cut="nejm").choices == start


def test_choosing_an_end_point_moves_to_a_cut_that_has_it_with_a_word() -> None:
    parsed = changed(chosen(cut="fda-later", months=60), e1910(), endpoint="rfs")
    place = (parsed.choices.endpoint, parsed.choices.cut, parsed.choices.months)
    assert place == ("rfs", "nejm", 36)
    assert reasons(parsed) == {("cut", RefusalReason.ENDPOINT_NOT_IN_CUT)}


def test_back_to_the_trials_figure_drops_the_counts() -> None:
    start = chosen(harm=HarmSource.PAPER, counts=TYPED)
    parsed = changed(start, e1910(), harm=HarmSource.TRIAL, counts=None)
    assert (parsed.choices.harm, parsed.choices.counts) == (HarmSource.TRIAL, None)
    assert parsed.refusals == ()


@given(valid_choices(), valid_choices())
def test_any_change_leaves_choices_that_reopen(before: Choices, after: Choices) -> None:
    parsed = changed(
        before, e1910(), endpoint=after.endpoint, cut=after.cut, months=after.months,
        weight=after.weight, harm=after.harm, counts=after.counts, framing=after.framing,
    )  # fmt: skip
    assert reopened(parsed.choices) == Parsed(parsed.choices)
