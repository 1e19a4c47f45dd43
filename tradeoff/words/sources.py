"""How a source is cited, to patients and clinicians alike: document, place, and status in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tradeoff.findings.provenance import Citation
from tradeoff.trial.records import Status
from tradeoff.words.say import Say, message

STATUS_WORDS: Final = {
    Status.PUBLISHED: message("published"),
    Status.REPORTED: message("reported"),
    Status.DERIVED: message("calculated"),
    Status.LOCAL: message("typed in here"),
    Status.RECONSTRUCTED: message("reconstructed"),
    Status.UNCONFIRMED: message("unconfirmed"),
}

LOCAL_DATA: Final = message("local data")


def citation(say: Say, cited: Citation) -> str:
    """A source, the place in it, and the status in words."""
    return _with_other(say, f"{document(say, cited)} ({_known_from(say, cited)})", cited)


def documents_cited(say: Say, documents: Iterable[Citation]) -> str:
    """Each source once, with the places in it and the status of each."""
    gathered: dict[str, dict[str, None]] = {}
    for one in documents:
        gathered.setdefault(say.recorded(one.source.short), {})[place_cited(say, one)] = None
    return "; ".join(f"{source}: {', '.join(places)}" for source, places in gathered.items())


def place_cited(say: Say, cited: Citation) -> str:
    """The place in a source, with the status in words."""
    known = _with_other(say, _known_from(say, cited), cited)
    return f"{say.recorded(cited.place)} ({known})"


def document(say: Say, cited: Citation) -> str:
    """A source and the place in it."""
    return f"{say.recorded(cited.source.short)}, {say.recorded(cited.place)}"


def _with_other(say: Say, place: str, cited: Citation) -> str:
    """Where a number stands, and the other source that gives it too."""
    if cited.also is None:
        return place
    return say("{place}; also {source}", place=place, source=say.recorded(cited.also.short))


def _known_from(say: Say, cited: Citation) -> str:
    """The status in words; of a relayed number, by whom."""
    if cited.status is Status.REPORTED and cited.source.reported_by is not None:
        relayed = say.recorded(cited.source.reported_by)
        return say("as reported by {reported_by}", reported_by=relayed)
    return status_word(say, cited)


def status_word(say: Say, cited: Citation) -> str:
    """How a cited number is known; a confirmed one with who checked it and when."""
    if cited.status is not Status.LOCAL:
        return say(STATUS_WORDS[cited.status])
    found = cited.confirmed
    if found is None:
        return say(LOCAL_DATA)
    return say(
        "confirmed by {centre}, {checked_by}, {day}",
        centre=found.centre,
        checked_by=found.checked_by,
        day=say.day(found.checked_on),
    )
