"""What reads bytes from outside does it in a process apart, with limits, and is not believed."""

from __future__ import annotations

import contextlib
import resource
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.digitising import tasks_apart
from tests.digitising.made_pictures import as_file
from tradeoff.digitising import (
    Axes,
    DigitisingError,
    Flag,
    FlagKind,
    TracedCurve,
    apart,
    messages,
    refusals,
    snap,
    trace,
)
from tradeoff.digitising.pictures import picture
from tradeoff.trial.told import Told
from tradeoff.words.say import Say

AXES = Axes(x=((156.1, 0.0), (1152.0, 120.0)), y=((604.8, 0.0), (60.48, 1.0)))
CURVE = TracedCurve(
    time=np.array([0, 1 / 3, 12.5]),
    survival=np.array([1, 0.9, 0.9]),
    flags=(Flag(FlagKind.GAP, 0.1, 0.3),),
    ink=0.93,
)


@pytest.fixture(autouse=True)
def _tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [name for name, one in vars(tasks_apart).items() if callable(one)]
    tasks = {name: f"tests.digitising.tasks_apart:{name}" for name in names}
    monkeypatch.setattr(apart, "TASKS", {**apart.TASKS, **tasks})


def ask(task: str, gives: Any = int, **arguments: object) -> Any:
    return apart.call(task, b"bytes", gives=gives, **arguments)


def test_records_and_arrays_go_there_and_come_back_unchanged() -> None:
    gives = tuple[int, Axes, tuple[tuple[tuple[float, float], ...], ...], TracedCurve]
    picks = (((1.5, 2.0), (3.0, 4.25)), ((5.0, 6.0),))
    length, axes, back, curve = ask("echo", gives, axes=AXES, picks=picks, curve=CURVE)
    assert (length, axes, back) == (5, AXES, picks)
    assert np.array_equal(curve.time, CURVE.time)
    assert np.array_equal(curve.survival, CURVE.survival)
    assert (curve.flags, curve.ink) == (CURVE.flags, CURVE.ink)


def test_a_picture_is_decoded_there_as_it_is_here(rng: np.random.Generator) -> None:
    data = as_file(rng.integers(0, 255, (80, 120, 3), dtype=np.uint8))
    assert np.array_equal(apart.picture(data), picture(data))


def test_ticks_are_snapped_there_as_they_are_here() -> None:
    pixels = np.full((300, 400, 3), 255, dtype=np.uint8)
    pixels[250, 50:351] = pixels[50:251, 50] = pixels[252:260, 50:351:100] = 0
    axes = Axes(x=((48.0, 0.0), (352.0, 3.0)), y=((250.0, 0.0), (50.0, 1.0)))
    assert apart.snap(as_file(pixels), axes) == snap(pixels, axes) != axes


def test_a_curve_is_traced_there_as_it_is_here() -> None:
    pixels = np.full((300, 400, 3), 255, dtype=np.uint8)
    pixels[250, 50:351] = pixels[50:251, 50] = pixels[252:260, 50:351:100] = 0
    pixels[50:52, 50:200] = pixels[120:122, 198:351] = pixels[50:122, 198:200] = (200, 0, 0)
    axes = Axes(x=((50.5, 0.0), (350.5, 3.0)), y=((250.5, 0.0), (50.5, 1.0)))
    picks = (((280.0, 121.0),),)
    (there,), (here,) = apart.trace(as_file(pixels), axes, picks), trace(pixels, axes, picks)
    assert np.array_equal(there.time, here.time)
    assert np.array_equal(there.survival, here.survival)
    assert (there.flags, there.ink) == (here.flags, here.ink)


