"""``check`` and ``calibrate``: for the person who keeps the data."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tradeoff.commands.terminal import (
    FINE,
    FOLDER_HELP,
    PROBLEMS,
    FileError,
    complain,
    folder,
    loaded,
    refused,
    say,
)
from tradeoff.statistics import calibration
from tradeoff.trial import curves as calibrated
from tradeoff.trial.reading import (
    SITE_FILE,
    TrialDataError,
    holds_trials,
    load_trial,
    read_site,
    stray_files,
    text_languages,
    trial_ids,
    write_curves,
)
from tradeoff.trial.records import CalibratedCurves, Site, Trial
from tradeoff.words import check as judgement
from tradeoff.words.catalogues import languages

# Ten minutes of work, and a band that no longer moves.
_MOST_CURVES = 100_000


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], ending: str) -> None:
    """Both commands with their options."""
    check = commands.add_parser(
        "check",
        help="say everything that is wrong with trials' folders",
        description="Say everything that is wrong with trials' folders. Of the folder that holds "
        "them (data) also what is wrong with a centre's own settings, site.toml. Changes nothing.",
        epilog=ending,
    )
    check.add_argument(
        "folders",
        nargs="+",
        type=folder,
        metavar="folder",
        help=f"{FOLDER_HELP}, or data itself: then every trial in it, and site.toml",
    )
    check.set_defaults(run=_check)
    calibrate = commands.add_parser(
        "calibrate",
        help="write the curves that agree with a trial's published numbers",
        description="Write the curves that agree with a trial's published numbers into its folder "
        "calibrated/. Takes some seconds for each curve.",
        epilog=ending,
    )
    calibrate.add_argument("folder", type=folder, help=FOLDER_HELP)
    calibrate.add_argument(
        "--curves",
        type=_count,
        default=calibration.CURVES,
        metavar="N",
        help="size of the sample behind the reconstruction band (default: %(default)s)",
    )
    calibrate.set_defaults(run=_calibrate)


def _count(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= _MOST_CURVES:
        raise argparse.ArgumentTypeError(
            f"{text} curves. Give a whole number from 1 to {_MOST_CURVES}."
        )
    return number


def _check(given: argparse.Namespace) -> int:
    return max(
        _check_shelf(path) if holds_trials(path) else _check_one(path) for path in given.folders
    )


def _check_shelf(path: Path) -> int:
    """The centre's settings, then every trial."""
    trials = trial_ids(path)
    read = read_site(path, trials=trials, languages=languages())
    problems = (*stray_files(path), *read.problems)
    for problem in problems:
        complain(str(problem))
    settings = PROBLEMS if problems else FINE
    if not read.problems and (said := _settings(read.site)):
        say(f"{SITE_FILE}: fine. {said}")
    return max((settings, *(_check_one(path / name) for name in trials)))


def _settings(site: Site) -> str:
    """What a centre set, as the program takes it; nothing where it set nothing."""
    dialled = f"a link that dials {site.dialled}" if site.dialled else "text without a link"
    told = {
        "Name": site.name,
        "Number to call": site.phone and f"{site.phone} ({dialled})",
        "Language": site.language,
        "Trials": site.trials and ", ".join(site.trials),
    }
    return " ".join(f"{name}: {value}." for name, value in told.items() if value)


def _check_one(path: Path) -> int:
    trial = loaded(path)
    if trial is None:
        return PROBLEMS
    problems = (*refused(trial, path), *trial.refused_local, *_translations(path))
    found = judgement.judge(trial)
    for words in (*problems, *found.tensions, *found.mends):
        complain(words)
    if problems:
        return PROBLEMS
    say(f"{trial.id}: {_verdict(found)}. {_counted(trial)}")
    for line in judgement.fit_lines(trial):
        say(f"    {line}")
    return FINE


def _translations(path: Path) -> Iterator[str]:
    """What is wrong with the words in other languages: the numbers have been checked by then."""
    for language in text_languages(path):
        if language != "en":
            try:
                load_trial(path, language=language)
            except TrialDataError as error:
                yield from map(str, error.problems)


def _verdict(found: judgement.Judgement) -> str:
    count = len(found.tensions)
    if not count:
        return "fine"
    return f"fine, with {count} {'tension' if count == 1 else 'tensions'}"


def _counted(trial: Trial) -> str:
    read = [row.confirmed for row in trial.adverse_events] + [row.confirmed for row in trial.facts]
    numbers = sum(one is not None for one in read)
    harms = {row.harm for row in trial.adverse_events if row.confirmed}
    entries = len(harms) + sum(row.confirmed is not None for row in trial.facts)
    added = f" Confirmed by a centre: {entries} (numbers: {numbers})." if numbers else ""
    figures = f" Curves from figures: {len(trial.digitised)}." if trial.digitised else ""
    return f"Calibrated curves: {len(trial.curves)}.{figures}{added}"


def _calibrate(given: argparse.Namespace) -> int:
    trial = loaded(given.folder)
    if trial is None:
        return PROBLEMS
    wanted = calibrated.curves_wanted(trial)
    if not wanted:
        say(f"{trial.id}: no curve to calibrate.")
        return FINE
    results = [
        _calibrate_one(given.folder, trial, cut, endpoint, curves=given.curves)
        for cut, endpoint in wanted
    ]
    return max(results)


def _calibrate_one(path: Path, trial: Trial, cut: str, endpoint: str, *, curves: int) -> int:
    name = calibrated.curve_name(cut, endpoint)
    say(f"{trial.id}, {name}: calibrating …")
    try:
        record = _calibration(trial, cut, endpoint, curves=curves)
    except calibration.CalibrationError as error:
        complain(f"{trial.id}, {name}: {error}")
        return PROBLEMS
    written = _written(path, trial, record, curves=curves)
    say(
        f"{trial.id}, {name}: {record.curves_kept} of {record.curves_asked} curves kept, "
        f"tension {record.tension:+.2f} (limit {record.tension_limit:g}). Wrote {written}."
    )
    for check in record.checks:
        say(f"    {check.quantity}: {check.achieved:.4g}, published {check.target:.4g}")
    return FINE


def _written(path: Path, trial: Trial, record: CalibratedCurves, *, curves: int) -> str:
    """The name of a curve's file, once it is written."""
    try:
        file = write_curves(
            path,
            record,
            method_version=calibration.METHOD_VERSION,
            seed=trial.calibration.seed if trial.calibration else 0,
            assumptions=calibrated.stated_assumptions(
                trial, record.data_cut, record.endpoint, curves=curves
            ),
        )
    except OSError as error:
        raise FileError.of(path / "calibrated", error) from error
    return file.relative_to(path).as_posix()


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
