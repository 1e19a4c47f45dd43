"""Find nginx for the tests of the replicas, or install it, and print its path.

Looked for in this order: the environment variable ``NGINX_PATH``, the PATH, the folder where Debian
keeps it; then installed with apt-get (as root, or where sudo asks for no password). ``python -m
scripts.nginx`` prints the path and nothing else on standard output.
"""

from __future__ import annotations

import os
import shutil
import sys

from scripts.browser import install_with_apt

DEBIAN = "/usr/sbin"

ADVICE = (
    "nginx was not found and could not be installed.\n"
    "Install it (on Debian: apt-get install nginx-light), or set NGINX_PATH, and run the "
    "command again."
)


class NginxNotFoundError(RuntimeError):
    """No nginx here, and no way to install one was open."""


def find() -> str | None:
    """Path of an nginx that is on this machine already, or ``None``.

    Raises:
        NginxNotFoundError: ``NGINX_PATH`` is set to something that cannot be run.
    """
    named = os.environ.get("NGINX_PATH")
    if named:
        path = shutil.which(named)
        if path is None:
            raise NginxNotFoundError(
                f"NGINX_PATH is set to {named!r}, which is not a program. Correct it or unset it."
            )
        return path
    return shutil.which("nginx") or shutil.which("nginx", path=DEBIAN)


def find_or_install() -> str:
    """Path of an nginx, installed now if need be.

    Raises:
        NginxNotFoundError: none here and none could be installed; the message says what to do.
    """
    path = find()
    if path is None:
        install_with_apt("nginx-light")
        path = find()
    if path is None:
        raise NginxNotFoundError(ADVICE)
    return path


if __name__ == "__main__":
    try:
        print(find_or_install())
    except NginxNotFoundError as problem:
        sys.exit(str(problem))
