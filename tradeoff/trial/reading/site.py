"""A centre's own settings, ``site.toml`` beside the trials: what is good of it, and what is not."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from tradeoff.trial.problems import (
    Problem,
    did_you_mean,
    shown,
    unknown_name,
    validation_problems,
)
from tradeoff.trial.reading.files import UnreadableError, text_of, toml_of
from tradeoff.trial.reading.shelf import SHELF_FILE
from tradeoff.trial.records import Site

SITE_FILE: Final = "site.toml"
#: A centre's settings are four lines: more than this is something else.
MAX_SITE_BYTES: Final = 10_000


@dataclass(frozen=True, slots=True)
class SiteRead:
    """The settings in use, and every fault of the file: what is at fault is as if it were absent.

    A fault takes nothing with it: each good setting, each good entry of the list of trials, stays.
    """

    site: Site
    problems: tuple[Problem, ...] = ()


def read_site(folder: Path, *, trials: Sequence[str], languages: Sequence[str]) -> SiteRead:
    """The settings that stand in a folder of trials; none, and no fault, where there is no file.

    ``trials`` are those that stand there, ``languages`` those that the program speaks. Nothing
    raises, whatever the file holds.
    """
    path = folder / SITE_FILE
    if not os.path.lexists(path):
        return SiteRead(Site())
    try:
        table = _table(path)
    except UnreadableError as error:
        return SiteRead(Site(), (Problem(SITE_FILE, error.place, str(error)),))
    reading, site = _Reading(languages, trials), Site()
    for name, value in table.items():
        used = reading.setting(name, value)
        site = site.model_copy(update=used.model_dump(exclude_none=True))
    return SiteRead(site, tuple(reading.problems))


def stray_files(folder: Path) -> tuple[Problem, ...]:
    """Files beside the trials of a name that is not read: a slip in it would be passed over."""
    known = (SITE_FILE, SHELF_FILE)
    strays = sorted(path.name for path in folder.glob("*.toml") if path.name not in known)
    return tuple(
        Problem(name, "", f"{unknown_name(name, known)} Rename it or take it out.")
        for name in strays
    )


def _table(path: Path) -> dict[str, Any]:
    if path.exists() and not path.is_file():
        # A device or a pipe would keep the reader waiting for an end.
        raise UnreadableError("it is a folder or a device", "Put a file of text in its place.")
    return toml_of(text_of(path, at_most=MAX_SITE_BYTES), as_written=True)


@dataclass(slots=True)
class _Reading:
    """One file while it is read: what there is to choose among, and the faults so far."""

    languages: Sequence[str]
    trials: Sequence[str]
    problems: list[Problem] = field(default_factory=list)

    def setting(self, name: str, value: Any) -> Site:
        """One setting by itself, so that none is lost with another; nothing where it is no good."""
        given = tuple(value) if isinstance(value, list) else value
        if name == "trials" and isinstance(given, tuple) and given:
            given = self._listed(given) or None
        try:
            site = Site.model_validate({name: given})
        except ValidationError as error:
            self.problems += validation_problems(error, Site, file=SITE_FILE, place="")
            return Site()
        if site.language is None or site.language in self.languages:
            return site
        meant = did_you_mean(site.language, self.languages)
        self._note(
            f"language is {shown(site.language)}.{meant} Give one of: {', '.join(self.languages)}."
        )
        return Site()

    def _listed(self, entries: tuple[Any, ...]) -> tuple[str, ...]:
        """The trials that are there, each once."""
        first: dict[str, int] = {}
        for number, entry in enumerate(entries, start=1):
            if not isinstance(entry, str):
                fault = f"it is {shown(entry)}. Give a trial's name in quotation marks."
            elif entry in first:
                fault = f"{entry} stands in entry {first[entry]} already. Keep one."
            elif entry not in self.trials:
                fault = self._not_there(entry)
            else:
                first[entry] = number
                continue
            self._note(fault, f"trials entry {number}")
        return tuple(first)

    def _not_there(self, trial: str) -> str:
        here = f"Those here are: {', '.join(self.trials)}." if self.trials else "None stands here."
        return f"there is no trial {shown(trial)}.{did_you_mean(trial, self.trials)} {here}"

    def _note(self, message: str, place: str = "") -> None:
        self.problems.append(Problem(SITE_FILE, place, message))
