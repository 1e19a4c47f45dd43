"""Pictures and PDFs are read in a process apart, which lives for one of them.

Bytes from outside meet decoders written in C, and tracing takes seconds of a processor. So the
process that serves pages starts another one, with limits of time and memory, the lowest place
beside the pages, no right to write a file and none of the environment's secrets; what it answers
is checked before it is believed. Whatever happens to it, the caller gets a ``DigitisingError``.

``picture`` and ``snap`` give what the functions of the same names give in process.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import typing
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising import messages, refusals
from tradeoff.digitising.records import (
    Axes,
    DigitisingError,
    Found,
    Pixel,
    TracedCurve,
    checked_pixels,
)
from tradeoff.trial.told import told

#: What can be done apart, as module and function: it takes bytes, then arguments by name.
TASKS = MappingProxyType(
    {
        "picture": "tradeoff.digitising.pictures:picture",
        "find": "tradeoff.digitising.on_pictures:find",
        "snap": "tradeoff.digitising.on_pictures:snap",
        "trace": "tradeoff.digitising.on_pictures:trace",
        "page_count": "tradeoff.digitising.pdf.document:count",
        "read_pdf": "tradeoff.digitising.pdf.figures:figures",
        "render": "tradeoff.digitising.pdf.document:rendered",
        "leaves": "tradeoff.digitising.pdf.document:leaves",
    }
)

# Seconds of a processor. What is not read after so many is a bomb; tracing a large figure with many
# curves of one colour may take twice that on a slow machine.
_SECONDS = 4
_PATIENCE = MappingProxyType({"trace": 10, "find": 8, "page_count": 3, "read_pdf": 3, "render": 3})
# A child that waits while the pages have the processor is not to blame: the clock's limit is only
# for one that hangs.
_CLOCK_PER_PROCESSOR = 6
# 500 MB beyond what Python, NumPy, Pillow and PDFium take before they are given anything.
_ADDRESS_SPACE = (500 + 140) * 1024**2
# Its result is at most a page's pixels; what sends more is out of its mind.
_MAX_ANSWER = 128 * 1024**2
# How far behind the pages, of 19.
_NICENESS = 10

# Two at a time leave the pages a processor and half a gigabyte each; who comes third waits.
_AT_ONCE = 2
_WAIT_SECONDS = 20
_PLACES = threading.BoundedSemaphore(_AT_ONCE)

# Without these a Python that was moved does not find its libraries; nothing else is passed on.
_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_ONE_THREAD = MappingProxyType({"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"})
# The folders to import from come as arguments: the child reads no environment and no settings.
_START = (
    "import sys; sys.path[:] = sys.argv[1:]; from tradeoff.digitising.apart import answer; answer()"
)

_BUSY = told("Other figures are being read at the moment. Try again in a few seconds.")
_SLOW = told(
    "Reading it took too long and was stopped. Cut out the one figure, "
    "or take a screenshot of it, and try again."
)
_LARGE = told(
    "Reading it needs more memory than is given to it. Cut out the one figure, "
    "or save it smaller, and try again."
)
_BROKEN = told(
    "It can't be read: the file is damaged, or made in a way that is not known here. "
    "Take a screenshot of the figure, and try again."
)


def picture(data: bytes) -> NDArray[np.uint8]:
    """As ``picture`` of a picture's file, in a process apart.

    Raises:
        DigitisingError: the picture can't be read, or a limit is reached.
    """
    pixels: NDArray[np.uint8] = call("picture", data, gives=NDArray[np.uint8])
    return checked_pixels(pixels)


def find(data: bytes) -> Found:
    """The size, the axes and, between these, the curves that a picture's file shows.

    Raises:
        DigitisingError: the picture can't be read, or a limit is reached.
    """
    found: Found = call("find", data, gives=Found)
    return found


def snap(data: bytes, axes: Axes) -> Axes:
    """As ``snap`` on the pixels of a picture's file, in a process apart.

    Raises:
        DigitisingError: the picture can't be read, or a limit is reached.
    """
    snapped: Axes = call("snap", data, gives=Axes, axes=axes)
    return snapped


def trace(data: bytes, axes: Axes, picks: Sequence[Sequence[Pixel]]) -> tuple[TracedCurve, ...]:
    """As ``trace`` on the pixels of a picture's file, in a process apart.

    Raises:
        DigitisingError: the picture can't be read, nothing is found at a click, or a limit is
            reached.
    """
    curves: tuple[TracedCurve, ...] = call(
        "trace", data, gives=tuple[TracedCurve, ...], axes=axes, picks=picks
    )
    return curves


def call(task: str, data: bytes, *, gives: Any, **arguments: object) -> Any:
    """What a task of ``TASKS`` makes of ``data``, as a value of the type ``gives``.

    Arguments and result are records, sequences, arrays and plain values.

    Raises:
        DigitisingError: the task refuses the data, a limit is reached, or its process breaks.
        KeyError: there is no such task.
    """
    seconds = _PATIENCE.get(task, _SECONDS)
    job = {"task": TASKS[task], "seconds": seconds, "data": data, "arguments": arguments}
    message = messages.packed(job)
    if not _PLACES.acquire(timeout=_WAIT_SECONDS):
        raise DigitisingError(_BUSY)
    try:
        answered, status = _asked(message, seconds * _CLOCK_PER_PROCESSOR)
    finally:
        _PLACES.release()
    return _believed(answered, status, gives)


def _asked(message: bytes, seconds: int) -> tuple[bytes, int]:
    """What the child wrote, and how it ended: its status, below zero for a signal."""
    try:
        child = _started()
    except OSError as error:
        raise DigitisingError(_BUSY) from error
    clock = threading.Timer(seconds, _end, [child])
    try:
        clock.start()
        answered = _exchanged(child, message)
        status = child.wait()
    finally:
        clock.cancel()
        _end(child)
        child.wait()
        if clock.ident is not None:  # started
            clock.join()
    return answered, status


def _started() -> subprocess.Popen[bytes]:
    """The child, leader of a group of processes of its own."""
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-IBS", "-c", _START, *(path or "." for path in sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**environment, **_ONE_THREAD},
        start_new_session=True,
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    """The child and whatever it started, whether it is there still or not."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _exchanged(child: subprocess.Popen[bytes], message: bytes) -> bytes:
    assert child.stdin is not None
    assert child.stdout is not None
    with child.stdout:
        # It reads all before it answers, or it has ended.
        with suppress(BrokenPipeError), child.stdin:
            child.stdin.write(message)
        return child.stdout.read(_MAX_ANSWER)


