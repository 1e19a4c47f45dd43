"""The list of licences, ``LICENCES.md``: ``python -m tools.licences`` (part of ``make sbom``)."""

from __future__ import annotations

from collections.abc import Iterable

from tools.locks import LOCKS, ROOT
from tools.packages import fonts, licence, locked

__all__ = ["FILE", "written"]

FILE = ROOT / "LICENCES.md"

_HEAD = """\
# Licences of what the program is made with

Made by `make sbom` from the locks and the metadata of the installed packages: do not edit. Each
licence is that of a package's own code, as an SPDX expression. The wheels of some packages (numpy,
scipy, pandas, pyarrow, pillow, typst, Streamlit with its browser code and fonts) hold further
libraries; their licences are in those wheels.
"""


def written() -> str:
    """The list as it should stand."""
    running = set(locked())
    testing = [name for name in locked(LOCKS[1]) if name not in running]
    return "\n".join(
        (
            _HEAD,
            "## In the program at run time\n",
            *_packages(LOCKS[0], sorted(running)),
            "\n## Fonts of the hand-out\n",
            *_table(("file", "licence"), ((one.file, one.licence) for one in fonts())),
            "\nThe text of the licence and the copyright stand in "
            "`tradeoff/papers/fonts/LICENSE.txt`.",
            "\n## For checks and tests only\n",
            *_packages(LOCKS[1], sorted(testing)),
            "",
        )
    )


def _packages(lock: str, names: Iterable[str]) -> list[str]:
    found = locked(lock)
    rows = ((name, found[name].version, licence(name)) for name in names)
    return _table(("package", "version", "licence"), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = (head, ("---",) * len(head), *rows)
    return [f"| {' | '.join(cells)} |" for cells in lines]


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8", newline="\n")
    print(f"{FILE.name}: {len(locked(LOCKS[1]))} packages, {len(fonts())} fonts")
