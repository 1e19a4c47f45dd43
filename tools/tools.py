"""The tools of the supply chain, in a virtual environment of their own: ``build/tools``.

They are installed from ``requirements-tools.lock``, checksums included, when they are first needed
and after the lock has changed. Nothing of the program imports them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

__all__ = ["ToolsNotInReachError", "tool"]

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "tools"
LOCK = ROOT / "requirements-tools.lock"
_STAMP = FOLDER / "installed"
_SECONDS = 600


class ToolsNotInReachError(RuntimeError):
    """The tools are not here and could not be installed."""


def tool(name: str) -> Path:
    """Path of a tool's command, installed now if need be.

    Raises:
        ToolsNotInReachError: it could not be installed; the message holds pip's last words.
    """
    if not _STAMP.is_file() or _STAMP.read_bytes() != LOCK.read_bytes():
        _install()
    return FOLDER / "bin" / name


def _install() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    print("Installing requirements-tools.lock into build/tools (once)", file=sys.stderr)
    venv.create(FOLDER, with_pip=True)
    quiet = ("--quiet", "--disable-pip-version-check", "--root-user-action=ignore")
    command = [str(FOLDER / "bin" / "python"), "-m", "pip", "install", *quiet]
    command += ["--retries", "1", "--require-hashes", "-r", str(LOCK)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        failed, said = done.returncode != 0, done.stderr
    except subprocess.TimeoutExpired:
        failed, said = True, f"no end within {_SECONDS} s"
    if failed:
        last = "\n".join(said.strip().splitlines()[-3:])
        raise ToolsNotInReachError(f"requirements-tools.lock could not be installed:\n{last}")
    _STAMP.write_bytes(LOCK.read_bytes())
