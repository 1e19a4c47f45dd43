"""What whoever runs the server may set, from environment variables, checked before the start."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LOG_LEVELS: Final = ("debug", "info", "warning", "error")
_SWITCH: Final = {"": False, "0": False, "1": True}
_HIGHEST_PORT: Final = 65_535
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME: Final = rf"(?:\*\.)?{_LABEL}(?:\.{_LABEL})*"
_HOST: Final = re.compile(_NAME)
_ORIGIN: Final = re.compile(rf"https?://{_NAME}(?::\d{{1,5}})?")
_PATH: Final = re.compile(r"(?:/[A-Za-z0-9_-]+)*")
_KEYWORDS: Final = ("none", "self")


class SettingsError(ValueError):
    """A variable holds what can't be used; the message names it and says what may stand there."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve. The defaults are for one person on their own machine."""

    address: str = "127.0.0.1"
    port: int = 8501
    base_path: str = ""
    """The path below which everything is served, where a proxy passes it on."""
    frame_ancestors: str = "'none'"
    """Who may show the program in a frame, in the words of the Content Security Policy."""
    trusted_hosts: tuple[str, ...] = ()
    """Names by which the server may be called; any, where there are none."""
    max_connections: int = 500
    """Open pages at once."""
    log_level: str = "info"
    log_addresses: bool = False
    """Whether the log names the address that a request came from."""


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings in the environment.

    Raises:
        SettingsError: for the first variable that can't be used.
    """
    standard = Settings()
    given = defaultdict(str, {name: value.strip() for name, value in environment.items()})

    return Settings(
        address=given["ADDRESS"] or standard.address,
        port=_whole("PORT", given["PORT"], standard.port, most=_HIGHEST_PORT),
        base_path=_path(given["BASE_PATH"]),
        frame_ancestors=_ancestors(given["FRAME_ANCESTORS"]),
        trusted_hosts=_hosts(given["TRUSTED_HOSTS"]),
        max_connections=_whole(
            "MAX_CONNECTIONS", given["MAX_CONNECTIONS"], standard.max_connections, most=None
        ),
        log_level=_one_of(
            "LOG_LEVEL", given["LOG_LEVEL"].lower() or standard.log_level, LOG_LEVELS
        ),
        log_addresses=_SWITCH[_one_of("LOG_ADDRESSES", given["LOG_ADDRESSES"], tuple(_SWITCH))],
    )


def _whole(name: str, text: str, standard: int, *, most: int | None) -> int:
    if not text:
        return standard
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if number < 1 or (most is not None and number > most):
        highest = "" if most is None else f" to {most}"
        raise SettingsError(f"{name} is {text!r}. It has to be a whole number from 1{highest}.")
    return number


def _one_of(name: str, text: str, allowed: tuple[str, ...]) -> str:
    if text not in allowed:
        words = ", ".join(word for word in allowed if word)
        raise SettingsError(f"{name} is {text!r}. It has to be one of: {words}.")
    return text


def _path(text: str) -> str:
    path = f"/{text.strip('/')}" if text.strip("/") else ""
    if not _PATH.fullmatch(path):
        raise SettingsError(
            f"BASE_PATH is {text!r}. It has to be a path of letters, digits, _ and -, such as "
            "/tools/gain-and-harm."
        )
    return path


def _ancestors(text: str) -> str:
    """``none``, ``self`` or origins, with or without the policy's quotes."""
    sources = text.lower().split() or ["none"]
    bare = [source.strip("'") for source in sources]
    known = all(word in _KEYWORDS or _ORIGIN.fullmatch(word) for word in bare)
    if not known or ("none" in bare and len(bare) > 1):
        raise SettingsError(
            f"FRAME_ANCESTORS is {text!r}. It has to be none, self, or addresses without a path, "
            "such as https://record.example.org https://*.example.org, with spaces between them."
        )
    return " ".join(f"'{word}'" if word in _KEYWORDS else word for word in bare)


def _hosts(text: str) -> tuple[str, ...]:
    names = tuple(text.lower().replace(",", " ").split())
    wrong = [name for name in names if not _HOST.fullmatch(name)]
    if wrong:
        raise SettingsError(
            f"TRUSTED_HOSTS holds {wrong[0]!r}. It has to hold names without scheme and port, such "
            "as tool.example.org *.example.org, with spaces between them."
        )
    return names
