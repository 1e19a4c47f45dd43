"""The command line: ``python -m tradeoff check`` and ``python -m tradeoff calibrate``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tradeoff import calibrated, calibration
from tradeoff.loading import TrialDataError, load_trial, write_curves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tradeoff.trial import CalibratedCurves, Trial

FINE, PROBLEMS = 0, 1
USAGE = 2
"""What argparse itself ends with."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 fine, 1 problems in the data, 2 a command that was not understood."""
    given = _parser().parse_args(arguments)
    code: int = given.run(given)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tradeoff",
        description="Check a trial's folder of data, and calibrate its curves.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="command")
    check = commands.add_parser("check", help="say everything that is wrong with trials' folders")
    check.add_argument("folders", nargs="+", type=_folder, metavar="folder")
    check.set_defaults(run=_check)
    calibrate = commands.add_parser(
        "calibrate", help="write the curves that agree with a trial's published numbers"
    )
    calibrate.add_argument("folder", type=_folder)
    calibrate.add_argument(
        "--curves",
        type=_count,
        default=calibration.CURVES,
        metavar="N",
        help="size of the sample behind the reconstruction band (default: %(default)s)",
    )
    calibrate.set_defaults(run=_calibrate)
    return parser


def _folder(text: str) -> Path:
    folder = Path(text).resolve()
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is not a folder. Name the folder of a trial.")
    return folder


def _count(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= _MOST_CURVES:
        raise argparse.ArgumentTypeError(
            f"{text} curves. Give a whole number from 1 to {_MOST_CURVES}."
        )
    return number


# Ten minutes of work, and a band that no longer moves.
_MOST_CURVES = 100_000


def _check(given: argparse.Namespace) -> int:
    return max(_check_one(folder) for folder in given.folders)


def _check_one(folder: Path) -> int:
    trial = _loaded(folder)
    if trial is None:
        return PROBLEMS
    for words in trial.refused_curves:
        _complain(f"{trial.id}: {words}")
    for words in trial.refused_local:
        _complain(words)
    if trial.refused_curves or trial.refused_local:
        return PROBLEMS
    read = [row.confirmed for row in trial.adverse_events] + [row.confirmed for row in trial.facts]
    confirmed = sum(one is not None for one in read)
    added = f" Numbers confirmed by a centre: {confirmed}." if confirmed else ""
    print(f"{trial.id}: fine. Calibrated curves: {len(trial.curves)}.{added}")
    return FINE


def _calibrate(given: argparse.Namespace) -> int:
    trial = _loaded(given.folder)
    if trial is None:
        return PROBLEMS
    wanted = calibrated.curves_wanted(trial)
    if not wanted:
        print(f"{trial.id}: no curve to calibrate.")
        return FINE
    results = [
        _calibrate_one(given.folder, trial, cut, endpoint, curves=given.curves)
        for cut, endpoint in wanted
    ]
    return max(results)


def _calibrate_one(folder: Path, trial: Trial, cut: str, endpoint: str, *, curves: int) -> int:
    name = calibrated.curve_name(cut, endpoint)
    print(f"{trial.id}, {name}: calibrating …", flush=True)
    try:
        record = _calibration(trial, cut, endpoint, curves=curves)
    except calibration.CalibrationError as error:
        _complain(f"{trial.id}, {name}: {error}")
        return PROBLEMS
    seed = trial.calibration.seed if trial.calibration else 0
    paths = write_curves(
        folder,
        record,
        method_version=calibration.METHOD_VERSION,
        seed=seed,
        assumptions=calibrated.stated_assumptions(trial, cut, curves=curves),
    )
    written = " and ".join(path.relative_to(folder).as_posix() for path in paths)
    print(
        f"{trial.id}, {name}: {record.curves_kept} of {record.curves_asked} curves kept, "
        f"tension {record.tension:+.2f} (limit {record.tension_limit:g}). Wrote {written}."
    )
    for check in record.checks:
        print(f"    {check.quantity}: {check.achieved:.4g}, published {check.target:.4g}")
    return FINE


def _calibration(trial: Trial, cut: str, endpoint: str, *, curves: int) -> CalibratedCurves:
    assert trial.calibration is not None  # curves_wanted names none without it
    # Each curve has its own stream: a new cut leaves the others as they were.
    own = int.from_bytes(calibrated.curve_name(cut, endpoint).encode())
    result = calibration.calibrate(
        calibrated.published_inputs(trial, cut, endpoint),
        calibrated.assumptions(trial, curves=curves),
        rng=np.random.default_rng([trial.calibration.seed, own]),
    )
    return calibrated.to_record(result, trial, data_cut=cut, endpoint=endpoint)


def _loaded(folder: Path) -> Trial | None:
    """The trial, or ``None`` after every problem was said in the words that the program shows."""
    try:
        return load_trial(folder)
    except TrialDataError as error:
        for problem in error.problems:
            _complain(str(problem))
        return None


def _complain(words: str) -> None:
    print(words, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
