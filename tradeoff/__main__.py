"""The command line: ``python -m tradeoff check`` and its siblings; ``--help`` names them all."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

from tradeoff import __version__
from tradeoff.commands import digitise, folders, reconstruct, taking_out
from tradeoff.commands.terminal import (
    EXIT_CODES,
    PROBLEMS,
    STOPPED,
    USAGE,
    FileError,
    UsageError,
    complain,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 problems in data or files, 2 a command not understood."""
    given = _parser().parse_args(arguments)
    try:
        code: int = given.run(given)
    except FileError as error:
        complain(str(error))
        return PROBLEMS
    except UsageError as error:
        complain(str(error))
        return USAGE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tradeoff",
        description="Check, calibrate, summarise and export trials' data; take curves out of a "
        "printed figure, and rebuild pseudo-patients from them.",
        epilog=f"{EXIT_CODES} Each command has its own --help. The manual is data/README.md.",
    )
    parser.add_argument("--version", action="version", version=f"tradeoff {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="command")
    for part in (folders, taking_out, digitise, reconstruct):
        part.add(commands, EXIT_CODES)
    return parser


def _run() -> int:
    """As the process that a shell started: pipes may close, and somebody may press Ctrl-C."""
    signal.signal(signal.SIGINT, _stop)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # The program's words and its tables are UTF-8, whatever the system's habit is.
            stream.reconfigure(encoding="utf-8", newline="")
    try:
        return main()
    except BrokenPipeError:
        # Whoever read along has read enough. Python would complain once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except OSError as error:
        # What fails without a name of its own is the standard output: a full disk behind it.
        complain(f"The output can't be written ({(error.strerror or '').lower()}).")
        return PROBLEMS


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """At once: a library that is being loaded would make a fault of its own of an exception."""
    with contextlib.suppress(OSError):
        os.write(sys.stderr.fileno(), b"Stopped.\n")
    os._exit(STOPPED)


if __name__ == "__main__":
    sys.exit(_run())
