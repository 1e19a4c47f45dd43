"""Digitised curves: from clicks to pseudo-patients, and every word about a folder's faults."""

from __future__ import annotations

import csv
import json
import math
import shutil
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from tradeoff.__main__ import main
from tradeoff.statistics.reconstruction import ReconstructionError
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import digitised
from tradeoff.trial.curves import curves_wanted
from tradeoff.trial.digitised import Clicks, at_row, rebuild_arm
from tradeoff.trial.reading import MAX_POINTS, TrialDataError, load_trial, trial_ids
from tradeoff.trial.records import Status, Trial
from tradeoff.trial.told import Told

DATA = Path(__file__).resolve().parents[2] / "data"
DEMO = "demo-colon"
MINIMAL = Path(__file__).parents[1] / "bad_trials" / "minimal"
CASES = Path(__file__).parents[1] / "reference" / "cases"
CONTROL, EXPERIMENTAL = "curves/os-control.csv", "curves/os-experimental.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The demonstration, to be spoiled."""
    return Path(shutil.copytree(DATA / DEMO, tmp_path / DEMO))


def problems_of(folder: Path) -> list[str]:
    """What is wrong, without the folder's name."""
    with pytest.raises(TrialDataError) as caught:
        load_trial(folder)
    return [str(one).removeprefix(f"{folder.name}/") for one in caught.value.problems]


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def demo() -> Trial:
    return load_trial(DATA / DEMO)


def clicks(**changes: object) -> Clicks:
    """A hundred people with a constant hazard, clicked by a steady hand."""
    months = [24 * step / 40 for step in range(41)]
    given: dict[str, object] = {
        "points": tuple((month, round(math.exp(-month / 40), 4)) for month in months),
        "risk_months": (0.0, 12.0, 24.0),
        "n_at_risk": (100, 70, 40),
    }
    return Clicks(**{**given, **changes})  # type: ignore[arg-type]


# Clicks to pseudo-patients -----------------------------------------------------------------


def test_the_demonstration_meets_its_numbers_at_risk_and_its_events_exactly() -> None:
    (curves,) = demo().digitised
    for role, events in ((Role.CONTROL, 168), (Role.EXPERIMENTAL, 123)):
        arm = curves.arm(role)
        assert digitised.at_risk_found(arm) == arm.n_at_risk
        assert (sum(arm.event), arm.events_stated) == (events, events)
        assert len(arm.time) == arm.n_at_risk[0]


def test_the_rebuilt_survival_agrees_with_r_on_the_patients_that_were_drawn() -> None:
    """colon_os_expected.json, R 4.2.2: landmarks within a click's jitter, errors within 2 %."""
    expected = json.loads((CASES / "colon_os_expected.json").read_text(encoding="utf-8"))
    (curves,) = demo().digitised
    for role, arm in ((Role.CONTROL, "arm0"), (Role.EXPERIMENTAL, "arm1")):
        for row in expected["arms"][arm]["km"]:
            read = digitised.on_curve(curves.arm(role), row["time"])
            assert read is not None
            assert read.value == pytest.approx(row["surv"], abs=0.01)
            assert read.standard_error == pytest.approx(row["se_greenwood"], rel=0.02)
    ratio = digitised.hazard_ratio(curves)
    assert ratio is not None
    assert ratio.value == pytest.approx(expected["cox_efron"]["hr"], rel=0.02)


