"""What the interface keeps between runs: each value once, the oldest let go, safe with threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tradeoff.screens.kept import Kept


def test_a_value_is_made_once_for_its_key() -> None:
    kept, made = Kept(2), []
    for _ in range(3):
        assert kept.get("a", lambda: made.append("a")) is None
    assert made == ["a"]


def test_the_one_not_asked_for_longest_makes_room() -> None:
    kept = Kept(2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, object)
    assert kept.keys() == ("a", "c")


def test_a_value_that_could_not_be_made_is_tried_again() -> None:
    kept = Kept(1)
    for divisor, answer in ((0, None), (2, 3)):
        try:
            assert kept.get("a", lambda divisor=divisor: 6 // divisor) == answer
        except ZeroDivisionError:
            assert divisor == 0
    assert len(kept) == 1


def test_many_threads_get_what_belongs_to_their_key() -> None:
    kept = Kept(3)
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda n: kept.get(n % 7, lambda: n % 7), range(4000)))
    assert got == [n % 7 for n in range(4000)]
    assert len(kept) == 3
