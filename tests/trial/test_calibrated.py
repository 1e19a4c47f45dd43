"""Curves on disk: written once, refused when they no longer belong to the trial's numbers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.views import e1910
from tradeoff.__main__ import main
from tradeoff.statistics.calibration import METHOD_VERSION, PIECE_MONTHS, calibrate
from tradeoff.statistics.two_arms import Arms, Role
from tradeoff.trial.curves import (
    assumptions,
    curves_wanted,
    inputs_checksum,
    published_inputs,
    refusal,
    stated_assumptions,
    to_record,
)
from tradeoff.trial.reading import SHELF, load_trial, trial_ids
from tradeoff.trial.reading.calibrated import CurveFile
from tradeoff.trial.records import (
    CalibratedCurves,
    DigitisedArm,
    DigitisedCurves,
    MedianSurvival,
    Status,
    Trial,
)
from tradeoff.trial.told import Told

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = ROOT / "tests" / "bad_trials" / "minimal"
CURVES = "60"
FILE = "calibrated/os-first.json"
RUN = "Run `python -m tradeoff calibrate data/minimal`."


@pytest.fixture(scope="session")
def calibrated_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The minimal trial with its curve: fitted once, and only copied afterwards."""
    folder = Path(shutil.copytree(MINIMAL, tmp_path_factory.mktemp("calibrated") / "minimal"))
    assert main(["calibrate", str(folder), "--curves", CURVES]) == 0
    return folder


@pytest.fixture
def folder(calibrated_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(calibrated_once, tmp_path / "minimal"))


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(folder: Path) -> str:
    """The one reason for which the one curve is not used; the trial itself loads."""
    trial = load_trial(folder)
    assert trial.curves == ()
    (words,) = trial.refused_curves
    return words


def test_the_command_writes_a_curve_that_loads(folder: Path) -> None:
    trial = load_trial(folder)
    assert trial.refused_curves == ()
    curve = trial.curve("first", "os")
    assert curve is not None
    assert (curve.horizon_months, curve.curves_asked) == (24, int(CURVES))
    for role in Role:
        arm = curve.arm(role)
        assert arm.months == tuple(range(25))
        assert set(arm.landmark_standard_errors) == {12, 24}
        assert arm.restricted_mean_reconstruction.lower <= arm.restricted_mean_months
    difference = curve.experimental.restricted_mean_months - curve.control.restricted_mean_months
    assert curve.restricted_mean_difference_months == pytest.approx(difference, abs=1e-5)


def test_the_same_seed_writes_the_same_file_byte_for_byte(
    calibrated_once: Path, folder: Path
) -> None:
    shutil.rmtree(folder / "calibrated")
    assert main(["calibrate", str(folder), "--curves", CURVES]) == 0
    assert [path.name for path in (folder / "calibrated").iterdir()] == ["os-first.json"]
    assert (folder / FILE).read_bytes() == (calibrated_once / FILE).read_bytes()


def test_each_list_stands_on_one_line_with_at_most_six_decimals(folder: Path) -> None:
    text = (folder / FILE).read_text(encoding="utf-8")
    lines = [line.strip().removesuffix(",") for line in text.splitlines()]
    curves = json.loads(text)["curves"]
    for role in Role:
        columns = {name: one for name, one in curves[role].items() if isinstance(one, list)}
        assert set(columns) > {"months", "survival", "lower", "upper"}
        for name, column in columns.items():
            assert f'"{name}": {json.dumps(column)}' in lines
    assert not re.search(r"\.\d{7}", text)


def test_the_file_says_what_was_assumed_and_with_what_seed(folder: Path) -> None:
    made = json.loads((folder / FILE).read_text(encoding="utf-8"))
    assert made["note"] == (
        "Written by `python -m tradeoff calibrate data/minimal`. Not to be edited by hand."
    )
    assert made["seed"] == 1
    assert made["method_version"] == METHOD_VERSION
    assert made["assumptions"]["follow_up_half_width_months"] == 12
    # This cut states its follow-up: nothing is assumed.
    assert "follow_up_months" not in made["assumptions"]


