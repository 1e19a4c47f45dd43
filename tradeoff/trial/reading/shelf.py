"""What lies on the shelf: the trials' folders, their files, and whether these have changed."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

from tradeoff.trial.confirmed import LOCAL_FOLDER, file_name
from tradeoff.trial.problems import Problem, TrialDataError
from tradeoff.trial.reading.files import UnreadableError, text_of

#: The trials that the program shows stand beside the package.
SHELF = Path(__file__).resolve().parents[3] / "data"
TRIAL_FILE = "trial.toml"
TEXT_FILE = re.compile(r"text\.[a-z]{2,3}(-[A-Za-z]{2,4})?\.toml")
SHELF_FILE = "shelf.toml"
_DEMONSTRATION = re.compile(r"^demonstration *= *true\b", re.MULTILINE)


def trial_ids(folder: Path) -> tuple[str, ...]:
    """The sub-folders that hold a ``trial.toml``: the shelf's first one, then by name.

    Demonstrations of the format come last. Anything else in the folder is ignored.
    """
    if not folder.is_dir():
        return ()
    found = [one for one in folder.iterdir() if (one / TRIAL_FILE).is_file()]
    first = _first_trial(folder)
    order = {one.name: (_is_demonstration(one), one.name != first, one.name) for one in found}
    return tuple(sorted(order, key=lambda name: order[name]))


def holds_trials(folder: Path) -> bool:
    """Whether it is a folder of trials, not one of them."""
    return not (folder / TRIAL_FILE).exists() and bool(trial_ids(folder))


def _is_demonstration(folder: Path) -> bool:
    """Whether the folder says so; a file that cannot be read says nothing."""
    try:
        text = (folder / TRIAL_FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return _DEMONSTRATION.search(text) is not None


def _first_trial(folder: Path) -> str | None:
    """The trial that the shelf opens with; a shelf without a readable word opens by name."""
    try:
        first = tomllib.loads((folder / SHELF_FILE).read_text(encoding="utf-8")).get("first")
    except (OSError, ValueError):
        return None
    return first if isinstance(first, str) else None


def text_languages(folder: Path) -> tuple[str, ...]:
    """The languages that a trial's folder has words in."""
    names = (path.name for path in folder.glob("text.*.toml"))
    return tuple(sorted(name.split(".")[1] for name in names if TEXT_FILE.fullmatch(name)))


def folder_stamp(folder: Path) -> str:
    """Changes when a file of the folder does, or a centre's file beside it.

    Names, sizes and times tell, without reading any.
    """
    lines = []
    for name, path in [*_files(folder), *confirmation_files(folder)]:
        state = path.stat()
        lines.append(f"{name}\t{state.st_size}\t{state.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def folder_texts(folder: Path) -> dict[str, str]:
    """Every file of a trial's folder by its name inside it: what a copy of the folder holds.

    Raises:
        TrialDataError: a file that cannot be read as text.
    """
    texts = {}
    for name, path in _files(folder):
        try:
            texts[name] = text_of(path)
        except UnreadableError as error:
            raise TrialDataError(
                [Problem(f"{folder.name}/{name}", error.place, str(error))]
            ) from error
    return texts


def fingerprint(folder: Path) -> str:
    """Checksum of every file of a trial's folder, wherever the folder is.

    Raises:
        TrialDataError: a file that cannot be opened.
    """
    checksum = hashlib.sha256()
    for name, path in _files(folder):
        try:
            content = path.read_bytes()
        except OSError as error:
            words = f"the file cannot be opened ({error.strerror}). Check its rights."
            raise TrialDataError([Problem(f"{folder.name}/{name}", "", words)]) from error
        checksum.update(f"{name}\t{len(content)}\n".encode())
        checksum.update(content)
    return checksum.hexdigest()


def _files(folder: Path) -> list[tuple[str, Path]]:
    """Every file of a trial with its name inside the folder, hidden ones left out."""
    found = ((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*"))
    return sorted(
        (name, path)
        for name, path in found
        if path.is_file() and not any(part.startswith(".") for part in name.split("/"))
    )


def confirmation_files(folder: Path) -> list[tuple[str, Path]]:
    """The centre's file of a trial, beside its folder, where there is one."""
    path = folder.parent / LOCAL_FOLDER / f"{folder.name}.toml"
    return [(f"../{file_name(folder.name)}", path)] if path.is_file() else []
