"""Every measure of the program's speed and size, each part a table: ``make bench``.

    make bench                                all parts; exit code 1 where a limit was missed
    make bench ARGS="--only interface,wire"   some of them

A part is a name and a function that measures, and returns its table and whether it kept its limits.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Final

from tests.benchmarks import figures, growth, interface_speed, load, wire

PARTS: Final[tuple[tuple[str, Callable[[], tuple[str, bool]]], ...]] = (
    ("interface", interface_speed.part),
    ("wire", wire.part),
    ("growth", growth.part),
    ("load", load.part),
    ("figures", figures.part),
)


def main() -> int:
    """Measure and print part after part; 1 if a limit was missed."""
    names = [name for name, _ in PARTS]
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(names), help=f"of {', '.join(names)}")
    asked = parser.parse_args().only.split(",")
    if unknown := set(asked) - set(names):
        parser.error(f"no part is called {', '.join(sorted(unknown))}; there are {names}")
    missed = []
    for name, part in PARTS:
        if name in asked:
            text, kept = part()
            sys.stdout.write(f"{name}\n{text}\n\n")
            sys.stdout.flush()
            missed += [] if kept else [name]
    sys.stdout.write(f"Limits missed in: {', '.join(missed)}\n" if missed else "All limits kept\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