def test_the_demonstrations_clicks_are_those_of_the_reference_case() -> None:
    with (CASES / "colon_os_curve_noisy1.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    (curves,) = demo().digitised
    for role, arm in ((Role.CONTROL, "0"), (Role.EXPERIMENTAL, "1")):
        own = [(float(row["time"]), float(row["surv"])) for row in rows if row["arm"] == arm]
        shipped = curves.arm(role)
        assert list(zip(shipped.curve_months, shipped.curve_survival, strict=True)) == own


def test_a_curve_in_percent_is_mended_and_kept_from_0_to_1() -> None:
    plain = rebuild_arm(clicks())
    scaled = clicks(points=tuple((month, 100 * s) for month, s in clicks().points))
    mended = rebuild_arm(scaled)
    assert mended.curve_survival == pytest.approx(plain.curve_survival)
    assert (mended.time, mended.event) == (plain.time, plain.event)
    assert any("percent" in words for words in mended.mends)


def test_a_mend_names_the_row_of_the_file_and_not_of_the_data() -> None:
    points = list(clicks().points)
    points[20] = (points[20][0], 0.2)
    rows = tuple(range(102, 102 + len(points)))
    named = rebuild_arm(clicks(points=tuple(points), file_rows=rows)).mends
    counted = rebuild_arm(clicks(points=tuple(points))).mends
    assert any("ow 122" in words for words in named)
    assert any("ow 21" in words for words in counted)


def test_a_mend_keeps_its_message_so_that_other_languages_can_say_it() -> None:
    points = tuple((month, 100 * share) for month, share in clicks().points[1:])
    mends = rebuild_arm(clicks(points=points)).mends
    assert len(mends) > 1
    assert all(isinstance(one, Told) for one in mends)
    told = [one for one in mends if isinstance(one, Told) and "time" in one.values]
    assert any(
        one.message == "The curve starts at time {time:g}; the point (0, 1) was put before it."
        for one in told
    )


def test_further_rows_with_a_fault_are_those_of_the_file_too() -> None:
    points = [(month, 2.0 if 3 <= at < 12 else share)
              for at, (month, share) in enumerate(clicks().points)]  # fmt: skip
    with pytest.raises(ReconstructionError) as caught:
        rebuild_arm(clicks(points=tuple(points)))
    (found,) = caught.value.problems
    rows = tuple(range(102, 102 + len(points)))
    placed = at_row(found, "Dara", curve=("a.csv", rows), at_risk=("b.csv", ()))
    assert str(placed) == (
        "a.csv, row 105: survival is 2. Survival lies between 0 and 1: check the axis and the "
        "order of the columns. (Also row 106, 107, 108, 109, 110 and 3 more.) (Dara)"
    )
    assert isinstance(placed.message, Told)


def test_stated_events_are_met_exactly() -> None:
    for events in (40, 45, 48):
        assert sum(rebuild_arm(clicks(events=events)).event) == events


def test_no_click_at_all_is_refused_as_the_reconstruction_does() -> None:
    with pytest.raises(ReconstructionError):
        rebuild_arm(clicks(points=()))


def test_nothing_is_read_off_past_the_last_pseudo_patient() -> None:
    arm = rebuild_arm(clicks())
    assert digitised.on_curve(arm, max(arm.time) + 0.1) is None
    assert digitised.on_curve(arm, 12) is not None


def test_at_every_month_those_at_risk_censored_and_with_events_sum_to_all() -> None:
    for curves in demo().digitised:
        for role in Role:
            arm = curves.arm(role)
            table = digitised.risk_rows(arm, np.arange(109))
            total = table.n_at_risk + table.n_events + table.n_censored
            assert set(total.tolist()) == {len(arm.time)}


@pytest.mark.parametrize(("last", "horizon"), [(None, 105), (60, 60), (200, 105)])
def test_means_end_where_both_arms_are_drawn_and_something_is_published(
    last: int | None, horizon: int
) -> None:
    (curves,) = demo().digitised
    assert digitised.mean_horizon(curves, last) == horizon


def test_without_events_in_an_arm_there_is_no_hazard_ratio() -> None:
    (curves,) = demo().digitised
    quiet = curves.control.model_copy(update={"event": (False,) * len(curves.control.time)})
    assert digitised.hazard_ratio(curves.model_copy(update={"control": quiet})) is None


# A folder with curves ----------------------------------------------------------------------


def test_the_figures_source_and_place_are_those_of_its_numbers_at_risk() -> None:
    (curves,) = demo().digitised
    assert (curves.source, curves.place) == (
        "r-survival",
        "Kaplan-Meier figure of the colon data (deaths)",
    )
    assert curves.status is Status.RECONSTRUCTED


def test_unconfirmed_numbers_at_risk_make_an_unconfirmed_curve(folder: Path) -> None:
    spoil(folder, "at_risk.csv", "(deaths),derived", "(deaths),unconfirmed")
    (curves,) = load_trial(folder).digitised
    assert curves.status is Status.UNCONFIRMED


def test_without_stated_events_the_curve_asks_for_its_own(folder: Path) -> None:
    spoil(folder, "hazard_ratios.csv", ",168,123,", ",,,")
    (curves,) = load_trial(folder).digitised
    assert curves.control.events_stated is None
    assert sum(curves.control.event) == pytest.approx(168, abs=5)


def test_the_ratio_of_another_model_does_not_stand_in_for_the_cuts_own(folder: Path) -> None:
    """Not even where its row comes first: neither its events nor its ratio are the cut's."""
    (before,) = load_trial(folder).digitised
    header, own = (folder / "hazard_ratios.csv").read_text(encoding="utf-8").splitlines()
    adjusted = own.replace("0.689,0.546,0.869", "0.70,0.55,0.89").replace(",168,123,", ",,,")
    rows = (f"{header},model", f"{adjusted},adjusted", f"{own},")
    (folder / "hazard_ratios.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with (folder / "text.en.toml").open("a", encoding="utf-8") as text:
        text.write('\n[models]\nadjusted = "adjusted for sex"\n')
    trial = load_trial(folder)
    assert trial.digitised == (before,)
    assert (before.control.events_stated, before.experimental.events_stated) == (168, 123)
    ratio = trial.hazard_ratio("public-data", "os")
    assert ratio is not None
    assert ratio.value == 0.689


def test_what_a_digitiser_writes_is_read(folder: Path) -> None:
    """All digits, exponents, a byte order mark, line ends of another system, empty last lines."""
    text = (folder / CONTROL).read_text(encoding="utf-8")
    text = text.replace("0.0,1.0", "1.2e-05,0.99998765432101234567", 1)
    written = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() + b"\r\n\r\n"
    (folder / CONTROL).write_bytes(written)
    (curves,) = load_trial(folder).digitised
    assert curves.control.curve_months[0] == 1.2e-05


def test_a_digitised_curve_takes_the_place_of_a_calibrated_one(tmp_path: Path) -> None:
    """The minimal trial wants a calibrated curve; with clicks beside it, it does not any more."""
    folder = Path(shutil.copytree(MINIMAL, tmp_path / "minimal"))
    assert load_trial(folder).refused_curves == (
        "os-first: no curve has been calibrated yet. "
        "Run `python -m tradeoff calibrate data/minimal`.",
    )
    (folder / "curves").mkdir()
    for role, last in ((Role.CONTROL, 0.70), (Role.EXPERIMENTAL, 0.80)):
        rate = -math.log(last) / 24
        rows = "".join(f"{m},{math.exp(-rate * m):.4f}\n" for m in range(25))
        (folder / f"curves/os-{role}.csv").write_text(f"months,survival\n{rows}")
    trial = load_trial(folder)
    assert (trial.refused_curves, trial.curves) == ((), ())
    assert curves_wanted(trial) == ()
    assert trial.digitised_curve("first", "os") is not None


def test_the_clicks_belong_to_the_fingerprint(folder: Path) -> None:
    before = load_trial(folder).fingerprint
    spoil(folder, CONTROL, "2.54,1.0", "2.54,0.999")
    assert load_trial(folder).fingerprint != before


def test_a_demonstration_comes_last_whatever_its_name(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "minimal")
    shutil.copytree(DATA / DEMO, tmp_path / "a-demo")
    assert trial_ids(tmp_path) == ("minimal", "a-demo")
    assert trial_ids(DATA)[-1] == DEMO


def test_loading_the_demonstration_takes_less_than_a_second() -> None:
    start = time.process_time()
    demo()
    assert time.process_time() - start < 1


# Each fault, and its words -----------------------------------------------------------------


class Fault(NamedTuple):
    """In ``file`` the first ``old`` becomes ``new``; then all of ``problems`` are reported."""

    file: str
    old: str
    new: str
    problems: list[str]


FAULTS = [
    Fault(
        CONTROL,
        "months,survival",
        "month,survival",
        [f'{CONTROL}, row 1: column "month" is not known here. Rename it to months.'],
    ),
    Fault(
        CONTROL,
        "months,survival",
        "months;survival",
        [f"{CONTROL}, row 1: cells are separated by semicolons. Save the file with commas."],
    ),
    Fault(
        CONTROL,
        "1.0,1.0",
        "1.0,100%",
        [
            f'{CONTROL}, row 3: survival is "100%". Give a plain number without a percent sign: '
            "0.5 for 50 %."
        ],
    ),
    Fault(
        CONTROL,
        "1.0,1.0",
        "1.0,",
        [f"{CONTROL}, row 3: survival is empty. Fill the cell."],
    ),
    Fault(
        CONTROL,
        "1.0,1.0",
        "1.0,nan",
        [f'{CONTROL}, row 3: survival is "nan". Give a number, or leave the row out.'],
    ),
    Fault(
        CONTROL,
        "1.0,1.0",
        "1.0,1.0,1",
        [
            f"{CONTROL}, row 3: the row has 3 cells, the header has 2. Put text that holds a comma "
            "in quotation marks, or add what is missing."
        ],
    ),
    Fault(
        CONTROL,
        "1.0,1.0",
        "1.0,3.0",
        [
            f"{CONTROL}, row 3: survival is 3. Survival lies between 0 and 1: check the axis and "
            "the order of the columns."
        ],
    ),
    Fault(
        EXPERIMENTAL,
        "103.65,0.558",
        "3.65,0.558",
        [
            f"{EXPERIMENTAL}, row 119: time goes back from 102.42 to 3.65. Give the clicks of one "
            "arm only, in order of time."
        ],
    ),
    Fault(
        "at_risk.csv",
        "public-data,os,control,0,315,r-survival,Kaplan-Meier figure of the colon data (deaths),"
        "derived\n",
        "",
        [
            "at_risk.csv, row 2: the first time is 12. Add the row of time 0, the number of "
            "patients. (os, control)"
        ],
    ),
    Fault(
        "at_risk.csv",
        "control,36,205",
        "control,36,305",
        [
            "at_risk.csv, row 5: n_at_risk rises from 239 to 305 (control, 36 months). Numbers at "
            "risk can only fall. Check the row against the figure."
        ],
    ),
    Fault(
        "at_risk.csv",
        "control,36,205",
        "control,36,2o5",
        ['at_risk.csv, row 5: n_at_risk is "2o5". Give a whole number, with digits only.'],
    ),
    Fault(
        "hazard_ratios.csv",
        ",168,123,",
        ",400,123,",
        [
            "hazard_ratios.csv, row 2: events_control is 400, but the figure's numbers at risk "
            "start at 315 (os, control). Check both against the source."
        ],
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.file}: {fault.new[:40]!r}")
def test_each_fault_is_said_with_its_place_the_fact_and_the_next_step(
    folder: Path, fault: Fault
) -> None:
    spoil(folder, fault.file, fault.old, fault.new)
    assert problems_of(folder) == fault.problems


def test_a_curve_of_one_arm_alone_is_refused(folder: Path) -> None:
    (folder / EXPERIMENTAL).unlink()
    assert problems_of(folder) == [
        f"{CONTROL}: {EXPERIMENTAL} is missing. Add it: a curve is shown only beside that of the "
        "other arm."
    ]


def test_a_curve_without_numbers_at_risk_is_refused(folder: Path) -> None:
    text = (folder / "at_risk.csv").read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if ",control," not in row]
    (folder / "at_risk.csv").write_text("\n".join(rows), encoding="utf-8")
    assert problems_of(folder) == [
        f"{CONTROL}: at_risk.csv holds no row of os (control). A curve is rebuilt only with the "
        "numbers at risk printed under it: add them."
    ]
    (folder / "at_risk.csv").unlink()
    assert [line.split(": ")[0] for line in problems_of(folder)] == [CONTROL, EXPERIMENTAL]


def test_numbers_at_risk_of_two_data_cuts_are_refused(folder: Path) -> None:
    with (folder / "trial.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[data_cuts]]\nid = "later"\nsource = "r-survival"\nplace = "x"\n')
        file.write('status = "published"\n')
    with (folder / "text.en.toml").open("a", encoding="utf-8") as file:
        file.write('\n[cuts.later]\nname = "Later"\nanalysis = "a later look"\n')
    with (folder / "at_risk.csv").open("a", encoding="utf-8") as file:
        file.write("later,os,control,0,315,r-survival,Figure 9,published\n")
    assert problems_of(folder) == [
        f"{CONTROL}: at_risk.csv gives os in 2 data cuts (public-data, later). A figure belongs to "
        "one analysis: keep the rows of the cut that it shows."
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("os-contrl.csv", ' Did you mean "curves/os-control.csv"?'),
        ("figure.png", ""),
        ("pfs-control.csv", ' Did you mean "curves/os-control.csv"?'),
    ],
)
def test_a_file_that_the_format_does_not_know_is_said(folder: Path, name: str, meant: str) -> None:
    (folder / "curves" / name).write_bytes(b"\x89")
    assert problems_of(folder) == [
        f"curves/{name}: the format has no file of this name.{meant} Name it after an end point "
        "and an arm, such as curves/os-control.csv, or take it out."
    ]


def test_hidden_files_in_the_folder_are_passed_over(folder: Path) -> None:
    (folder / "curves" / ".DS_Store").write_bytes(b"\x00")
    assert load_trial(folder).digitised


def test_too_many_points_are_refused(folder: Path) -> None:
    rows = "".join(f"{row / 1000},{1 - row / 10**5}\n" for row in range(MAX_POINTS + 1))
    (folder / CONTROL).write_text(f"months,survival\n{rows}", encoding="utf-8")
    assert problems_of(folder) == [
        f"{CONTROL}: the file holds 20001 points, the limit is 20000. Give one arm's curve, "
        "clicked by hand or thinned out."
    ]


def test_a_file_too_large_is_refused(folder: Path) -> None:
    (folder / CONTROL).write_text("months,survival\n" + "0.5,0.5\n" * 200_000, encoding="utf-8")
    assert problems_of(folder) == [
        f"{CONTROL}: the file has 1600016 bytes, the limit is 1000000. Check that it is the right "
        "file."
    ]


def test_a_curve_of_another_arm_is_said_at_the_rows_that_tell(folder: Path) -> None:
    """A far steeper curve over the experimental arm's numbers at risk."""
    steep = "".join(f"{month},{max(0.02, 1 - month / 40):.3f}\n" for month in range(109))
    (folder / EXPERIMENTAL).write_text(f"months,survival\n{steep}", encoding="utf-8")
    assert problems_of(folder) == [
        "at_risk.csv, row 13: at time 12: 279 of 304 are at risk, but survival is 0.775, less than "
        "that share. Check that curve and table are of one arm and in one unit of time, and what "
        "is printed on the vertical axis. (Also row 14, 15, 16, 17, 18 and 1 more.) (os, "
        "experimental)"
    ]


def test_all_faults_of_the_curves_stand_beside_those_of_the_other_files(folder: Path) -> None:
    spoil(folder, "trial.toml", 'version = "2026-11"\n', "")
    spoil(folder, CONTROL, "1.0,1.0", "1.0,x")
    spoil(folder, EXPERIMENTAL, "months,survival", "months,share")
    spoil(folder, "text.en.toml", 'funding = "Not stated in the data set."\n', "")
    files = list(dict.fromkeys(line.split(",")[0].split(":")[0] for line in problems_of(folder)))
    assert files == ["trial.toml", CONTROL, EXPERIMENTAL, "text.en.toml"]


def test_the_check_counts_the_curves_from_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(DATA / DEMO)]) == 0
    verdict, *fits = capsys.readouterr().out.splitlines()
    assert verdict == "demo-colon: fine. Calibrated curves: 0. Curves from figures: 1."
    assert fits == [
        "    curves/os-control.csv, public-data: 121 clicks, 315 pseudo-patients, 168 events (168 "
        "stated); 0.11 of 100 people beside the clicks (root mean square), 0.49 at most.",
        "    curves/os-experimental.csv, public-data: 121 clicks, 304 pseudo-patients, 123 events "
        "(123 stated); 0.09 of 100 people beside the clicks (root mean square), 0.35 at most.",
    ]


