"""The only reader and writer of ``data/``: list, load, validate, fingerprint.

A folder holds ``trial.toml``, ``text.<language>.toml``, tables as CSV, digitised and calibrated
curves; ``data/README.md`` is the manual. All problems of a folder are found before any is reported.
A calibrated curve that does not belong to the folder's numbers is refused, and the trial loads
without it; clicks on a printed figure that cannot be one are a problem as any other.
"""

from tradeoff.trial.problems import Problem, TrialDataError
from tradeoff.trial.reading.calibrated import calibrate_command, write_curves
from tradeoff.trial.reading.files import MAX_FILE_BYTES, UnreadableError, toml_of
from tradeoff.trial.reading.folder import MAX_POINTS, load_trial
from tradeoff.trial.reading.program import FULL_CHECK, engine_state, reference_cases
from tradeoff.trial.reading.shelf import (
    SHELF,
    TRIAL_FILE,
    folder_stamp,
    folder_texts,
    holds_trials,
    text_languages,
    trial_ids,
)
from tradeoff.trial.reading.site import SITE_FILE, SiteRead, read_site, stray_files

__all__ = [
    "FULL_CHECK",
    "MAX_FILE_BYTES",
    "MAX_POINTS",
    "SHELF",
    "SITE_FILE",
    "TRIAL_FILE",
    "Problem",
    "SiteRead",
    "TrialDataError",
    "UnreadableError",
    "calibrate_command",
    "engine_state",
    "folder_stamp",
    "folder_texts",
    "holds_trials",
    "load_trial",
    "read_site",
    "reference_cases",
    "stray_files",
    "text_languages",
    "toml_of",
    "trial_ids",
    "write_curves",
]
