"""Find poppler's tools for the tests of the hand-out, or install them, and print where they are.

Looked for in this order: the environment variable ``POPPLER`` (a folder), the PATH; then installed
with apt-get (as root, or where sudo asks for no password). ``python -m scripts.poppler`` prints the
folder and nothing else on standard output.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from scripts.browser import install_with_apt

TOOLS = ("pdfinfo", "pdftotext", "pdffonts", "pdftoppm")

ADVICE = (
    "Poppler's tools were not found and could not be installed.\n"
    "Install them (on Debian: apt-get install poppler-utils), or set POPPLER to the folder that "
    f"holds {', '.join(TOOLS)}, and run the command again."
)


class PopplerNotFoundError(RuntimeError):
    """No poppler here, and no way to install it was open."""


def find() -> Path | None:
    """The folder that holds all tools, or ``None``.

    Raises:
        PopplerNotFoundError: ``POPPLER`` is set to a folder that lacks one of them.
    """
    named = os.environ.get("POPPLER")
    if named:
        missing = [tool for tool in TOOLS if shutil.which(tool, path=named) is None]
        if missing:
            raise PopplerNotFoundError(
                f"POPPLER is set to {named!r}, which lacks {', '.join(missing)}. Correct it or "
                "unset it."
            )
        return Path(named)
    found = [shutil.which(tool) for tool in TOOLS]
    return Path(found[0]).parent if found[0] and all(found) else None


def find_or_install() -> Path:
    """The folder of the tools, installed now if need be.

    Raises:
        PopplerNotFoundError: none here and none could be installed; the message says what to do.
    """
    folder = find()
    if folder is None:
        install_with_apt("poppler-utils")
        folder = find()
    if folder is None:
        raise PopplerNotFoundError(ADVICE)
    return folder


if __name__ == "__main__":
    try:
        print(find_or_install())
    except PopplerNotFoundError as problem:
        sys.exit(str(problem))
