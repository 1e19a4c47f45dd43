"""``summary``, ``export`` and ``schema``: a trial's figures for people and for other software."""

from __future__ import annotations

import argparse
import datetime
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tradeoff import __version__
from tradeoff.commands.terminal import (
    FINE,
    FOLDER_HELP,
    PROBLEMS,
    complain,
    folder,
    loaded,
    make_folder,
    refused,
    say,
    write,
)
from tradeoff.words import numbers

if TYPE_CHECKING:
    from tradeoff.papers.exchange import ExportedSummary
    from tradeoff.papers.exchange.number import ExportedNumber
    from tradeoff.papers.exchange.schema import SummaryLine, SummaryView
    from tradeoff.trial.records import Trial

# The format's records take a sixth of a command's start: those that do without don't import them.

#: Characters of a line of the summary.
_WIDTH = 100
_KINDS = ("export", "summary")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], ending: str) -> None:
    """The three commands with their options."""
    summary = commands.add_parser(
        "summary",
        help="print a trial's figures: gain, harm, NNT, hazard ratio, break-even",
        description="Print the figures of the side panel for every end point, analysis and "
        "published month, each with range, status, source, population and window. No preference "
        "is set.",
        epilog=ending,
    )
    summary.add_argument("folder", type=folder, help=FOLDER_HELP)
    summary.add_argument(
        "--json",
        action="store_true",
        help="the same for software (python -m tradeoff schema summary)",
    )
    summary.set_defaults(run=_summary)
    exporting = commands.add_parser(
        "export",
        help="write everything shown of a trial as JSON and as one long table",
        description="Write everything that is shown of a trial as <trial>.json and <trial>.csv: "
        "each number with range, status, source, population and window.",
        epilog=ending,
    )
    exporting.add_argument("folder", type=folder, help=FOLDER_HELP)
    exporting.add_argument(
        "-o", "--output", type=Path, default=Path(), metavar="folder",
        help="where to write both files, made where it is not there (default: here)",
    )  # fmt: skip
    exporting.add_argument("--force", action="store_true", help="overwrite files that are there")
    exporting.set_defaults(run=_export)
    schema = commands.add_parser(
        "schema",
        help="print the JSON schema of an export or a summary",
        description="Print the JSON schema (2020-12) that every export or summary keeps to.",
        epilog=ending,
    )
    schema.add_argument(
        "kind", nargs="?", choices=_KINDS, default=_KINDS[0], help="(default: %(default)s)"
    )
    schema.set_defaults(run=_schema)


def _opened(path: Path) -> Trial | None:
    """The trial; what the pages would not show of it is said."""
    trial = loaded(path)
    if trial is not None:
        for reason in (*refused(trial, path), *trial.refused_local):
            complain(reason)
    return trial


def _schema(given: argparse.Namespace) -> int:
    from tradeoff.papers import exchange  # noqa: PLC0415

    whole = given.kind == _KINDS[0]
    text = exchange.schema_text(exchange.ExportedTrial if whole else exchange.ExportedSummary)
    say(text.removesuffix("\n"))
    return FINE


def _export(given: argparse.Namespace) -> int:
    from tradeoff.papers import exchange  # noqa: PLC0415

    trial = _opened(given.folder)
    if trial is None:
        return PROBLEMS
    today = datetime.datetime.now(tz=datetime.UTC).date()
    made = exchange.document(trial, exchange.views(trial), program=__version__, made_on=today)
    files = (
        (given.output / f"{trial.id}.json", exchange.json_text(made)),
        (given.output / f"{trial.id}.csv", exchange.table_text(made)),
    )
    make_folder(given.output)
    write(files, force=given.force)
    for path, _ in files:
        say(f"Wrote {path}.")
    return FINE


# --- the summary -------------------------------------------------------------------------------


def _summary(given: argparse.Namespace) -> int:
    from tradeoff.papers import exchange  # noqa: PLC0415

    trial = _opened(given.folder)
    if trial is None:
        return PROBLEMS
    made = exchange.summary(trial, exchange.views(trial), program=__version__)
    if given.json:
        say(exchange.json_text(made).removesuffix("\n"))
    else:
        say("\n".join(_told(made)))
    return FINE


def _told(made: ExportedSummary) -> Iterator[str]:
    yield made.title
    last, due = made.review.last.isoformat(), made.review.next.isoformat()
    reviewed = f"Last review {last}; next due {due}."
    for line in (*made.standing, made.decision, made.intended_use, made.pairs, reviewed):
        yield from _wrapped(line)
    for view in made.views:
        yield ""
        yield from _view(view)


def _view(view: SummaryView) -> Iterator[str]:
    yield f"{view.title} (what the program opens with)" if view.opens else view.title
    yield from _wrapped(f"{view.subtitle}.")
    for line in view.lines:
        yield ""
        yield from _line(line)
    for caveat in view.caveats:
        yield ""
        yield from _wrapped(caveat, indent=2)


def _line(line: SummaryLine) -> Iterator[str]:
    yield from _wrapped(f"{line.name}: {line.said}", indent=2)
    if line.number is not None:
        if line.number.badge is not None:
            yield from _wrapped(line.number.badge, indent=4)
        for note in (*line.notes, *_known(line.number)):
            yield from _wrapped(note, indent=4)


def _known(number: ExportedNumber) -> Iterator[str]:
    """Among whom, when, how computed, from where; nothing of a number that is not there."""
    if number.value is None:
        return
    yield f"{number.population}; {number.window}"
    if number.computed is not None:
        yield numbers.capitalised(number.computed)
    cited = "; ".join(dict.fromkeys(one.words for one in number.citations))
    yield f"Status: {number.status_words}. Source: {cited}."


def _wrapped(text: str, *, indent: int = 0) -> list[str]:
    margin = " " * indent
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=margin,
        subsequent_indent=margin + "  " * bool(indent),
        break_long_words=False,
        break_on_hyphens=False,
    )
