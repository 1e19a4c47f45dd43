"""``make bench``: which parts run, and what the exit code says of them."""

from __future__ import annotations

import pytest

from tests.benchmarks import __main__ as bench

TWO_PARTS = (("quick", lambda: ("1 ms", True)), ("slow", lambda: ("9 ms", False)))


@pytest.mark.parametrize(
    ("asked", "shown", "code"),
    [
        ([], "quick\n1 ms\n\nslow\n9 ms\n\nLimits missed in: slow\n", 1),
        (["--only", "quick"], "quick\n1 ms\n\nAll limits kept\n", 0),
    ],
)
def test_each_part_asked_for_prints_its_table_and_a_missed_limit_is_told(
    asked: list[str],
    shown: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bench, "PARTS", TWO_PARTS)
    monkeypatch.setattr("sys.argv", ["bench", *asked])
    assert bench.main() == code
    assert capsys.readouterr().out == shown


def test_a_part_that_is_not_there_is_refused_with_the_names_of_those_that_are(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["bench", "--only", "wires"])
    with pytest.raises(SystemExit, match="2"):
        bench.main()
    said = capsys.readouterr().err
    assert all(word in said for word in ("wires", *(name for name, _ in bench.PARTS)))
