"""Every sentence of the server itself: what is refused, how it starts, what may be set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tradeoff.words.frame import PRODUCT

__all__ = [
    "ERROR_START",
    "error_page",
    "error_reference",
    "server_address_taken",
    "server_listens",
    "setting_base_path",
    "setting_frame_ancestors",
    "setting_not_a_number",
    "setting_not_one_of",
    "setting_trusted_hosts",
]

ERROR_START: Final = "Open the start page"

_ERROR_PAGES: Final = {
    400: (
        "This request was not understood",
        "The link may be damaged. Nothing of it was used.",
    ),
    403: (
        "This is not allowed from here",
        "The request came from another site. Open the program by its own address.",
    ),
    404: ("There is no such page", "The link may be mistyped or old."),
    405: ("That can't be done here", "This address can be opened, but nothing can be sent to it."),
    408: (
        "This request took too long",
        "The line may be slow or broken. Try once more: a link holds every choice.",
    ),
    413: ("This file is too large", "Choose a smaller file. Nothing of it was kept."),
    414: (
        "This link is too long",
        "It can't be one of this program's links. Nothing of it was used.",
    ),
    416: ("There is no such part", "Download the file once more."),
    421: (
        "This is not this server's address",
        "Open the program by the address that your centre gave you.",
    ),
    429: (
        "These are too many files",
        "Take away some of those that were given, or load the page anew.",
    ),
    431: (
        "The browser sent too much",
        "Delete the cookies of this site, then open the start page.",
    ),
    500: (
        "Something went wrong",
        "The fault is noted, without anything that you entered. Try once more.",
    ),
    503: (
        "Too many people are using the program",
        "Wait a minute, then try once more. Nothing is lost: a link holds every choice.",
    ),
}


def error_page(status: int) -> tuple[str, str]:
    """Title and sentence for a response that is not what was asked for."""
    standard = 500 if status >= 500 else 400
    return _ERROR_PAGES.get(status, _ERROR_PAGES[standard])


def error_reference(reference: str) -> str:
    """What to tell whoever runs the server."""
    return f"If it happens again, tell whoever runs this server the number {reference}."


def server_listens(url: str) -> str:
    """The first line that the server prints."""
    return f"{PRODUCT}: {url} (stop with Ctrl+C)"


def server_address_taken(address: str, port: int, reason: str) -> str:
    """Why the server can't start where it was told to."""
    return f"{address}, port {port}: {reason}. Set ADDRESS or PORT to one that is free."


def setting_not_a_number(name: str, text: str, most: int | None) -> str:
    """A variable that has to be a whole number."""
    highest = "" if most is None else f" to {most}"
    return f"{name} is {text!r}. It has to be a whole number from 1{highest}."


def setting_not_one_of(name: str, text: str, allowed: Sequence[str]) -> str:
    """A variable that has to be one of a few words."""
    return f"{name} is {text!r}. It has to be one of: {', '.join(allowed)}."


def setting_base_path(text: str) -> str:
    """A variable that has to be a path."""
    return (
        f"BASE_PATH is {text!r}. It has to be a path of letters, digits, _ and -, such as "
        "/tools/gain-and-harm."
    )


def setting_frame_ancestors(text: str) -> str:
    """A variable that has to say who may show the program in a frame."""
    return (
        f"FRAME_ANCESTORS is {text!r}. It has to be none, self, or addresses without a path, such "
        "as https://record.example.org https://*.example.org, with spaces between them."
    )


def setting_trusted_hosts(name: str) -> str:
    """A variable that has to hold host names."""
    return (
        f"TRUSTED_HOSTS holds {name!r}. It has to hold names without scheme and port, such as "
        "tool.example.org *.example.org, with spaces between them."
    )
