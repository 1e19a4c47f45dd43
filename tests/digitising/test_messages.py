"""What a process apart answers is believed only where each part has its type."""

from __future__ import annotations

import ast
import contextlib
import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tradeoff.digitising import (
    Axes,
    DigitisingError,
    Flag,
    FlagKind,
    Found,
    Leaf,
    PrintedCurve,
    PrintedFigure,
    PrintedRisk,
    ProposedCurve,
    TracedCurve,
    apart,
    refusals,
)
from tradeoff.digitising.messages import packed, rebuilt, unpacked

AXES = Axes(x=((1.5, 0.0), (9.0, 12.0)), y=((7.0, 0.0), (1.0, 1.0)))
FOUND = Found((10, 8), AXES, (ProposedCurve("#102030", (3.5, 4.5)),))


def headed(head: object, tail: bytes = b"") -> bytes:
    text = json.dumps(head).encode()
    return struct.pack("<Q", len(text)) + text + tail


def test_a_record_comes_back_as_it_was() -> None:
    assert rebuilt(Found, unpacked(packed(FOUND))) == FOUND


def test_nothing_found_comes_back_as_none() -> None:
    none = Found((10, 8), None, ())
    assert rebuilt(Found, unpacked(packed(none))) == none


@pytest.mark.parametrize("kind", ["float64", "uint8", "bool"])
def test_an_array_comes_back_writeable(kind: str) -> None:
    array = np.arange(6).reshape(2, 3).astype(kind)
    back = unpacked(packed([array]))[0]
    assert np.array_equal(back, array)
    assert (back.dtype, back.flags.writeable) == (array.dtype, True)


def test_what_is_no_plain_value_is_not_sent() -> None:
    for value in (object(), np.array(["a"]), np.array([object()]), {1, 2}):
        with pytest.raises(TypeError):
            packed([value])


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"short",
        struct.pack("<Q", 2**60) + b"{}",
        headed({"__array__": ["object", 2]}, b"12345678" * 2),
        headed({"__array__": ["float64", 2]}, b"12345678"),
        headed({"__array__": ["float64", -1]}, b"12345678"),
        headed({"__array__": ["float64", float("inf")]}, b""),
        headed({"__array__": ["float64", 0, 10**30]}, b""),
        headed({"__array__": []}),
        headed({"__bytes__": 10**30}),
        headed({"__bytes__": None}),
        struct.pack("<Q", 200_000) + b"[" * 200_000,
    ],
)
def test_what_is_no_message_is_a_value_error(message: bytes) -> None:
    with pytest.raises(ValueError, match=r".|"):
        unpacked(message)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Found, {"size": [10, 8], "axes": None}),
        (Found, {"size": [10, 8], "axes": None, "curves": [], "more": 1}),
        (Found, {"size": [10], "axes": None, "curves": []}),
        (Found, {"size": [10, True], "axes": None, "curves": []}),
        (Found, {"size": "ab", "axes": None, "curves": []}),
        (TracedCurve, {"time": [0], "survival": [1], "flags": [], "ink": 1}),
        (NDArray[np.float64], np.zeros(3, dtype=np.uint8)),
        (float, "1"),
        (int, 1.5),
    ],
)
def test_what_has_another_type_is_refused(kind: Any, value: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        rebuilt(kind, value)


UP, DOWN = np.array([0.0, 1.0]), np.array([1.0, 0.5])
NAN = float("nan")


@pytest.mark.parametrize(
    "made",
    [
        lambda: TracedCurve(UP, DOWN[:1], (), 1.0),
        lambda: TracedCurve(UP[:0], DOWN[:0], (), 1.0),
        lambda: TracedCurve(UP[None], DOWN[None], (), 1.0),
        lambda: TracedCurve(UP[::-1], DOWN, (), 1.0),
        lambda: TracedCurve(UP, UP, (), 1.0),
        lambda: TracedCurve(UP, 2 * DOWN, (), 1.0),
        lambda: TracedCurve(UP, DOWN * NAN, (), 1.0),
        lambda: TracedCurve(UP, DOWN, (), 1.5),
        lambda: Flag(FlagKind.GAP, 0.0, NAN),
        lambda: ProposedCurve("red", (1.0, 1.0)),
        lambda: ProposedCurve("#ff0000;x:url()", (1.0, 1.0)),
        lambda: ProposedCurve("#ff0000", (NAN, 1.0)),
        lambda: Found((0, 8), None, ()),
        lambda: Found((10, 8), None, (ProposedCurve("#ff0000", (3.0, 9.0)),)),
        lambda: PrintedCurve(UP, UP, "#ff0000", ()),
        lambda: PrintedCurve(UP, DOWN, "red", ()),
        lambda: PrintedCurve(UP, DOWN, "#ff0000", (-1.0,)),
        lambda: PrintedRisk("Drug", (0.0, 12.0), (100,)),
        lambda: PrintedRisk("Drug", (0.0, NAN), (100, 50)),
        lambda: PrintedRisk("Drug", (0.0, 12.0), (100, -1)),
        lambda: PrintedFigure((), None, (0.0, 0.0, NAN, 9.0), AXES),
        lambda: PrintedFigure((), None, (0.0, 0.0, 9.0, 9.0), AXES, turns=4),
        lambda: Leaf(np.zeros((8, 9), dtype=np.uint8), 9.0, 8.0),
        lambda: Leaf(np.zeros((8, 9, 3), dtype=np.uint8), 9.0, NAN),
    ],
)
def test_a_record_holds_no_values_that_cannot_be(made: Callable[[], object]) -> None:
    with pytest.raises(DigitisingError, match=r"cannot be right\. Take a screenshot"):
        made()


def test_answers_with_bytes_changed_are_right_or_one_clear_refusal(
    rng: np.random.Generator,
) -> None:
    answer = np.frombuffer(packed({"result": FOUND}), dtype=np.uint8)
    for _ in range(3000):
        changed = answer.copy()
        changed[rng.integers(0, answer.size, 2)] = rng.integers(0, 256, 2)
        with contextlib.suppress(DigitisingError):
            assert isinstance(apart._believed(changed.tobytes(), 0, Found), Found)


def test_every_refusal_is_made_of_a_message_and_values_so_that_each_language_can_say_it() -> None:
    """But of the file of clicks, which keepers of data write: its faults are English."""
    folder = Path(refusals.__file__).parent
    plain, seen = [], 0
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            made = isinstance(node, ast.Call) and ast.unparse(node.func) in REFUSALS
            if made and path.name != "clicked.py":
                seen += 1
                if isinstance(node.args[0], ast.Constant | ast.JoinedStr | ast.BinOp):
                    plain.append(f"{path.name}:{node.lineno}")
    assert seen > 30
    assert not plain


REFUSALS = ("DigitisingError", "UnclearError")
