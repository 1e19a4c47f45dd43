"""A centre's file for E1910 as it works, and the trial with it: for the tests of both."""

from __future__ import annotations

from pathlib import Path

from tests.views import with_unconfirmed_harm
from tradeoff.findings.harm import HarmFindings, counted_harm
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import Trial

GOOD = """\
centre = "North Hospital"

[[adverse_events]]
harm = "neuropsychiatric"
source = "nejm-2024"
place = "Table S9"
checked_by = "KL"
checked_on = 2026-11-22
experimental = { events = 26, total = 111 }
control = { events = 6, total = 112 }

[[facts]]
id = "deaths"
experimental = 17
control = 40
source = "nejm-2024"
place = "Figure 1A"
checked_by = "KL"
checked_on = 2026-11-22
"""
SOURCE = "Litzow et al., N Engl J Med 2024"
SHORT = "Confirmed by North Hospital, 22 November 2026"
CONFIRMED = f"Confirmed by North Hospital, 22 November 2026 ({SOURCE}, Table S9)"
PLAIN = "Checked in the report by North Hospital (22 November 2026)."
EVENT, FACT = "local/e1910.toml, adverse_events entry 1", "local/e1910.toml, facts entry 1"


def write(shelf: Path, text: str = GOOD) -> Path:
    path = shelf / "local" / "e1910.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def load(shelf: Path) -> Trial:
    return load_trial(shelf / "e1910")


def but_local(trial: Trial) -> dict[str, object]:
    return trial.model_dump(exclude={"fingerprint", "refused_local"})


def unconfirmed() -> Trial:
    """What the shelf's trial is without a centre's file."""
    return with_unconfirmed_harm()


def counted(trial: Trial) -> HarmFindings:
    harm = trial.weighed_harm
    assert harm is not None
    found = counted_harm(trial, harm)
    assert found is not None
    return found
