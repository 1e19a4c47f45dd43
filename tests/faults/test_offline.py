"""Installing and starting where there is no network at all: the manual's own commands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import copy_project

ROOT = Path(__file__).resolve().parents[2]
WHEELHOUSE = Path("build") / "wheelhouse"
PORT = "8503"

#: A network of its own, with nothing in it but loopback; root needs no user of its own for it.
ALONE = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--net", "--map-root-user")
#: What pip says of an index that does not answer, or no longer.
NOWHERE = re.compile(r"No matching distribution|timed out|Connection|Max retries|IncompleteRead")
#: Pip's word for it is a "no": Python compiles what the start imports, a tenth of all modules.
NO_COMPILING = "no"
#: Run in there: proof that nobody else is, the install, the start, two questions.
INSIDE = Path(__file__).with_name("alone.py")


def documented() -> list[str]:
    """The commands that docs/administrator.md gives for a machine without a network."""
    page = (ROOT / "docs" / "administrator.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    return next(block.splitlines() for block in blocks if "--no-index" in block)


def bare(home: Path) -> dict[str, str]:
    """An environment in which pip knows no index, no proxy and no other place for packages."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(("PIP_", "STREAMLIT_", "PYTEST_", "UV_", "PYTHON"))
        and not name.lower().endswith("_proxy")
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    own = {"PATH": path, "HOME": str(home), "PORT": PORT}
    return kept | own | {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_COMPILE": NO_COMPILING}


@pytest.fixture(scope="module")
def alone() -> tuple[str, ...]:
    tried = subprocess.run([*ALONE, "true"], capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        pytest.skip(f"no network namespace can be made here: {tried.stderr.strip()}")
    return ALONE


@pytest.fixture(scope="module")
def wheelhouse() -> Path:
    """All packages of the lock; nothing can be shown where they can be had from nowhere."""
    patient = {"PIP_RETRIES": "10", "PIP_TIMEOUT": "60"} | os.environ
    made = subprocess.run(
        ["make", "wheelhouse"], cwd=ROOT, env=patient, capture_output=True, text=True, check=False
    )
    said = made.stdout + made.stderr
    nowhere = [line for line in said.splitlines() if NOWHERE.search(line)]
    if made.returncode != 0 and nowhere and "HASHES" not in said:
        pytest.skip(f"no index in reach to gather packages from: {nowhere[0]}")
    assert made.returncode == 0, said
    return ROOT / WHEELHOUSE


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_the_program_installs_and_starts_without_a_network(
    alone: tuple[str, ...], wheelhouse: Path, tmp_path: Path
) -> None:
    project = copy_project(tmp_path)
    shutil.copytree(wheelhouse, project / WHEELHOUSE, copy_function=os.link)
    commands = documented()
    assert len(commands) == 3
    done = subprocess.run(
        [*alone, sys.executable, str(INSIDE), PORT, *commands],
        cwd=project,
        env=bare(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout.splitlines()
    assert said[0] == "alone: Network is unreachable"
    assert "/readyz 200" in said
    assert "/ 200" in said