@pytest.mark.slow
def test_the_largest_picture_is_looked_through_and_traced_within_its_memory() -> None:
    pixels = np.full((6000, 6000, 3), 255, dtype=np.uint8)
    pixels[5000:5012, 1000:5001] = pixels[1000:5001, 1000:1012] = 0
    for step in range(8):
        left, row = 1000 + 480 * step, 1000 + 400 * step
        pixels[row : row + 24, left : left + 500] = (200, 30, 30)
        pixels[row : row + 424, left + 480 : left + 500] = (200, 30, 30)
    axes = Axes(x=((1006.0, 0.0), (5006.0, 12.0)), y=((5006.0, 0.0), (1012.0, 1.0)))
    data = as_file(pixels)
    assert apart.find(data).size == (6000, 6000)
    (curve,) = apart.trace(data, axes, [[(1240.0, 1012.0)]])
    assert curve.survival[-1] == pytest.approx(0.2, abs=0.01)


@pytest.mark.slow
def test_the_largest_picture_of_nothing_is_told_apart_from_one_too_large() -> None:
    data = as_file(np.zeros((6000, 6000, 3), dtype=np.uint8))
    axes = Axes(x=((6.0, 0.0), (5986.0, 12.0)), y=((5986.0, 0.0), (12.0, 1.0)))
    with pytest.raises(DigitisingError, match="no line where curve 1 was clicked"):
        apart.trace(data, axes, [[(1240.0, 1012.0)]])


def test_a_refusal_comes_back_in_its_own_words() -> None:
    with pytest.raises(DigitisingError, match=r"^There is nothing here\. Look elsewhere\.$"):
        ask("refuse")


def test_a_refusal_comes_back_with_its_message_and_values_so_that_it_can_be_translated() -> None:
    with pytest.raises(DigitisingError) as refused:
        ask("refuse_in_parts")
    said = refused.value.said
    assert isinstance(said, Told)
    assert said == "2 lines are there. Page 3: 0.2 of 36,000."
    assert said.message == "{what} Page {page}: {share:.1f} of {most:,}."
    lines = said.values["what"]
    assert isinstance(lines, Told)
    assert (lines.message, lines.number) == ("{count} line is there.", 2)
    assert Say(decimal_mark=",").told(said) == "2 lines are there. Page 3: 0,2 of 36\N{NBSP}000."


SPELLED = {"message": "{one}", "values": {"one": "x"}, "several": None, "count": 0}


@pytest.mark.parametrize(
    "wrong",
    [
        {"message": "{one.__class__}"},
        {"message": "{one[0]}"},
        {"message": "{one!r}"},
        {"message": "{one:{one}}"},
        {"message": "{one:>1000000000}"},
        {"message": "{one:g}"},
        {"message": "{other}"},
        {"message": "{}"},
        {"message": "{"},
        {"message": 3},
        {"message": "x" * 10_000},
        {"several": "{one.__class__}"},
        {"several": "{count:>1000000000}", "count": 2},
        {"count": "many"},
        {"count": None},
        {"values": None},
        {"values": {"one": [1]}},
        {"values": {"one": {"message": "{x.y}", "values": {}, "several": None, "count": 0}}},
    ],
)
def test_a_refusal_that_reaches_further_than_its_words_is_not_believed(
    wrong: dict[str, Any],
) -> None:
    assert refusals.put_together(SPELLED) == "x"
    answered = messages.packed({"refused": {**SPELLED, **wrong}})
    with pytest.raises(DigitisingError, match=r"can't be read.*Take a screenshot"):
        apart._believed(answered, 0, int)


def test_a_refusal_cannot_grow_by_what_is_filled_in() -> None:
    grown: dict[str, Any] = {**SPELLED, "message": "{one}" * 100}
    for _ in range(6):
        grown = {**SPELLED, "message": "{one}" * 100, "values": {"one": grown}}
    assert len(refusals.put_together(grown)) <= refusals.MOST_CHARACTERS


@pytest.mark.parametrize("task", ["fail", "crash", "lie", "shout"])
def test_a_task_that_breaks_or_answers_nonsense_is_one_clear_refusal(task: str) -> None:
    with pytest.raises(DigitisingError, match=r"can't be read.*Take a screenshot"):
        ask(task, tuple[float, ...])


