"""What a centre sets for its own site: words and choices, never a number of a trial."""

from __future__ import annotations

from tradeoff.trial.records.basis import Identifier, Label, Record


class Site(Record):
    """``site.toml`` in the data folder; whatever is absent stays as the program has it."""

    name: Label | None = None
    """The centre's name, in the footer, the patient view and the hand-out."""
    phone: Label | None = None
    """Whom to call at once, day and night; where absent, patients get a line to fill in."""
    language: Identifier | None = None
    """What the program opens in for patients; a link's own language goes first."""
    trials: tuple[Identifier, ...] | None = None
    """Which trials are shown, and in which order; all of them where absent."""
