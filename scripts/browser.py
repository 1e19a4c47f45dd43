"""Find a Chromium for the tests, or install one, and print its path.

Looked for in this order: the environment variable ``CHROMIUM``, Chromium or Chrome on the PATH,
the one that Playwright brought; then installed with apt-get (as root, or where sudo asks for no
password), then by Playwright. ``python -m scripts.browser`` prints the path and nothing else on
standard output.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

#: No sandbox, because containers run the tests as root; the rest keeps the browser from calling
#: its maker's hosts at every start. The resolver rule makes sure that no other host can answer.
LAUNCH_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)

ADVICE = (
    "No Chromium was found and none could be installed.\n"
    "Install one (on Debian: apt-get install chromium), or set CHROMIUM to the path of a Chromium "
    "or Chrome, and run the command again."
)


class BrowserNotFoundError(RuntimeError):
    """No Chromium here, and no way to install one was open."""


def find() -> str | None:
    """Path of a Chromium that is on this machine already, or ``None``.

    Raises:
        BrowserNotFoundError: ``CHROMIUM`` is set to something that cannot be run.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        path = shutil.which(named)
        if path is None:
            raise BrowserNotFoundError(
                f"CHROMIUM is set to {named!r}, which is not a program. Correct it or unset it."
            )
        return path
    on_path = (shutil.which(name) for name in NAMES)
    return next((path for path in on_path if path), None) or _of_playwright()


def find_or_install() -> str:
    """Path of a Chromium, installed now if need be.

    Raises:
        BrowserNotFoundError: none here and none could be installed; the message says what to do.
    """
    for install in (None, lambda: install_with_apt("chromium"), _install_with_playwright):
        if install is not None:
            install()
        path = find()
        if path:
            return path
    raise BrowserNotFoundError(ADVICE)


def _of_playwright() -> str | None:
    """The browser in Playwright's own folder; its driver knows where that is."""
    question = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: print(p.chromium.executable_path)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, text=True, check=False
    )
    path = answer.stdout.strip()
    return path if path and Path(path).is_file() else None


def install_with_apt(package: str) -> None:
    """Try to install a package, as root or where sudo asks for no password."""
    if shutil.which("apt-get") is None:
        return
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and shutil.which("sudo") is None:
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {package} with apt-get", file=sys.stderr)
    _try([*prefix, "apt-get", "update"], environment)
    _try([*prefix, "apt-get", "install", "--yes", "--no-install-recommends", package], environment)


def _install_with_playwright() -> None:
    print("Installing Chromium with Playwright", file=sys.stderr)
    _try([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def _try(command: list[str], environment: dict[str, str]) -> None:
    """Run a command whose failure the next look for a browser will notice."""
    result = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        print(f"{' '.join(command)} failed:\n{result.stdout[-2000:]}", file=sys.stderr)


if __name__ == "__main__":
    try:
        print(find_or_install())
    except BrowserNotFoundError as problem:
        sys.exit(str(problem))
