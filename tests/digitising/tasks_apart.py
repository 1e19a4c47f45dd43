"""Tasks for a process apart that behave, and some that do not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tradeoff.digitising.records import Axes, DigitisingError, TracedCurve
from tradeoff.trial.told import told, told_many


@dataclass(frozen=True)
class Seen:
    niceness: int
    environment: tuple[str, ...]
    started_another: bool


def echo(
    data: bytes, axes: Axes, picks: Sequence[Sequence[tuple[float, float]]], curve: TracedCurve
) -> tuple[int, Axes, tuple[tuple[tuple[float, float], ...], ...], TracedCurve]:
    return len(data), axes, tuple(tuple(curve) for curve in picks), curve


def refuse(data: bytes) -> None:
    raise DigitisingError("There is nothing here. Look elsewhere.")


def refuse_in_parts(data: bytes) -> None:
    many = told_many("{count} line is there.", "{count} lines are there.", 2)
    raise DigitisingError(
        told(
            "{what} Page {page}: {share:.1f} of {most:,}.",
            what=many,
            page=3,
            share=0.25,
            most=36_000,
        )
    )


def fail(data: bytes) -> None:
    raise ZeroDivisionError


def spin(data: bytes) -> None:
    while True:
        pass


def hang(data: bytes) -> None:
    time.sleep(600)


def rest(data: bytes, seconds: float) -> float:
    time.sleep(seconds)
    return time.time()


def eat(data: bytes) -> int:
    return int(np.ones(600 * 1024**2, dtype=np.uint8).sum())


def leave(data: bytes) -> int:
    """Another process, which stays behind; 0 where none can be started."""
    try:
        return subprocess.Popen(["/bin/sleep", "60"], stdout=subprocess.DEVNULL).pid
    except OSError:
        return 0


def wait_for_another(data: bytes) -> int:
    """Another process that holds the answer open."""
    try:
        subprocess.Popen(["/bin/sleep", "60"])
    except OSError:
        time.sleep(600)
    return 1


def flat_picture(data: bytes) -> NDArray[np.uint8]:
    return np.zeros((80, 90), dtype=np.uint8)


def crash(data: bytes) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def lie(data: bytes) -> tuple[str, ...]:
    return ("not", "a", "number")


def shout(data: bytes) -> None:
    sys.stdout.buffer.write(b"\xff" * 100_000)
    os._exit(0)


def write(data: bytes, path: str) -> int:
    return Path(path).write_bytes(data)


def look(data: bytes) -> Seen:
    try:
        started = subprocess.run(["true"], check=False).returncode == 0
    except OSError:
        started = False
    return Seen(os.nice(0), tuple(os.environ), started)


def pixels(data: bytes, height: int) -> NDArray[np.uint8]:
    return np.full((height, 2000, 3), 7, dtype=np.uint8)