def with_totals(folder: Path, *totals: str) -> None:
    """Totals of events on the first rows of the control arm in at_risk.csv."""
    header, *rows = (folder / "at_risk.csv").read_text(encoding="utf-8").splitlines()
    cells = [*totals, *("" for _ in rows)]
    lines = [f"{row},{total}" for row, total in zip(rows, cells, strict=False)]
    text = "\n".join([f"{header},total_events", *lines])
    (folder / "at_risk.csv").write_text(text, encoding="utf-8")


def test_events_under_the_figure_count_before_those_behind_the_ratio(folder: Path) -> None:
    with_totals(folder, "", "166")
    (curves,) = load_trial(folder).digitised
    assert (curves.control.events_stated, sum(curves.control.event)) == (166, 166)
    assert curves.experimental.events_stated == 123


def test_two_totals_of_one_arm_are_refused(folder: Path) -> None:
    with_totals(folder, "168", "166")
    assert problems_of(folder) == [
        "at_risk.csv, row 3: total_events is 166, row 2 gives 168 (os, control). Keep one of them."
    ]


def test_more_events_than_people_are_refused(folder: Path) -> None:
    with_totals(folder, "316")
    assert problems_of(folder) == [
        "at_risk.csv, row 2: total_events is 316, but the figure's numbers at risk start at 315 "
        "(os, control). Check both against the source."
    ]
