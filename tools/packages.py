"""What is in the program besides our own code: packages, fonts; their licences and needs.

Read from the metadata of what is installed, for what the lock names. Licences are told as SPDX
expressions; one that cannot be told is an error here and never a guess.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.locks import LOCKS, OLDEST_PYTHON, ROOT, Locked, read_lock

__all__ = [
    "ENVIRONMENT",
    "FONTS",
    "Font",
    "LicenceUnknownError",
    "fonts",
    "licence",
    "locked",
    "needs",
]

FONTS = ROOT / "tradeoff" / "papers" / "fonts"

#: For which the graph of needs is drawn: the same on every machine that draws it.
ENVIRONMENT = {
    "extra": "",
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": f"{OLDEST_PYTHON}.0",
    "python_version": OLDEST_PYTHON,
    "sys_platform": "linux",
}

#: How packages write it, and what it is.
_SPDX = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "bsd-3-clause": "BSD-3-Clause",
    "gnu general public license v2 or later (gplv2+)": "GPL-2.0-or-later",
    "gnu lesser general public license v2 or later (lgplv2+)": "LGPL-2.0-or-later",
    "mit": "MIT",
    "mit license": "MIT",
    "mozilla public license 1.1 (mpl 1.1)": "MPL-1.1",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "mpl-2.0": "MPL-2.0",
    "mpl-2.0 and mit": "MPL-2.0 AND MIT",
    "psfl": "PSF-2.0",
}
#: Words of a licence's text that tell it from the others; the first that stands there counts.
_TEXTS = (
    ("Permission is hereby granted, free of charge", "MIT"),
    ("Neither the name", "BSD-3-Clause"),
    ("Redistributions in binary form", "BSD-2-Clause"),
)
#: Needed on one platform only, so not installed on every machine that reads this.
_ELSEWHERE = {"colorama": "BSD-3-Clause"}


class LicenceUnknownError(LookupError):
    """A package whose licence cannot be told: look it up and add it to ``tools/packages.py``."""


@dataclass(frozen=True, slots=True)
class Font:
    """A file of the family that the hand-out is set in."""

    file: str
    sha256: str
    licence: str = "OFL-1.1"


def locked(name: str = LOCKS[0]) -> dict[str, Locked]:
    """What a lock names."""
    return read_lock(ROOT / f"{name}.lock")


def licence(name: str) -> str:
    """The licence of an installed package as an SPDX expression.

    Raises:
        LicenceUnknownError: it cannot be told from the package's metadata and files.
    """
    try:
        distribution = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        if name in _ELSEWHERE:
            return _ELSEWHERE[name]
        raise
    told = distribution.metadata
    written = (told.get("License") or "").strip()
    found = told.get("License-Expression") or _SPDX.get(written.lower())
    if not found and _says_bsd(told):
        found = _from_text(distribution)
    found = found or _from_classifiers(told.get_all("Classifier") or ())
    found = found or _from_text(distribution)
    if not found:
        raise LicenceUnknownError(f"{name}: no licence in its metadata or its files")
    return found


def needs(name: str) -> list[str]:
    """The packages that a package asks for, by their canonical names."""
    asked = map(Requirement, importlib.metadata.requires(name) or ())
    return sorted(
        canonicalize_name(one.name)
        for one in asked
        if one.marker is None or one.marker.evaluate(ENVIRONMENT)
    )


def fonts() -> list[Font]:
    """The fonts that come with the program."""
    return [
        Font(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(FONTS.glob("*.otf"))
    ]


def _says_bsd(told: importlib.metadata.PackageMetadata) -> bool:
    """Whether the classifier alone would leave open which of the BSD licences it is."""
    return "License :: OSI Approved :: BSD License" in (told.get_all("Classifier") or ())


def _from_classifiers(classifiers: Iterable[str]) -> str | None:
    names = [one.rpartition(" :: ")[2].lower() for one in classifiers if one.startswith("License")]
    found = sorted({_SPDX[name] for name in names if name in _SPDX})
    return " OR ".join(found) or None


def _from_text(distribution: importlib.metadata.Distribution) -> str | None:
    """The licence that the package's own licence file is."""
    own = re.compile(r"[^/]+\.dist-info/(licenses/)?(LICENSE|LICENCE|COPYING)[^/]*", re.IGNORECASE)
    for file in distribution.files or ():
        if own.fullmatch(str(file)):
            text = " ".join(Path(str(file.locate())).read_text(encoding="utf-8").split())
            return next((spdx for words, spdx in _TEXTS if words in text), None)
    return None
