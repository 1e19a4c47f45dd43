"""What there is of both arms, asked for by role and never by position."""

from __future__ import annotations

from tradeoff.statistics.two_arms import Arms, Role

PEOPLE = Arms(control=112, experimental=111)


def test_each_arm_has_its_own() -> None:
    assert [PEOPLE.of(role) for role in Role] == [112, 111]
    assert Arms.each(PEOPLE.of) == PEOPLE


def test_both_change_in_the_same_way_and_keep_their_places() -> None:
    assert PEOPLE.map(str) == Arms(control="112", experimental="111")


def test_the_experimental_arm_is_shown_first() -> None:
    assert PEOPLE.shown == (111, 112)


def test_both_arms_have_it_or_none_does() -> None:
    assert Arms(40, 17).complete() == Arms(40, 17)
    assert Arms(40, None).complete() is None
    assert Arms(None, 17).complete() is None


def test_rows_are_in_the_order_of_the_roles_and_numbers_experimental_first() -> None:
    assert Arms("c", "e").in_order == ("c", "e") == tuple(map(Arms("c", "e").of, Role))
    assert Arms("c", "e").shown == ("e", "c")
