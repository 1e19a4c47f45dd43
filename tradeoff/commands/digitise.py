"""``digitise``: the curves of a printed figure, from its PDF or from a picture and clicks on it."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from PIL import Image

from tradeoff.commands.figures import Found, as_file, drawn_over, of_pdf, of_picture
from tradeoff.commands.terminal import (
    FINE,
    FOLDER_HELP,
    PROBLEMS,
    FileError,
    UsageError,
    complain,
    file,
    folder,
    make_folder,
    read,
    say,
    write,
)
from tradeoff.digitising import (
    MAX_PICTURE_BYTES,
    Clicked,
    DigitisingError,
    apart,
    clicked_from,
    proposed,
    render,
)
from tradeoff.papers.files import csv_text
from tradeoff.papers.folder import figure_text
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import clicked as clicked_files
from tradeoff.trial import digitised
from tradeoff.trial.reading import MAX_FILE_BYTES, TRIAL_FILE, UnreadableError, toml_of
from tradeoff.trial.records import CurvePoint, TimeUnit
from tradeoff.uploads import label_faults

_STDOUT: Final = Path("-")
_PDF: Final = b"%PDF"
#: Before it other bytes may stand, so much of them at most.
_PDF_WITHIN: Final = 1024
#: A page at this width has about 200 pixels an inch: sharp enough to click on.
_PAGE_WIDTH: Final = 1700
#: Finer than a printed line; more only makes a file longer.
_DECIMALS: Final = 6


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], ending: str) -> None:
    """The command with its options."""
    command = commands.add_parser(
        "digitise",
        help="the curves of a printed figure, for reconstruct",
        description="Times and survival of the Kaplan-Meier curves of a printed figure, as CSV "
        "that `reconstruct` reads. From a PDF whose curves are drawn as lines they are read as "
        "they are, with the numbers at risk under them. A picture, or a page that holds one, is "
        "traced: a small file says where two ticks of each axis and one spot on each curve are, "
        'and --propose writes what can be found of it. On Evidence, under "Your data", all of '
        "it is done on the picture itself. Look at the curves beside the figure before you use "
        "them. The table goes to the standard output, what has to be said to the standard error.",
        epilog=ending,
    )
    command.add_argument("figure", type=file, help="PDF, PNG, JPEG, WebP, GIF, BMP or TIFF")
    command.add_argument(
        "clicked", type=file, nargs="?", metavar="figure.toml",
        help="what was clicked on it: axes and curves, in pixels",
    )  # fmt: skip
    command.add_argument(
        "--propose", action="store_true",
        help="write the axes and curves that can be found as a figure.toml to be completed, and "
        "trace nothing",
    )  # fmt: skip
    command.add_argument(
        "--page", type=_page, metavar="N", help="the page of the PDF, from 1; else each is tried"
    )
    command.add_argument(
        "--figure", dest="place", type=_page, metavar="N",
        help="which figure of the page, from the top, where there are several",
    )  # fmt: skip
    command.add_argument(
        "--label", action="append", default=[], metavar="NAME",
        help="what a curve read from a PDF is called: once each, in the order that is told",
    )  # fmt: skip
    _add_written(command)
    command.set_defaults(run=_digitise)


def _add_written(command: argparse.ArgumentParser) -> None:
    """The options that say what is written, and where."""
    command.add_argument(
        "-o", "--output", type=Path, default=_STDOUT, metavar="curve.csv",
        help="write the curves there and not to the standard output",
    )  # fmt: skip
    command.add_argument(
        "--at-risk", type=Path, metavar="at_risk.csv",
        help="write the numbers at risk there, where the PDF holds them",
    )  # fmt: skip
    command.add_argument(
        "--look", type=Path, metavar="look.png",
        help="write the picture there with the curves drawn over it, to be looked at",
    )  # fmt: skip
    command.add_argument(
        "--unit", choices=list(TimeUnit), type=TimeUnit,
        help="what the time axis counts, where no figure.toml says it",
    )  # fmt: skip
    command.add_argument(
        "--trial", type=folder, metavar="FOLDER",
        help=f"{FOLDER_HELP}: write the curves into it, with what was clicked. They are to be "
        "called control and experimental",
    )  # fmt: skip
    command.add_argument(
        "--endpoint", metavar="ID", help="with --trial: the end point that the figure shows"
    )
    command.add_argument("--force", action="store_true", help="overwrite a file that is there")


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text}. Give a whole number from 1.")
    return int(text)


# --- the command -------------------------------------------------------------------------------


def _digitise(given: argparse.Namespace) -> int:
    _check_outputs(given)
    if (given.trial is None) != (given.endpoint is None):
        raise UsageError("--trial and --endpoint go together. Give both, or none.")
    if given.label and (faults := [*label_faults(given.label)]):
        raise UsageError("\n".join(f"--label: {fault}" for fault in faults))
    try:
        content = read(given.figure, at_most=MAX_PICTURE_BYTES, smaller="cut out the figure")
        clicked = None if given.clicked is None else _clicked(given.clicked)
        if given.propose:
            return _propose(given, content)
        if _is_pdf(content):
            found = of_pdf(given, content, clicked)
        elif clicked is None:
            # What is no picture is told so, and not how to click on it.
            apart.picture(content)
            raise UsageError(_needs_clicks(given.figure))
        else:
            found = of_picture(given, content, clicked)
    except DigitisingError as error:
        for line in str(error).splitlines():
            complain(f"{given.figure.name}: {line}")
        return PROBLEMS
    if given.unit is not None and found.unit not in (None, given.unit):
        raise UsageError(f"--unit {given.unit}: {given.clicked} says {found.unit}. Give one.")
    return _put(given, replace(found, unit=found.unit or given.unit))


def _check_outputs(given: argparse.Namespace) -> None:
    """No file is written over one that is read, or over another that is written."""
    taken = [one.resolve() for one in (given.figure, given.clicked) if one is not None]
    made = {"-o": given.output, "--at-risk": given.at_risk, "--look": given.look}
    for option, path in made.items():
        if path is None or path == _STDOUT:
            continue
        if path.resolve() in taken:
            raise UsageError(f"{option} {path} is another file of this command. Name a new one.")
        taken.append(path.resolve())


def _is_pdf(content: bytes) -> bool:
    return _PDF in content[:_PDF_WITHIN]


def _clicked(path: Path) -> Clicked:
    """What was clicked, its faults under the name of its own file."""
    content = read(path, at_most=MAX_FILE_BYTES)
    try:
        clicked = clicked_from(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileError(f"{path}: this is no text in UTF-8. Save it as UTF-8.") from error
    except DigitisingError as error:
        raise FileError("\n".join(f"{path}: {one}" for one in str(error).splitlines())) from error
    if faults := [*label_faults(one.label for one in clicked.curves)]:
        raise FileError("\n".join(f"{path}: {fault}" for fault in faults))
    return clicked


def _needs_clicks(figure: Path) -> str:
    new = figure.with_suffix(".clicked.toml" if figure.suffix == ".toml" else ".toml")
    shown, beside = (shlex.quote(str(one)) for one in (figure, new))
    return (
        f"{figure} is a picture: it takes a file that says where its axes and curves are. Write "
        f"one with `python -m tradeoff digitise {shown} --propose -o {beside}`, complete it, and "
        f"give it: `python -m tradeoff digitise {shown} {beside}`."
    )


def _put(given: argparse.Namespace, found: Found) -> int:
    for line in found.said:
        complain(line)
    table, to_screen = _table(found), given.output == _STDOUT
    made: list[tuple[Path, str | bytes]] = [] if to_screen else [(given.output, table)]
    if given.trial is not None:
        made += _for_trial(given, found)
        make_folder(given.trial / digitised.FOLDER)
    if given.at_risk is not None and found.at_risk is not None:
        made.append((given.at_risk, _risk_table(found)))
    if given.look is not None:
        made.append((given.look, drawn_over(found)))
    write(made, force=given.force)
    for path, _ in made:
        complain(f"Wrote {path}.")
    if to_screen and given.trial is None:
        say(table.removesuffix("\n"))
    if given.at_risk is not None and found.at_risk is None:
        complain(
            f"{given.figure.name}: no numbers at risk could be read under the curves, so that "
            f"{given.at_risk} is not written. Type them from the figure."
        )
        return PROBLEMS
    return FINE


def _for_trial(given: argparse.Namespace, found: Found) -> Iterator[tuple[Path, str]]:
    """The files of a trial's folder: times in months, and what was clicked.

    Raises:
        UsageError: the curves are not named after the arms, the trial has no such end point, or
            the unit is not known.
        FileError: the folder is no trial's.
    """
    arms, unit = {one.label: one for one in found.curves}, found.unit
    if set(arms) != set(map(str, Role)):
        raise UsageError(
            f"--trial: the curves are called {', '.join(arms)}. Call them control and "
            "experimental, as label in figure.toml or with --label."
        )
    if given.endpoint not in (there := _endpoints(given.trial)):
        raise UsageError(
            f"--endpoint {given.endpoint}: {given.trial.name} has no such end point. It has "
            f"{', '.join(there)}."
        )
    if unit is None:
        raise UsageError("--trial: say what the time axis counts, such as --unit months.")
    month = TimeUnit(unit).months
    for role in Role:
        one = arms[str(role)]
        points = zip((one.time * month).tolist(), one.survival.tolist(), strict=True)
        rows = (map(_number, point) for point in points)
        text = csv_text(tuple(CurvePoint.model_fields), map(tuple, rows), line_end="\n")
        yield given.trial / digitised.file_name(given.endpoint, role), text
    if found.clicked is not None:
        text = figure_text(replace(found.clicked, unit=unit).record())
        yield given.trial / clicked_files.file_name(given.endpoint), text


def _endpoints(path: Path) -> tuple[str, ...]:
    """The end points that a trial's folder names; the rest of it may have faults still."""
    file = path / TRIAL_FILE
    try:
        listed = toml_of(read(file, at_most=MAX_FILE_BYTES).decode("utf-8-sig")).get("endpoints")
        names = tuple(str(one["id"]) for one in listed or ())
    except (UnreadableError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise FileError(f"{file}: its end points can't be read. Run `check` on it.") from error
    if not names:
        raise FileError(f"{file}: it names no end point. Run `check` on it.")
    return names


def _table(found: Found) -> str:
    """One row for each step of each curve, and one for its end."""
    rows = (
        (one.label, _number(time), _number(survival))
        for one in found.curves
        for time, survival in zip(one.time.tolist(), one.survival.tolist(), strict=True)
    )
    return csv_text(("arm", found.unit or "time", "survival"), rows, line_end="\n")


def _risk_table(found: Found) -> str:
    """The numbers as they are printed; a row without words of its own has its place."""
    cells = (
        (row.label or f"Row {place}", _number(time), str(number))
        for place, row in enumerate(found.at_risk or (), start=1)
        for time, number in zip(row.time, row.n_at_risk, strict=True)
    )
    return csv_text(("arm", found.unit or "time", "n_at_risk"), cells, line_end="\n")


def _number(value: float) -> str:
    return repr(round(value, _DECIMALS)).removesuffix(".0")


# --- a file to complete ------------------------------------------------------------------------


def _propose(given: argparse.Namespace, content: bytes) -> int:
    """What can be found on a picture, for the user to complete."""
    if given.clicked is not None:
        raise UsageError(f"--propose writes what {given.clicked} is for. Give one of them.")
    page = (given.page or 1) if _is_pdf(content) else None
    if page is not None:
        content = as_file(Image.fromarray(render(content, page - 1, _PAGE_WIDTH)))
    found = apart.find(content)
    text = proposed(found.size, found.axes, found.curves, page=page)
    if given.output == _STDOUT:
        say(text.removesuffix("\n"))
        return FINE
    write([(given.output, text)], force=given.force)
    complain(f"Wrote {given.output}. Complete it where it says so.")
    return FINE
