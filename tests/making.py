"""Running the Makefile in tests, whatever make they themselves were started by."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def make(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command of the project in a folder, with this Python and what is installed for it."""
    bare = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    ready = (f"--file={ROOT / 'Makefile'}", "--old-file=.venv/installed-dev")
    return subprocess.run(
        ["make", *ready, f"BIN={Path(sys.executable).parent}", *arguments],
        cwd=folder,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
