"""What whoever runs the server may set, from environment variables, checked before the start."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tradeoff.server import sentences as words

__all__ = ["LOG_LEVELS", "Settings", "SettingsError", "from_environment"]

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
    given = {name: value.strip() for name, value in environment.items()}

    def text(name: str) -> str:
        return given.get(name, "")

    return Settings(
        address=text("ADDRESS") or standard.address,
        port=_whole("PORT", text("PORT"), standard.port, most=_HIGHEST_PORT),
        base_path=_path(text("BASE_PATH")),
        frame_ancestors=_ancestors(text("FRAME_ANCESTORS")),
        trusted_hosts=_hosts(text("TRUSTED_HOSTS")),
        max_connections=_whole(
            "MAX_CONNECTIONS", text("MAX_CONNECTIONS"), standard.max_connections, most=None
        ),
        log_level=_one_of("LOG_LEVEL", text("LOG_LEVEL").lower() or standard.log_level, LOG_LEVELS),
        log_addresses=_SWITCH[_one_of("LOG_ADDRESSES", text("LOG_ADDRESSES"), tuple(_SWITCH))],
    )


def _whole(name: str, text: str, standard: int, *, most: int | None) -> int:
    if not text:
        return standard
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if number < 1 or (most is not None and number > most):
        raise SettingsError(words.setting_not_a_number(name, text, most))
    return number


def _one_of(name: str, text: str, allowed: tuple[str, ...]) -> str:
    if text not in allowed:
        raise SettingsError(
            words.setting_not_one_of(name, text, [word for word in allowed if word])
        )
    return text


def _path(text: str) -> str:
    path = f"/{text.strip('/')}" if text.strip("/") else ""
    if not _PATH.fullmatch(path):
        raise SettingsError(words.setting_base_path(text))
    return path


def _ancestors(text: str) -> str:
    """``none``, ``self`` or origins, with or without the policy's quotes."""
    sources = text.lower().split() or ["none"]
    bare = [source.strip("'") for source in sources]
    if any(word in _KEYWORDS for word in bare):
        usable = len(bare) == 1 or "none" not in bare
    else:
        usable = True
    usable = usable and all(word in _KEYWORDS or _ORIGIN.fullmatch(word) for word in bare)
    if not usable:
        raise SettingsError(words.setting_frame_ancestors(text))
    return " ".join(f"'{word}'" if word in _KEYWORDS else word for word in bare)


def _hosts(text: str) -> tuple[str, ...]:
    names = tuple(text.lower().replace(",", " ").split())
    wrong = [name for name in names if not _HOST.fullmatch(name)]
    if wrong:
        raise SettingsError(words.setting_trusted_hosts(wrong[0]))
    return names
