"""What was clicked on a figure, in a trial's folder: read, checked, held against the curves."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tradeoff.__main__ import main
from tradeoff.trial import clicked
from tradeoff.trial.reading import TrialDataError, load_trial
from tradeoff.trial.records import DigitisedCurves
from tradeoff.words.curve import digitised_caption
from tradeoff.words.say import ENGLISH

DATA = Path(__file__).resolve().parents[2] / "data"
DEMO = "demo-colon"
FILE = "curves/os.figure.toml"
# Pixels are chosen so that 10 are a month, and 100 a quarter of survival.
FIGURE = """
size = [1200, 500]
[axes]
x = [{ pixel = 50, value = 0 }, { pixel = 1010, value = 96 }]
y = [{ pixel = 450, value = 0 }, { pixel = 50, value = 1 }]
"""


def on(curves: DigitisedCurves, role: str, *, of: str | None = None, down: float = 0) -> str:
    """A curve of the file with a click on a point of it, or ``down`` pixels below."""
    arm = curves.experimental if (of or role) == "experimental" else curves.control
    half = len(arm.curve_months) // 2
    column, row = 50 + 10 * arm.curve_months[half], 450 - 400 * arm.curve_survival[half] + down
    return f'[[curves]]\nlabel = "{role}"\npoints = [[{column}, {row}]]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA / DEMO, tmp_path / DEMO))


@pytest.fixture
def curves(folder: Path) -> DigitisedCurves:
    return load_trial(folder).digitised[0]


def put(folder: Path, *parts: str) -> None:
    (folder / FILE).write_text("\n".join((FIGURE, *parts)), encoding="utf-8")


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(TrialDataError) as caught:
        load_trial(folder)
    return [str(one).removeprefix(f"{folder.name}/") for one in caught.value.problems]


def test_clicks_on_the_curves_are_fine_and_check_says_what_they_are(
    folder: Path, curves: DigitisedCurves, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, on(curves, "control"), on(curves, "experimental"))
    trial = load_trial(folder)
    assert trial.digitised[0].clicked is not None
    assert clicked.strays(trial.digitised[0]) == ()
    assert "traced with this program" in digitised_caption(ENGLISH, trial, trial.digitised[0])
    assert main(["check", str(folder)]) == 0
    told = capsys.readouterr()
    line = "traced with this program (1200 by 500 pixels, 2 clicks on curves)."
    assert f"    {FILE}: {line}" in told.out.splitlines()
    assert "tension" not in told.err


def test_a_folder_without_them_loads_as_before(curves: DigitisedCurves) -> None:
    assert curves.clicked is None
    assert clicked.strays(curves) == ()


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"of": "experimental"}, "It is on the other arm's: the labels look exchanged."),
        ({"down": 60}, "Check axes and clicks, or trace the figure again."),
    ],
)
def test_a_click_beside_its_curve_is_a_tension(
    folder: Path,
    curves: DigitisedCurves,
    capsys: pytest.CaptureFixture[str],
    place: dict[str, object],
    said: str,
) -> None:
    put(folder, on(curves, "control", **place), on(curves, "experimental"))  # type: ignore[arg-type]
    assert main(["check", str(folder)]) == 0
    (line,) = [one for one in capsys.readouterr().err.splitlines() if FILE in one]
    assert line.startswith(f"{DEMO}/{FILE}: tension. A click on the control curve (")
    assert line.endswith(f"does not lie on curves/os-control.csv. {said}")


def test_times_are_read_in_the_unit_of_the_figure(folder: Path, curves: DigitisedCurves) -> None:
    put(folder, on(curves, "control"), on(curves, "experimental"))
    text = (folder / FILE).read_text(encoding="utf-8")
    years = 'unit = "years"\n' + text.replace("value = 96", "value = 8")
    (folder / FILE).write_text(years, encoding="utf-8")
    assert clicked.strays(load_trial(folder).digitised[0]) == ()


def test_the_curves_are_named_after_the_arms(folder: Path, curves: DigitisedCurves) -> None:
    put(folder, on(curves, "control"), on(curves, "Levamisole"))
    (problem,) = problems_of(folder)
    assert problem.startswith(f'{FILE}: the curves are called "control", "Levamisole".')


def test_a_fault_of_the_file_is_told_with_its_place(folder: Path, curves: DigitisedCurves) -> None:
    put(folder, on(curves, "control"), on(curves, "experimental", down=400))
    (problem,) = problems_of(folder)
    assert problem.startswith(f"{FILE}: outside the picture of 1200 by 500 pixels")
    (folder / FILE).write_text("size = ", encoding="utf-8")
    (problem,) = problems_of(folder)
    assert problem.startswith(f"{FILE}, end of document: not valid TOML")


def test_a_figure_without_its_curves_is_asked_about(folder: Path, curves: DigitisedCurves) -> None:
    put(folder, on(curves, "control"), on(curves, "experimental"))
    for role in ("control", "experimental"):
        (folder / f"curves/os-{role}.csv").unlink()
    assert problems_of(folder) == [
        f"{FILE}: it says what was clicked, but no curve is beside it. "
        "Add curves/os-control.csv and curves/os-experimental.csv, or take it out."
    ]


def test_a_slip_in_the_name_is_not_passed_over(folder: Path, curves: DigitisedCurves) -> None:
    put(folder, on(curves, "control"), on(curves, "experimental"))
    (folder / FILE).rename(folder / "curves/os.figures.toml")
    (problem,) = problems_of(folder)
    assert f'Did you mean "{FILE}"?' in problem
