"""What the commands share: exit codes, what is said where, and files in and out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tradeoff.trial.reading import TrialDataError, calibrate_command, load_trial
from tradeoff.trial.records import Trial

FINE, PROBLEMS = 0, 1
USAGE = 2
"""What argparse itself ends with."""
STOPPED = 130
"""What a shell expects of a command that was interrupted."""
EXIT_CODES = (
    "Ends with 0 when done, 1 when data or files have problems, "
    "2 when the command was not understood."
)


FOLDER_HELP = "a trial's folder under data/"


class FileError(Exception):
    """A file that cannot be read or written: where, why, and what to do."""

    @classmethod
    def of(cls, path: Path, error: OSError) -> FileError:
        """In words, for a file or folder that could not be written."""
        return cls(
            f"{path}: can't be written ({_reason(error)}). "
            "Check that its folder is there, its rights and the space left."
        )


class UsageError(Exception):
    """Options that do not go with what the files hold."""


def say(words: str) -> None:
    """What the command was asked for."""
    print(words, flush=True)


def complain(words: str) -> None:
    """Everything else: problems, and what a reader of the result must know."""
    print(words, file=sys.stderr, flush=True)


def folder(text: str) -> Path:
    """An argument that names a trial's folder."""
    path = Path(text).resolve()
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is not a folder. Name the folder of a trial.")
    return path


def file(text: str) -> Path:
    """An argument that names a file to read; whether it can be read shows when it is."""
    path = Path(text)
    if path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is a folder. Name a file in it.")
    if not path.exists():
        raise argparse.ArgumentTypeError(f"{text} is not there. Check the name.")
    return path


def loaded(path: Path) -> Trial | None:
    """The trial, or ``None`` after every problem was said in the words that the program shows."""
    try:
        return load_trial(path)
    except TrialDataError as error:
        for problem in error.problems:
            complain(str(problem))
    except OSError as error:
        complain(f"{path.name}: the folder can't be read ({_reason(error)}). Check its rights.")
    return None


def refused(trial: Trial, path: Path) -> Iterator[str]:
    """Why curves are not shown, with the command that makes them anew in this very folder."""
    here = Path.cwd()
    named = path.relative_to(here) if path.is_relative_to(here) else path
    for words in trial.refused_curves:
        told = words.replace(calibrate_command(trial.id), calibrate_command(trial.id, named))
        yield f"{trial.id}: {told}"


def read(path: Path, *, at_most: int, smaller: str = "give fewer points") -> bytes:
    """The file's bytes.

    Raises:
        FileError: it is longer than that, or cannot be read.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(at_most + 1)
        size = max(len(content), path.stat().st_size)
    except OSError as error:
        raise FileError(f"{path}: can't be read ({_reason(error)}). Check its rights.") from error
    if size > at_most:
        raise FileError(
            f"{path}: the file has {size:,} bytes, the limit is {at_most:,}. "
            f"Check that it is the right file, or {smaller}."
        )
    return content


def make_folder(path: Path) -> None:
    """The folder to write into, made where it is not there.

    Raises:
        FileError: it cannot be made, or a file has its name.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError.of(path, error) from error


def write(contents: Iterable[tuple[Path, str | bytes]], *, force: bool) -> None:
    """Write each content to its file, or none where one of the files is there already.

    Raises:
        FileError: a file is there and ``force`` is false, or it cannot be written.
    """
    every = tuple(contents)
    there = [str(path) for path, _ in every if path.exists()]
    if there and not force:
        raise FileError(
            f"{' and '.join(there)}: there already, and not overwritten. "
            "Give another name with -o, or --force."
        )
    for path, content in every:
        try:
            # Bytes: the same file on every system, whatever its line ends and its encoding.
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        except OSError as error:
            raise FileError.of(path, error) from error


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