def _believed(answered: bytes, status: int, gives: Any) -> Any:
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise DigitisingError(_SLOW)
    try:
        answer = messages.unpacked(answered)
        refusal = answer.get("refused")
        if refusal is None:
            return messages.rebuilt(gives, answer["result"])
        said = refusals.put_together(refusal)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise DigitisingError(_BROKEN) from error
    raise DigitisingError(said)


def answer() -> None:
    """What the child does: read one message, do its task within limits, write the answer."""
    sys.stdout.buffer.write(done(sys.stdin.buffer.read(), _limit))


def done(message: bytes, limit: Callable[[int], object]) -> bytes:
    """The answer to one message; ``limit`` is given its seconds once the task is imported."""
    job = messages.unpacked(message)
    module, _, name = job["task"].partition(":")
    function = getattr(import_module(module), name)
    hints = typing.get_type_hints(function)
    arguments = job["arguments"].items()
    limit(job["seconds"])
    try:
        given = {key: messages.rebuilt(hints[key], value) for key, value in arguments}
        return messages.packed({"result": function(job["data"], **given)})
    except DigitisingError as error:
        return messages.packed({"refused": refusals.spelled(error.said)})
    except MemoryError:
        return messages.packed({"refused": refusals.spelled(_LARGE)})


def _limit(seconds: int) -> None:
    """From here on: time, memory, no file written, no process started, no core left behind."""
    os.nice(_NICENESS)
    limits = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: _ADDRESS_SPACE,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in limits.items():
        # A second more for the hard limit: at the soft one the child is told why it ends.
        hard = most + 1 if what == resource.RLIMIT_CPU else most
        resource.setrlimit(what, (most, hard))