def test_a_curve_that_is_not_there_yet_says_how_to_get_it(folder: Path) -> None:
    shutil.rmtree(folder / "calibrated")
    assert refused(folder) == f"os-first: no curve has been calibrated yet. {RUN}"


def test_why_a_curve_is_not_used_can_be_said_in_other_languages(folder: Path) -> None:
    for file in (folder / "calibrated").glob("*.json"):
        file.unlink()
    said = refused(folder)
    assert isinstance(said, Told)
    assert said.values["reason"] == "no curve has been calibrated yet"
    assert isinstance(said.values["reason"], Told)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("landmarks.csv", "24,control,0.70,", "24,control,0.71,"),
        ("landmarks.csv", "24,control,0.70,0.60,", "24,control,0.70,0.61,"),
        ("landmarks.csv", "12,control,0.90", "12,control,0.91"),
        ("hazard_ratios.csv", "0.62,", "0.63,"),
        ("hazard_ratios.csv", "0.36,", "0.35,"),
        ("trial.toml", "n_randomised = 100", "n_randomised = 101"),
        ("trial.toml", "median_follow_up_months = 30.0", "median_follow_up_months = 31.0"),
        ("trial.toml", "median_follow_up_months = 30.0\n", ""),
        ("trial.toml", "half_width_months = 12.0", "half_width_months = 11.0"),
    ],
)
def test_a_curve_is_stale_when_a_number_of_its_fit_changes(
    folder: Path, file: str, old: str, new: str
) -> None:
    spoil(folder, file, old, new)
    assert refused(folder) == (
        "os-first: the curve was calibrated from other numbers than the trial now holds. " + RUN
    )


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("landmarks.csv", "Table 2,published", "Table 2b,reported"),
        ("hazard_ratios.csv", "0.08,", "0.09,"),
        ("trial.toml", 'citation = "An', 'citation = "A'),
        ("trial.toml", "n_safety = 98", "n_safety = 99"),
        ("trial.toml", "last = 2026-01-01", "last = 2026-02-01"),
        (
            "trial.toml",
            "follow_up_months = 30.0\nfollow_up_half",
            "follow_up_months = 29\nfollow_up_half",
        ),
        ("trial.toml", "months = 30.0\nsource", "months = 30\nsource"),
        ("text.en.toml", 'name = "Minimal"', 'name = "Least"'),
        ("at_risk.csv", "control,24,40", "control,24,41"),
    ],
)
def test_a_corrected_citation_word_or_unused_number_breaks_no_curve(
    folder: Path, file: str, old: str, new: str
) -> None:
    spoil(folder, file, old, new)
    trial = load_trial(folder)
    assert trial.refused_curves == ()
    assert len(trial.curves) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"survival": [1.0, 0.9', '"survival": [1.0, 0.8'),
        ('"seed": 1', '"seed": 2'),
        ('"tension": ', '"tension": 1'),
        ('"piece_months": 6.0', '"piece_months": 5.0'),
        ('"method_version": "', '"method_version": "9'),
    ],
)
def test_a_curve_changed_by_hand_is_refused(folder: Path, old: str, new: str) -> None:
    spoil(folder, FILE, old, new)
    assert refused(folder) == f"os-first: {FILE} was changed after the calibration. {RUN}"


def test_a_file_laid_out_anew_by_an_editor_says_the_same(folder: Path) -> None:
    made = json.loads((folder / FILE).read_text(encoding="utf-8"))
    (folder / FILE).write_text(json.dumps(made, indent=4), encoding="utf-8")
    assert load_trial(folder).refused_curves == ()


