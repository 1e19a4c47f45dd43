"""Find a program that the tests need, or install it, and print where it is.

    python -m tests.installed chromium    the path of a Chromium
    python -m tests.installed nginx       the path of an nginx
    python -m tests.installed poppler     the folder of poppler's tools
    python -m tests.installed firefox     the path of a Firefox
    python -m tests.installed webkit      the folder of WebKit's driver, a screen and a session bus

Looked for in this order: its environment variable, the PATH, where else it may be; then installed
with apt-get (as root, or where sudo asks for no password), a Chromium then by Playwright. Nothing
but the place is printed on standard output.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = [
    "CHROMIUM",
    "FIREFOX",
    "NGINX",
    "POPPLER",
    "PROGRAMS",
    "WEBKIT",
    "Needed",
    "NotFoundError",
    "minibrowser",
]


class NotFoundError(RuntimeError):
    """Not on this machine, and no way to install it was open; the message says what to do."""


def _nowhere() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Needed:
    """A program under one of several names, or the folder of several tools."""

    title: str
    names: tuple[str, ...]
    variable: str
    package: str
    """Of Debian; several have spaces between them."""
    tools: bool = False
    """All the names are needed, and the folder that holds them is what is looked for."""
    elsewhere: Callable[[], str | None] = _nowhere
    """Where it may be besides the PATH."""
    install: Callable[[], None] = _nowhere
    """Another way to install it, after apt-get."""

    def find(self) -> str | None:
        """Where it is on this machine already, or ``None``.

        Raises:
            NotFoundError: its variable is set to something that can't be used.
        """
        named = os.environ.get(self.variable)
        if not named:
            return self._on(None) or self.elsewhere()
        found = self._on(named) if self.tools else shutil.which(named)
        if found is None:
            lacks = f"a folder with {', '.join(self.names)}" if self.tools else "a program"
            raise NotFoundError(
                f"{self.variable} is set to {named!r}, which is not {lacks}. "
                "Correct it or unset it."
            )
        return found

    def find_or_install(self) -> str:
        """Where it is, installed now if need be.

        Raises:
            NotFoundError: not here, and it could not be installed.
        """
        for install in (_nowhere, lambda: _with_apt(self.package), self.install):
            install()
            if found := self.find():
                return found
        raise NotFoundError(
            f"{self.title} was not found and could not be installed.\n"
            f"Install it (on Debian: apt-get install {self.package}), or set {self.variable}, "
            "and run the command again."
        )

    def _on(self, path: str | None) -> str | None:
        found = [shutil.which(name, path=path) for name in self.names]
        if self.tools:
            return str(Path(found[0]).parent) if found[0] and all(found) else None
        return next((one for one in found if one), None)


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


def _with_playwright() -> None:
    print("Installing Chromium with Playwright", file=sys.stderr)
    _try([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def _with_apt(package: str) -> None:
    if shutil.which("apt-get") is None:
        return
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and shutil.which("sudo") is None:
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {package} with apt-get", file=sys.stderr)
    _try([*prefix, "apt-get", "update"], environment)
    _try(
        [*prefix, "apt-get", "install", "--yes", "--no-install-recommends", *package.split()],
        environment,
    )


def _try(command: list[str], environment: dict[str, str]) -> None:
    """Run a command whose failure the next look will notice."""
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


CHROMIUM: Final = Needed(
    "A Chromium or Chrome",
    ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    "CHROMIUM",
    "chromium",
    elsewhere=_of_playwright,
    install=_with_playwright,
)
NGINX: Final = Needed(
    "nginx",
    ("nginx",),
    "NGINX_PATH",
    "nginx-light",
    elsewhere=lambda: shutil.which("nginx", path="/usr/sbin"),  # Debian's, not on a user's PATH
)
POPPLER: Final = Needed(
    "Poppler",
    ("pdfinfo", "pdftotext", "pdffonts", "pdftoppm"),
    "POPPLER",
    "poppler-utils",
    tools=True,
)
FIREFOX: Final = Needed("A Firefox", ("firefox-esr", "firefox"), "FIREFOX", "firefox-esr")
WEBKIT: Final = Needed(
    "WebKit's driver, with a virtual screen and a session bus",
    ("WebKitWebDriver", "xvfb-run", "xauth", "dbus-run-session"),
    "WEBKIT",
    "webkit2gtk-driver xvfb xauth dbus",
    tools=True,
)
PROGRAMS: Final = {
    "chromium": CHROMIUM,
    "nginx": NGINX,
    "poppler": POPPLER,
    "firefox": FIREFOX,
    "webkit": WEBKIT,
}


def minibrowser() -> str:
    """The browser that WebKit's driver drives: it comes with the library, on nobody's PATH.

    Raises:
        NotFoundError: the library was built without it.
    """
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"))
    if not found:
        raise NotFoundError("WebKit is here without its MiniBrowser; Debian's has it.")
    return str(found[-1])


def main() -> None:
    """Print where the program named on the command line is."""
    if len(sys.argv) != 2 or sys.argv[1] not in PROGRAMS:
        sys.exit(f"Give one of {', '.join(PROGRAMS)}.")
    try:
        print(PROGRAMS[sys.argv[1]].find_or_install())
    except NotFoundError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
