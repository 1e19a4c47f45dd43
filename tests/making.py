"""Running the Makefile in tests, whatever make they themselves were started by."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def make(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command of the Makefile in this folder, with this Python and its packages."""
    bare = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    ready = ("--old-file=.venv/installed-dev", f"BIN={Path(sys.executable).parent}")
    return subprocess.run(
        ["make", *ready, *arguments],
        cwd=folder,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
