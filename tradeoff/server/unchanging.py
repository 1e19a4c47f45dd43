"""What Streamlit works out anew for each answer though it never changes: worked out once.

Theme and settings go to the browser with every answer, read from the options one by one: a seventh
of an answer's processor time (``tests/benchmarks/load.py``). The two functions are Streamlit's own
and private; where a version has none of that name, nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

__all__ = ["FUNCTIONS", "once_for_all"]

#: Each fills the message that it is given, by the options alone.
FUNCTIONS: Final = ("_populate_theme_msg", "_populate_config_msg")


def once_for_all(app_session: ModuleType) -> None:
    """Called once with ``streamlit.runtime.app_session``, after the options are read."""
    for name in FUNCTIONS:
        fill = getattr(app_session, name, None)
        if fill is not None:
            setattr(app_session, name, _remembering(fill))


def _remembering(fill: Callable[..., None]) -> Callable[..., None]:
    made: dict[tuple[object, ...], Any] = {}

    def filled(message: Any, *options: object) -> None:
        if options not in made:
            fresh = type(message)()
            fill(fresh, *options)
            made[options] = fresh
        if made[options].ByteSize():  # copying nothing would still mark an empty part as there
            message.CopyFrom(made[options])

    return filled