@pytest.mark.parametrize(
    ("task", "limit"), [("spin", "_SECONDS"), ("hang", "_CLOCK_PER_PROCESSOR")]
)
def test_a_task_that_does_not_end_is_ended(
    task: str, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "_SECONDS", 1)
    monkeypatch.setattr(apart, "_CLOCK_PER_PROCESSOR", 1 if task == "hang" else 60)
    with pytest.raises(DigitisingError, match="took too long"):
        ask(task)


def runs(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def test_what_a_task_started_ends_with_it() -> None:
    left = ask("leave")
    # A signal takes a moment to arrive on a busy machine.
    patience = time.monotonic() + 20
    while left and runs(left) and time.monotonic() < patience:
        time.sleep(0.05)
    assert not (left and runs(left))


def test_a_process_that_a_task_started_does_not_hold_the_answer_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart, "_SECONDS", 1)
    monkeypatch.setattr(apart, "_CLOCK_PER_PROCESSOR", 3)
    start = time.monotonic()
    with contextlib.suppress(DigitisingError):
        ask("wait_for_another")
    assert time.monotonic() - start < 20


def test_where_no_process_can_be_started_the_user_is_told_to_try_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none_left(*_: object, **__: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(apart.subprocess, "Popen", none_left)
    with pytest.raises(DigitisingError, match="Try again in a few seconds"):
        ask("rest", float, seconds=0.0)


def test_an_answer_that_is_no_picture_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = {**apart.TASKS, "picture": apart.TASKS["flat_picture"]}
    monkeypatch.setattr(apart, "TASKS", tasks)
    with pytest.raises(DigitisingError, match="pixels that were read cannot be right"):
        apart.picture(b"bytes")


def test_a_task_that_wants_more_memory_than_it_is_given_says_so() -> None:
    with pytest.raises(DigitisingError, match="more memory"):
        ask("eat")


def test_a_task_writes_no_file(tmp_path: Path) -> None:
    with pytest.raises(DigitisingError):
        ask("write", path=str(tmp_path / "left"))
    assert not [path for path in tmp_path.iterdir() if path.stat().st_size]


def test_a_task_stands_behind_the_pages_and_sees_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRADEOFF_SECRET", "hush")
    seen = ask("look", tasks_apart.Seen)
    assert seen.niceness >= 10
    assert not {"TRADEOFF_SECRET", "HOME", "PATH"} & set(seen.environment)


def test_a_result_as_large_as_a_page_comes_back() -> None:
    pixels = ask("pixels", NDArray[np.uint8], height=3000)
    assert (pixels.shape, int(pixels.min())) == ((3000, 2000, 3), 7)


def at_once(count: int, task: str, **arguments: object) -> tuple[list[Any], list[str]]:
    done: list[Any] = []
    refused: list[str] = []

    def one() -> None:
        try:
            done.append(ask(task, float, **arguments))
        except DigitisingError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done, refused


def test_two_run_at_a_time_and_the_third_waits_for_its_turn() -> None:
    start = time.time()
    done, refused = at_once(3, "rest", seconds=1.0)
    assert not refused
    assert max(done) - start >= 2


def test_who_waits_too_long_is_told_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_WAIT_SECONDS", 0.2)
    done, refused = at_once(3, "rest", seconds=1.0)
    assert len(done) == 2
    assert refused == ["Other figures are being read at the moment. Try again in a few seconds."]


def test_the_places_are_free_again_after_every_kind_of_end() -> None:
    for task in ("crash", "refuse", "lie"):
        with pytest.raises(DigitisingError):
            ask(task)
    assert ask("rest", float, seconds=0.0) > 0


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_calls_leave_no_memory_file_or_thread_behind() -> None:
    ask("pixels", NDArray[np.uint8], height=3000)
    files, threads = open_files(), threading.active_count()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(12):
        ask("pixels", NDArray[np.uint8], height=3000)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak
    # One answer is 18 MB; twelve that stayed would be 216.
    assert grown < 60 * 1024
    # What tests before this one left open may be closed meanwhile: only more would be these calls'.
    assert open_files() <= files
    assert threading.active_count() <= threads


def test_no_task_is_taken_from_outside_the_table() -> None:
    with pytest.raises(KeyError):
        apart.call("os:system", b"", gives=int)