def test_windows_line_ends_do_not_break_a_curve(folder: Path) -> None:
    for path in (folder / "calibrated").iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_trial(folder).refused_curves == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", f"{FILE}: the file is empty"),
        (b"\xff\xfe", FILE),
        (b"x", f"{FILE} is not what the command writes"),
        (b"{}", f"{FILE} is not what the command writes"),
        (b"[1, 2]", f"{FILE} is not what the command writes"),
        (b'{"seed": NaN}', f"{FILE} is not what the command writes"),
        (b"[" * 100_000, f"{FILE} is not what the command writes"),
    ],
)
def test_a_malformed_file_is_refused_in_words(folder: Path, content: bytes, words: str) -> None:
    (folder / FILE).write_bytes(content)
    said = refused(folder)
    assert said.startswith(f"os-first: {words}")
    assert said.endswith(RUN)


def rewritten(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the curves and give the change its checksum, as a faulty program might."""
    made = json.loads((folder / FILE).read_text(encoding="utf-8"))
    change(made["curves"])
    changed = CurveFile.model_validate_json(json.dumps(made))
    made["content_checksum"] = changed.checksum()
    (folder / FILE).write_text(json.dumps(made), encoding="utf-8")


def set_control(column: str, month: int, number: float) -> Callable[[dict[str, Any]], None]:
    def change(curves: dict[str, Any]) -> None:
        curves["control"][column][month] = number

    return change


def drop(*place: str) -> Callable[[dict[str, Any]], None]:
    """Leave the fifth month out of one column."""

    def change(curves: dict[str, Any]) -> None:
        *above, name = place
        for key in above:
            curves = curves[key]
        del curves[name][5]

    return change


def leave_the_landmark(curves: dict[str, Any]) -> None:
    curves["control"]["survival"][24] = 0.69
    for name in ("reconstruction", "sampling"):
        curves["control"][f"{name}_lower"][24] = 0.6
        curves["control"][f"{name}_upper"][24] = 0.8
    curves["control"]["lower"][24], curves["control"]["upper"][24] = 0.6, 0.8


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            drop("control", "survival"),
            f"{FILE} does not hold each month from 0 to 24 (control)",
        ),
        (
            drop("experimental", "upper"),
            f"{FILE} does not hold each month from 0 to 24 (experimental)",
        ),
        (
            set_control("months", 5, 6),
            f"{FILE} does not hold each month from 0 to 24 (control)",
        ),
        (
            drop("difference_upper"),
            f"{FILE} does not hold each month from 0 to 24 (difference)",
        ),
        (
            set_control("survival", 5, 0.999),
            f"{FILE}: survival does not start at 1, or rises (control)",
        ),
        (
            set_control("survival", 0, 0.999),
            f"{FILE}: survival does not start at 1, or rises (control)",
        ),
        (
            set_control("reconstruction_lower", 5, 0.999),
            f"{FILE}: the reconstruction band does not hold the curve (control)",
        ),
        (
            set_control("sampling_upper", 5, 0.9),
            f"{FILE}: the sampling band does not hold the curve (control)",
        ),
        (set_control("lower", 5, 0.96), f"{FILE}: the range does not hold both bands (control)"),
        (set_control("upper", 5, 0.97), f"{FILE}: the range does not hold both bands (control)"),
        (
            lambda curves: curves.update(endpoint="efs"),
            f"{FILE} belongs to efs-first",
        ),
        (
            leave_the_landmark,
            "the curve gives survival 0.6900 at 24 months (control), published is 0.7",
        ),
        (
            lambda curves: curves.update(tension=-3.4),
            "the hazard ratio lies 3.4 prior and sampling standard deviations from what the other "
            "numbers predict, above the limit of 3",
        ),
        (
            lambda curves: curves["checks"][6].update(achieved=0.7),
            "the curve does not meet its numbers: hazard ratio is 0.7, published 0.62",
        ),
    ],
)
def test_a_curve_that_cannot_be_right_is_refused(
    folder: Path, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    rewritten(folder, change)
    assert refused(folder) == f"os-first: {words}. {RUN}"


def test_inputs_from_which_no_curve_can_be_drawn_end_the_command_in_words(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(folder, "landmarks.csv", "24,experimental,0.80,0.71,0.87,0.95", "24,experimental,1,,,")
    spoil(folder, "landmarks.csv", "12,experimental,0.93", "12,experimental,1")
    assert main(["calibrate", str(folder), "--curves", CURVES]) == 1
    assert capsys.readouterr().err.startswith("minimal, os-first: experimental, 12 months: ")


# From records to inputs --------------------------------------------------------------------


@pytest.fixture
def trial(folder: Path) -> Trial:
    return load_trial(folder)


def test_a_fit_sees_its_own_cut_and_nothing_else(trial: Trial) -> None:
    published = published_inputs(trial, "first", "os")
    assert published.n_randomised == Arms(100, 101)
    assert [target.months for target in published.landmarks] == [12, 24]
    assert not published.landmarks[0].control.has_range
    assert published.landmarks[1].control.limits == (0.60, 0.78)
    assert published.hazard_ratio.limits == (0.36, 1.07)
    assert published.median_follow_up_months == 30


def test_events_behind_the_ratio_are_inputs_of_the_fit(trial: Trial) -> None:
    assert published_inputs(trial, "first", "os").events is None
    counts = {"events_control": 28, "events_experimental": 18}
    counted = trial.model_copy(
        update={"hazard_ratios": tuple(r.model_copy(update=counts) for r in trial.hazard_ratios)}
    )
    assert published_inputs(counted, "first", "os").events == Arms(28, 18)
    assert inputs_checksum(counted, "first", "os") != inputs_checksum(trial, "first", "os")


def test_beside_events_the_span_of_follow_up_is_held_and_stated_so() -> None:
    held, free = (
        stated_assumptions(e1910(), "nejm", endpoint)["follow_up_half_width_logit_sd"]
        for endpoint in ("os", "rfs")
    )
    assert held < free == assumptions(e1910()).follow_up_half_width_logit_sd
    for made in (one for name, one in SHIPPED.items() if name.startswith("e1910")):
        place = (made.curves.data_cut, made.curves.endpoint)
        assert made.assumptions == stated_assumptions(e1910(), *place)


def test_a_cut_without_a_ratio_or_landmarks_has_no_inputs(trial: Trial) -> None:
    without = trial.model_copy(update={"hazard_ratios": ()})
    assert curves_wanted(without) == ()
    with pytest.raises(ValueError, match="os-first: no hazard ratio"):
        published_inputs(without, "first", "os")


def median(
    arm: Role, months: float | None, *, analysis: str = "first", model: str | None = None
) -> MedianSurvival:
    return MedianSurvival(
        analysis=analysis,
        model=model,
        endpoint="os",
        arm=arm,
        reached=months is not None,
        months=months,
        source="paper",
        place="abstract",
        status=Status.PUBLISHED,
    )


def with_medians(trial: Trial, *medians: MedianSurvival, landmarks: bool = False) -> Trial:
    kept = trial.landmarks if landmarks else ()
    return trial.model_copy(update={"landmarks": kept, "medians": medians})


@pytest.fixture
def of_medians(trial: Trial) -> Trial:
    """The minimal trial as one that publishes medians, and its ratio without an interval."""
    bare = {"lower": None, "upper": None, "level": None}
    ratios = tuple(ratio.model_copy(update=bare) for ratio in trial.hazard_ratios)
    return with_medians(
        trial.model_copy(update={"hazard_ratios": ratios}),
        median(Role.EXPERIMENTAL, 20.6),
        median(Role.CONTROL, 13.0),
    )


def test_medians_of_both_arms_pin_a_curve_without_landmarks(of_medians: Trial) -> None:
    assert curves_wanted(of_medians) == (("first", "os"),)
    published = published_inputs(of_medians, "first", "os")
    assert published.landmarks == ()
    assert published.medians == Arms(13.0, 20.6)
    assert published.horizon_months == 21


def test_one_arms_median_alone_pins_no_curve(trial: Trial) -> None:
    one = with_medians(trial, median(Role.CONTROL, 13.0), median(Role.EXPERIMENTAL, None))
    assert curves_wanted(one) == ()
    with pytest.raises(ValueError, match="or a reached median of both arms"):
        published_inputs(one, "first", "os")


def test_medians_of_another_analysis_belong_to_no_cut(trial: Trial) -> None:
    elsewhere = with_medians(
        trial,
        median(Role.CONTROL, 13.0, analysis="paper"),
        median(Role.EXPERIMENTAL, 20.6, analysis="paper"),
    )
    assert curves_wanted(elsewhere) == ()


def test_medians_of_another_model_of_the_cut_pin_nothing(of_medians: Trial) -> None:
    adjusted = tuple(median(role, 15.0, model="adjusted") for role in Role)
    both = of_medians.model_copy(update={"medians": (*adjusted, *of_medians.medians)})
    assert published_inputs(both, "first", "os") == published_inputs(of_medians, "first", "os")
    assert curves_wanted(of_medians.model_copy(update={"medians": adjusted})) == ()


def test_one_arms_median_counts_up_to_the_last_landmark_and_not_beyond(trial: Trial) -> None:
    def published(months: float) -> tuple[Arms[float | None], float]:
        inputs = published_inputs(
            with_medians(trial, median(Role.CONTROL, months), landmarks=True), "first", "os"
        )
        return inputs.medians, inputs.horizon_months

    assert published(23.9) == (Arms(23.9, None), 24)
    assert published(50.6) == (Arms(None, None), 24)


def test_a_pair_with_a_digitised_curve_wants_no_calibrated_one(trial: Trial) -> None:
    arm = DigitisedArm(
        curve_months=(0.0, 24.0),
        curve_survival=(1.0, 0.7),
        risk_months=(0.0,),
        n_at_risk=(2,),
        time=(24.0, 24.0),
        event=(True, False),
        root_mean_square_error=0.0,
        largest_error=0.0,
    )
    figure = DigitisedCurves(
        data_cut="first",
        endpoint="os",
        control=arm,
        experimental=arm,
        source="paper",
        place="figure 1",
        status=Status.RECONSTRUCTED,
    )
    assert curves_wanted(trial) == (("first", "os"),)
    assert curves_wanted(trial.model_copy(update={"digitised": (figure,)})) == ()


@pytest.fixture
def median_record(of_medians: Trial) -> CalibratedCurves:
    assumed = assumptions(of_medians, curves=20)
    published = published_inputs(of_medians, "first", "os")
    result = calibrate(published, assumed, rng=np.random.default_rng(1))
    return to_record(result, of_medians, data_cut="first", endpoint="os")


def test_a_curve_of_medians_becomes_a_record_that_is_not_refused(
    of_medians: Trial, median_record: CalibratedCurves
) -> None:
    assert median_record.horizon_months == 21
    assert median_record.control.months == tuple(range(22))
    assert median_record.control.survival[13] == pytest.approx(0.5, abs=0.001)
    assert median_record.control.landmark_standard_errors == {}
    assert refusal(of_medians, median_record) is None


def test_a_curve_that_leaves_a_median_or_ends_elsewhere_is_refused(
    of_medians: Trial, median_record: CalibratedCurves
) -> None:
    lifted = median_record.control.model_copy(
        update={"survival": tuple(min(1.0, s + 0.01) for s in median_record.control.survival)}
    )
    assert refusal(of_medians, median_record.model_copy(update={"control": lifted})) == (
        "the curve does not give one half at 13 months (control), the published median"
    )
    assert refusal(of_medians, median_record.model_copy(update={"horizon_months": 20})) == (
        "the curve ends at 20 months, the published numbers at 21"
    )


def test_a_curve_of_medians_is_stale_when_a_median_changes(
    of_medians: Trial, median_record: CalibratedCurves
) -> None:
    changed = with_medians(of_medians, median(Role.EXPERIMENTAL, 20.6), median(Role.CONTROL, 13.1))
    assert refusal(changed, median_record) == (
        "the curve was calibrated from other numbers than the trial now holds"
    )


def test_the_length_of_the_pieces_is_the_trials_and_the_methods_where_it_has_none(
    trial: Trial,
) -> None:
    assert trial.calibration is not None
    assert assumptions(trial).piece_months == 6
    own = trial.calibration.model_copy(update={"piece_months": 1.0})
    short = trial.model_copy(update={"calibration": own})
    assert stated_assumptions(short, "first", "os")["piece_months"] == 1
    assert inputs_checksum(short, "first", "os") != inputs_checksum(trial, "first", "os")


def test_a_printed_standard_error_is_no_target_of_the_fit(trial: Trial) -> None:
    # Whose formula it is, no source says: an interval that was published is another matter.
    plain, printed = (
        trial.model_copy(
            update={
                "landmarks": tuple(
                    entry.model_copy(update={"standard_error": error})
                    for entry in trial.landmarks
                    if entry.lower is None
                )
            }
        )
        for error in (None, 0.02)
    )
    assert published_inputs(printed, "first", "os") == published_inputs(plain, "first", "os")
    assert not published_inputs(printed, "first", "os").landmarks[0].control.has_range


def test_events_of_one_arm_alone_are_no_target_of_the_fit(trial: Trial) -> None:
    plain, counted = (
        trial.model_copy(
            update={
                "hazard_ratios": tuple(
                    entry.model_copy(update={"events_control": events, "events_experimental": None})
                    for entry in trial.hazard_ratios
                )
            }
        )
        for events in (None, 20)
    )
    assert published_inputs(counted, "first", "os").events is None
    assert inputs_checksum(counted, "first", "os") == inputs_checksum(plain, "first", "os")


def test_a_trial_without_assumptions_wants_no_curve(trial: Trial) -> None:
    without = trial.model_copy(update={"calibration": None})
    assert curves_wanted(without) == ()
    with pytest.raises(ValueError, match=r"minimal has no \[calibration\] table"):
        assumptions(without)


def test_an_assumed_follow_up_is_named_only_where_none_is_stated(trial: Trial) -> None:
    assert "follow_up_months" not in stated_assumptions(trial, "first", "os")
    (cut,) = trial.data_cuts
    unstated = cut.model_copy(update={"median_follow_up_months": None})
    assumed = trial.model_copy(update={"data_cuts": (unstated,)})
    assert stated_assumptions(assumed, "first", "os")["follow_up_months"] == 30
    assert inputs_checksum(assumed, "first", "os") != inputs_checksum(trial, "first", "os")


def test_the_size_of_the_sample_is_part_of_the_checksum(trial: Trial) -> None:
    small, large = (inputs_checksum(trial, "first", "os", curves=n) for n in (60, 61))
    assert small != large


def test_loading_a_trial_does_not_import_scipy() -> None:
    code = (
        "import sys; from pathlib import Path; from tradeoff.trial.reading import load_trial; "
        f"load_trial(Path({str(MINIMAL)!r})); sys.exit('scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_a_trial_may_leave_the_width_of_its_ratio_out_of_the_fit() -> None:
    assumed = e1910().calibration
    assert assumed is not None
    narrow = assumed.model_copy(update={"fit_ratio_interval": False})
    trial = e1910().model_copy(update={"calibration": narrow})
    curve = trial.curves[0]
    place = curve.data_cut, curve.endpoint
    with_width = published_inputs(e1910(), *place).hazard_ratio
    without = published_inputs(trial, *place).hazard_ratio
    assert (without.value, without.has_range) == (with_width.value, False)
    assert with_width.has_range
    assert refusal(e1910(), curve) is None
    assert refusal(trial, curve) == (
        "the curve was calibrated from other numbers than the trial now holds"
    )


# Every curve that is shipped ----------------------------------------------------------------


def shipped_files() -> dict[str, CurveFile]:
    """As they lie on the shelf, whatever the trials' other files say meanwhile."""
    return {
        f"{trial}, {path.stem}": CurveFile.model_validate_json(path.read_text("utf-8"))
        for trial in trial_ids(SHELF)
        for path in sorted((SHELF / trial / "calibrated").glob("*.json"))
    }


SHIPPED = shipped_files()
each_curve = pytest.mark.parametrize("name", list(SHIPPED))


def test_the_first_trials_curves_are_among_them() -> None:
    assert {"e1910, os-nejm", "e1910, rfs-nejm", "e1910, os-fda-later"} < set(SHIPPED)


@each_curve
def test_every_published_number_is_met_within_the_stated_tolerance(name: str) -> None:
    tolerances = {
        "survival": 0.001,
        "standard error of survival": 0.001,
        "survival at the median": 0.001,
        "hazard ratio": 0.01,
        "events": 1,
        "median follow-up": 0.5,
    }
    for check in SHIPPED[name].curves.checks:
        kind = check.quantity.split(",")[0]
        limit = 0.02 if check.quantity.endswith("limit") else tolerances[kind]
        assert check.tolerance == limit, check.quantity
        assert check.achieved == pytest.approx(check.target, abs=limit), check.quantity


def test_the_deaths_of_the_first_trial_are_met_beside_all_its_other_numbers() -> None:
    checks = {check.quantity: check for check in SHIPPED["e1910, os-nejm"].curves.checks}
    assert checks.keys() == {
        *("survival, control, 36 months", "survival, experimental, 36 months"),
        *("hazard ratio", "hazard ratio, lower limit", "hazard ratio, upper limit"),
        *("events, control", "events, experimental", "median follow-up, months"),
    }
    assert [checks[f"events, {role}"].target for role in Role] == [40, 17]
    assert not any("events" in one.quantity for one in SHIPPED["e1910, rfs-nejm"].curves.checks)


@each_curve
def test_the_range_holds_both_bands_at_every_month(name: str) -> None:
    for role in Role:
        arm = SHIPPED[name].curves.arm(role)
        for month in arm.months:
            lowest = min(arm.reconstruction_lower[month], arm.sampling_lower[month])
            highest = max(arm.reconstruction_upper[month], arm.sampling_upper[month])
            assert arm.lower[month] <= lowest
            assert highest <= arm.upper[month]


@pytest.mark.parametrize(
    "name",
    # Where half of the patients have the event within weeks, all moves faster.
    [name for name, made in SHIPPED.items() if made.assumptions["piece_months"] == PIECE_MONTHS],
)
def test_near_a_landmark_the_range_does_not_jump(name: str) -> None:
    """From limit to curve: it changes by two points a month at most, half a year about each."""
    near = round(PIECE_MONTHS)
    for role in Role:
        arm = SHIPPED[name].curves.arm(role)
        below = [alive - low for alive, low in zip(arm.survival, arm.lower, strict=True)]
        above = [high - alive for alive, high in zip(arm.survival, arm.upper, strict=True)]
        for distances in (below, above):
            changes = [abs(after - before) for before, after in pairwise(distances)]
            for landmark in arm.landmark_standard_errors:
                assert max(changes[landmark - near : landmark + near]) <= 0.02


@each_curve
def test_the_range_of_the_difference_holds_the_difference(name: str) -> None:
    curves = SHIPPED[name].curves
    arms = zip(curves.experimental.survival, curves.control.survival, strict=True)
    limits = zip(curves.difference_lower, curves.difference_upper, strict=True)
    for (experimental, control), (lower, upper) in zip(arms, limits, strict=True):
        assert lower - 1e-6 <= experimental - control <= upper + 1e-6
