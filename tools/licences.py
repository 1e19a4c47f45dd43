"""Licences of packages and fonts, and their list ``LICENCES.md``: ``python -m tools.licences``.

Read from the metadata of what is installed, for what the locks name. Licences are told as SPDX
expressions; one that cannot be told is an error here and never a guess. (pip-licenses leaves them
as each package writes them: "BSD License" may be any of three.)
"""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterable
from pathlib import Path

from tools.locks import LOCKS, ROOT, Locked, locked
from tools.markdown import table

FILE = ROOT / "LICENCES.md"
FONTS = tuple(sorted((ROOT / "tradeoff").rglob("*.otf")))
FONT_LICENCE = "OFL-1.1"
FONT_LICENCE_TEXT = FONTS[0].with_name("LICENSE.txt")

#: How packages write it, and what it is.
_SPDX = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    # pypdfium2: its own code under either, what PDFium is built of under theirs (BUILD_LICENSES).
    "bsd-3-clause, apache-2.0, dependency licenses": "Apache-2.0 OR BSD-3-Clause",
    "gnu general public license v2 or later (gplv2+)": "GPL-2.0-or-later",
    "gnu lesser general public license v2 or later (lgplv2+)": "LGPL-2.0-or-later",
    "mit": "MIT",
    "mit license": "MIT",
    "mozilla public license 1.1 (mpl 1.1)": "MPL-1.1",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "mpl-2.0": "MPL-2.0",
    "mpl-2.0 and mit": "MPL-2.0 AND MIT",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
}
#: Words of a licence's text that tell it from the others; the first that stands there counts.
_TEXTS = {
    "Permission is hereby granted, free of charge": "MIT",
    "Neither the name": "BSD-3-Clause",
    "Redistributions in binary form": "BSD-2-Clause",
}
_OWN_TEXT = re.compile(r"[^/]+\.dist-info/(licenses/)?(LICEN[SC]E|COPYING)[^/]*", re.IGNORECASE)
#: Needed on one platform only, so not installed on every machine that reads this.
_ELSEWHERE = {"colorama": "BSD-3-Clause"}

_HEAD = """\
# Licences of what the program is made with

Made by `make sbom` from the locks and the metadata of the installed packages: do not edit. Each
licence is that of a package's own code, as an SPDX expression. The wheels of some packages (numpy,
scipy, pandas, pyarrow, pillow, pypdfium2 with PDFium, typst, Streamlit with its browser code and
fonts) hold further libraries; their licences are in those wheels."""


class LicenceUnknownError(LookupError):
    """A package whose licence cannot be told: look it up and add it to ``tools/licences.py``."""


def licence(name: str) -> str:
    """The licence of a package as an SPDX expression.

    Raises:
        LicenceUnknownError: it cannot be told from the package's metadata and files.
    """
    if name in _ELSEWHERE:
        return _ELSEWHERE[name]
    distribution = importlib.metadata.distribution(name)
    told = distribution.metadata
    found = (
        told.get("License-Expression")
        or _SPDX.get((told.get("License") or "").strip().lower())
        or _from_classifiers(told.get_all("Classifier") or ())
        or _from_text(distribution)
    )
    if not found:
        raise LicenceUnknownError(f"{name}: no licence in its metadata or its files")
    return found


def written() -> str:
    """The list as it should stand."""
    running, testing = locked(), locked(LOCKS[1])
    return "\n\n".join(
        (
            _HEAD,
            "## In the program at run time",
            _packages(running.values()),
            "## Fonts of the hand-out",
            table(("file", "licence"), ((font.name, FONT_LICENCE) for font in FONTS)),
            f"The text of the licence and the copyright stand in `{place(FONT_LICENCE_TEXT)}`.",
            "## For checks and tests only",
            _packages(one for name, one in testing.items() if name not in running) + "\n",
        )
    )


def place(path: Path) -> str:
    """Where a file stands in the project."""
    return path.relative_to(ROOT).as_posix()


def _from_classifiers(classifiers: Iterable[str]) -> str | None:
    """None where one of them leaves open which licence it is, as "BSD License" does."""
    names = [one.rpartition(" :: ")[2].lower() for one in classifiers if one.startswith("License")]
    known = sorted({_SPDX.get(name, "") for name in names})
    return " OR ".join(known) if all(known) else None


def _from_text(distribution: importlib.metadata.Distribution) -> str | None:
    """The licence that the package's own licence file is."""
    for file in distribution.files or ():
        if _OWN_TEXT.fullmatch(str(file)):
            text = " ".join(Path(str(file.locate())).read_text(encoding="utf-8").split())
            return next((spdx for words, spdx in _TEXTS.items() if words in text), None)
    return None


def _packages(found: Iterable[Locked]) -> str:
    rows = sorted((one.name, one.version, licence(one.name)) for one in found)
    return table(("package", "version", "licence"), rows)


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8", newline="\n")
