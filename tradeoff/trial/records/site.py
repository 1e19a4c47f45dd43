"""What a centre sets for its own site: words and choices, never a number of a trial."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import StringConstraints

from tradeoff.trial.problems import shown
from tradeoff.trial.records.basis import Record

# No control characters, and none that are not seen: such a one can turn the line around it.
_ONE_LINE = r"^[^\p{C}\p{Zl}\p{Zp}]+$"
# The shortest numbers that can be called, such as 112, and the longest (ITU-T E.164).
_FEWEST_DIGITS, _MOST_DIGITS = 3, 15
_DIALLED = re.compile(r"\+?[0-9]+")
_NATIONAL_ZERO = "(0)"

Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=_ONE_LINE),
]


class Site(Record):
    """``site.toml`` in the data folder; whatever is absent stays as the program has it."""

    name: Line | None = None
    """The centre's name: at the foot of clinicians' pages, in the patient view, on the hand-out."""
    phone: Line | None = None
    """Whom to call at once, as it is read, with words if need be ("ext. 12").

    Where absent, patients get a line to fill in.
    """
    language: str | None = None
    """What the program opens in; a link's own languages go first."""
    trials: tuple[str, ...] | None = None
    """The trials that are shown, in their order; all of them where absent."""

    @property
    def dialled(self) -> str | None:
        """What a telephone dials, for a link; ``None`` where the text is more than one number."""
        text = self.phone or ""
        if text.startswith("+"):
            # "+44 (0)20 …": the zero is dialled inside the country only, where the + is not.
            text = text.replace(_NATIONAL_ZERO, "", 1)
        number = re.sub(r"[ \u00a0.()-]", "", text)
        fits = _FEWEST_DIGITS <= len(number.removeprefix("+")) <= _MOST_DIGITS
        return number if fits and _DIALLED.fullmatch(number) else None

    def faults(self) -> Iterator[str]:
        """A telephone without a number, a list without a trial."""
        if self.phone is not None and len(re.findall("[0-9]", self.phone)) < _FEWEST_DIGITS:
            yield (
                f"phone is {shown(self.phone)}, which holds no number to call. "
                'Give it with its digits, such as "+34 910 000 000, ext. 12"'
            )
        if self.trials == ():
            yield "trials is an empty list. Name a trial, or take the line out: then all are shown"
