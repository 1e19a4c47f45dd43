"""``digitise`` by hand: a figure in, its curves out, and ``reconstruct`` reads them as they are."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.commands.ran import ROOT, Capture, ended, flat, rows_of
from tests.digitising.known import GIVEN, Known, given
from tests.digitising.read_here import read_here
from tradeoff.digitising import Axes, Clicked, ClickedCurve, DigitisingError, clicked_from
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import digitised
from tradeoff.trial.reading import load_trial
from tradeoff.uploads import read_at_risk, read_curve

NAME = "f01_nejm_two_colour"
#: Mean error of survival: of a trace by acceptance, of what is read from a PDF's own lines.
TRACED, READ = 0.006, 0.0005
ARMS = ("Placebo", "Drug")


@cache
def known() -> Known:
    (figure,) = given(NAME.__eq__)
    return figure


@pytest.fixture
def figure(figure_read_apart: Known, monkeypatch: pytest.MonkeyPatch) -> Known:
    """The same, read in this process."""
    read_here(monkeypatch)
    return figure_read_apart


@pytest.fixture
def figure_read_apart(tmp_path: Path) -> Known:
    """The figure as picture and PDF in a folder, with what is clicked on it."""
    for ending in ("png", "pdf"):
        (tmp_path / f"figure.{ending}").write_bytes((GIVEN / f"{NAME}.{ending}").read_bytes())
    (tmp_path / "figure.toml").write_text(clicked().text(), encoding="utf-8")
    return known()


def clicked(**changes: object) -> Clicked:
    shown = known()
    height, width = shown.picture.shape[:2]
    curves = tuple(
        ClickedCurve(label, (pick,)) for label, pick in zip(ARMS, shown.picks, strict=True)
    )
    made: dict[str, object] = {"size": (width, height), "axes": shown.axes, "curves": curves}
    return Clicked(**{**made, "unit": "months", **changes})  # type: ignore[arg-type]


def run(folder: Path, *arguments: str) -> int:
    """The command in a folder: names of files in it stand for themselves."""
    there = [str(folder / one) if (folder / one).suffix else one for one in arguments]
    return ended(["digitise", *there])


def error_of(text: str, label: str, place: int, shown: Known) -> float:
    """Mean difference in survival between a curve of the table and the drawn one."""
    rows = [row for row in rows_of(text) if row["arm"] == label]
    unit = "months" if "months" in rows[0] else "time"
    time = np.array([float(row[unit]) for row in rows])
    survival = np.array([float(row["survival"]) for row in rows])
    at = np.linspace(0, shown.ends[place], 400)
    found = survival[np.searchsorted(time, at, "right") - 1]
    return float(np.abs(found - shown.curves[place].at(at)).mean())


# A picture ------------------------------------------------------------------------------------


def test_a_picture_is_traced_where_it_was_clicked(
    tmp_path: Path, figure_read_apart: Known, capsys: Capture
) -> None:
    assert run(tmp_path, "figure.png", "figure.toml") == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines()[0] == "arm,months,survival"
    for place, label in enumerate(ARMS):
        assert error_of(shown.out, label, place, figure_read_apart) < TRACED
        assert f"{label}: traced to " in shown.err


def test_ticks_a_pixel_off_are_put_on_their_strokes(
    tmp_path: Path, figure: Known, capsys: Capture
) -> None:
    (a, b), (c, d) = figure.axes.x
    off = Axes(x=((a + 1.5, b), (c - 1.5, d)), y=figure.axes.y)
    (tmp_path / "off.toml").write_text(clicked(axes=off).text(), encoding="utf-8")
    tables = []
    for name in ("figure.toml", "off.toml"):
        assert run(tmp_path, "figure.png", name) == 0
        tables.append([float(row["months"]) for row in rows_of(capsys.readouterr().out)])
    assert tables[1] == pytest.approx(tables[0], abs=0.08)


def test_what_comes_out_is_what_reconstruct_takes(
    tmp_path: Path, figure: Known, capsys: Capture
) -> None:
    output = tmp_path / "curve.csv"
    assert run(tmp_path, "figure.png", "figure.toml", "-o", "curve.csv") == 0
    read = read_curve(output.read_bytes(), "curve.csv")
    assert (tuple(read.series), read.time_unit, read.percent) == (ARMS, "months", False)
    risk = "\n".join(
        f"{label},{time:g},{number}"
        for label, row in zip(ARMS, figure.n_at_risk, strict=True)
        for time, number in zip(figure.risk_times, row, strict=True)
    )
    at_risk = tmp_path / "risk.csv"
    at_risk.write_text(f"arm,months,n\n{risk}\n", encoding="utf-8")
    capsys.readouterr()
    assert ended(["reconstruct", str(output), str(at_risk)]) == 0
    said = capsys.readouterr().err
    assert said.count("Numbers at risk are met.") == len(ARMS)


def test_the_curves_can_be_looked_at_over_the_picture(
    tmp_path: Path, figure: Known, capsys: Capture
) -> None:
    assert run(tmp_path, "figure.png", "figure.toml", "--look", "look.png") == 0
    with Image.open(tmp_path / "look.png") as opened:
        look = np.asarray(opened.convert("RGB"))
    changed = (look != figure.picture).any(axis=2)
    columns = np.flatnonzero(changed.any(axis=0))
    left, right = (figure.spot(time, 1.0)[0] for time in (0.0, max(figure.ends)))
    assert look.shape == figure.picture.shape
    assert (columns[0], columns[-1]) == pytest.approx((left, right), abs=3)


@pytest.mark.parametrize("option", ["-o", "--at-risk", "--look"])
def test_nothing_is_written_over_what_is_read(
    tmp_path: Path, figure: Known, capsys: Capture, option: str
) -> None:
    assert run(tmp_path, "figure.png", "figure.toml", option, "figure.png", "--force") == 2
    assert "is another file of this command" in capsys.readouterr().err


def test_a_picture_alone_is_told_what_it_needs(
    tmp_path: Path, figure: Known, capsys: Capture
) -> None:
    assert run(tmp_path, "figure.png") == 2
    said = capsys.readouterr().err
    assert "--propose" in said
    assert "figure.toml" in said


def test_clicks_on_the_same_picture_at_another_size_fit(
    tmp_path: Path, figure: Known, capsys: Capture
) -> None:
    double = clicked().scaled((2400, 1728))
    (tmp_path / "figure.toml").write_text(double.text(), encoding="utf-8")
    assert run(tmp_path, "figure.png", "figure.toml") == 0
    assert error_of(capsys.readouterr().out, ARMS[0], 0, figure) < TRACED


def test_faults_of_the_clicks_are_told_with_their_file(
    tmp_path: Path, figure: Known, capsys: Capture
) -> None:
    text = clicked().text().replace("months", "moons").replace("value = 0.0", 'value = "?"')
    (tmp_path / "figure.toml").write_text(text, encoding="utf-8")
    assert run(tmp_path, "figure.png", "figure.toml") == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert all(line.startswith(f"{tmp_path / 'figure.toml'}: ") for line in lines)


def test_a_click_on_nothing_is_refused(tmp_path: Path, figure: Known, capsys: Capture) -> None:
    nothing = (ClickedCurve("Nothing", ((1100.0, 100.0),)),)
    (tmp_path / "figure.toml").write_text(clicked(curves=nothing).text(), encoding="utf-8")
    code = run(tmp_path, "figure.png", "figure.toml")
    shown = capsys.readouterr()
    assert (code, shown.out) == (1, "") or "Look at " in shown.err


def test_what_is_no_figure_is_refused_in_words(
    tmp_path: Path, figure: Known, capsys: Capture
) -> None:
    (tmp_path / "figure.png").write_bytes(b"<svg/>")
    assert run(tmp_path, "figure.png", "figure.toml") == 1
    assert capsys.readouterr().err.startswith("figure.png: ")


# A trial's folder -----------------------------------------------------------------------------

ROLES = ("control", "experimental")


def for_trial(folder: Path, **changes: object) -> Path:
    """The demonstration without its curves, and clicks under the names of the arms."""
    trial = Path(shutil.copytree(ROOT / "data/demo-colon", folder / "demo-colon"))
    shutil.rmtree(trial / "curves")
    picks = zip(ROLES, known().picks, strict=True)
    curves = tuple(ClickedCurve(label, (pick,)) for label, pick in picks)
    (folder / "figure.toml").write_text(clicked(curves=curves, **changes).text(), encoding="utf-8")
    return trial


@pytest.mark.parametrize("name", ["figure.png", "figure.pdf"])
def test_the_curves_go_into_a_trials_folder_and_check_finds_them_fine(
    tmp_path: Path, figure: Known, capsys: Capture, name: str
) -> None:
    trial = for_trial(tmp_path)
    option = ("--trial", str(trial), "--endpoint", "os")
    assert run(tmp_path, name, "figure.toml", *option) == 0
    assert capsys.readouterr().out == ""
    loaded = load_trial(trial)
    (curves,) = loaded.digitised
    assert curves.clicked is not None
    assert curves.clicked.vector is (name == "figure.pdf")
    # The figure is of the demonstration's own patients.
    shipped = load_trial(ROOT / "data/demo-colon").digitised[0]
    for role in Role:
        time = np.linspace(0, 90, 50)
        ours, theirs = (
            [digitised.on_curve(one.arm(role), month) for month in time]
            for one in (curves, shipped)
        )
        gaps = [abs(a.value - b.value) for a, b in zip(ours, theirs, strict=True) if a and b]
        assert max(gaps) < 0.03
    assert ended(["check", str(trial)]) == 0
    assert "curves/os.figure.toml: " in capsys.readouterr().out
    # Another person with the figure gets the same curves from what is in the folder.
    kept = str(trial / "curves/os.figure.toml")
    assert ended(["digitise", str(tmp_path / name), kept]) == 0
    again = rows_of(capsys.readouterr().out)
    for role in ROLES:
        text = (trial / f"curves/os-{role}.csv").read_text(encoding="utf-8")
        ours = [row for row in again if row["arm"] == role]
        assert [(row["months"], row["survival"]) for row in ours] == [
            (row["months"], row["survival"]) for row in rows_of(text)
        ]


def test_years_of_a_figure_are_months_in_the_folder(
    tmp_path: Path, figure: Known, capsys: Capture
) -> None:
    trial = for_trial(tmp_path, unit=None)
    option = ("--trial", str(trial), "--endpoint", "os")
    assert run(tmp_path, "figure.png", "figure.toml", *option) == 2
    assert "say what the time axis counts" in capsys.readouterr().err
    assert run(tmp_path, "figure.png", "figure.toml", *option, "--unit", "years") == 0
    last = (trial / "curves/os-control.csv").read_text(encoding="utf-8").splitlines()[-1]
    assert float(last.split(",")[0]) == pytest.approx(12 * figure.ends[0], rel=0.02)
    assert 'unit = "years"' in (trial / "curves/os.figure.toml").read_text(encoding="utf-8")


def test_in_a_trials_folder_curves_are_named_after_the_arms(
    tmp_path: Path, figure: Known, capsys: Capture
) -> None:
    option = ("--trial", str(tmp_path), "--endpoint", "os")
    assert run(tmp_path, "figure.png", "figure.toml", *option) == 2
    assert "Call them control and experimental" in flat(capsys.readouterr().err)
    assert run(tmp_path, "figure.png", "figure.toml", "--trial", str(tmp_path)) == 2
    assert "go together" in capsys.readouterr().err
    assert run(tmp_path, "figure.png", "figure.toml", "--unit", "days") == 2
    assert "says months" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../../evil", "nothing", ""])
def test_an_end_point_that_the_trial_does_not_have_is_refused_with_those_it_has(
    tmp_path: Path, figure: Known, capsys: Capture, name: str
) -> None:
    trial = for_trial(tmp_path)
    option = ("--trial", str(trial), f"--endpoint={name}")
    assert run(tmp_path, "figure.png", "figure.toml", *option) == 2
    assert "has no such end point. It has os" in flat(capsys.readouterr().err)
    assert not [path for path in tmp_path.rglob("*") if "evil" in path.name]


@pytest.mark.parametrize("name", ["figure.toml", "x.pdf"])
def test_what_is_no_picture_is_said_so_and_not_how_to_click_on_it(
    tmp_path: Path, figure: Known, capsys: Capture, name: str
) -> None:
    (tmp_path / "x.pdf").write_bytes(b"no PDF and no picture")
    assert run(tmp_path, name) == 1
    said = flat(capsys.readouterr().err)
    assert "not a picture that can be read" in said
    assert "--propose" not in said


# A file to complete ---------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "limit"), [("figure.png", TRACED), ("figure.pdf", READ)])
def test_what_is_found_is_written_down_and_its_values_are_asked_for(
    tmp_path: Path, figure: Known, capsys: Capture, name: str, limit: float
) -> None:
    assert run(tmp_path, name, "--propose", "-o", "new.toml") == 0
    text = (tmp_path / "new.toml").read_text(encoding="utf-8")
    assert ("page = 1" in text) is (name == "figure.pdf")
    with pytest.raises(DigitisingError, match="Give a number"):
        clicked_from(text)
    (tmp_path / "new.toml").write_text(completed(text, figure), encoding="utf-8")
    assert run(tmp_path, name, "new.toml") == 0
    out = capsys.readouterr().out
    labels = dict.fromkeys(row["arm"] for row in rows_of(out))
    assert [*labels] == ["Curve 1", "Curve 2"]
    for place in range(len(ARMS)):
        assert min(error_of(out, label, place, figure) for label in labels) < limit


def completed(text: str, figure: Known) -> str:
    """What a user types: the values at the ticks that were found."""
    width = re.search(r"size = \[(\d+)", text)
    assert width is not None
    factor = int(width[1]) / figure.picture.shape[1]
    places = np.array([float(one) for one in re.findall(r"pixel = ([\d.]+)", text)]) / factor
    values = (*figure.axes.time(places[:2]), *figure.axes.survival(places[2:]))
    for value in values:
        text = text.replace('value = "?"', f"value = {round(float(value), 2)}", 1)
    return text


# A PDF ----------------------------------------------------------------------------------------


def test_the_lines_of_a_pdf_are_read_as_they_are(
    tmp_path: Path, figure: Known, capsys: Capture
) -> None:
    names = [one for label in ARMS for one in ("--label", label)]
    assert run(tmp_path, "figure.pdf", *names, "-o", "curve.csv", "--at-risk", "risk.csv") == 0
    table = (tmp_path / "curve.csv").read_text(encoding="utf-8")
    for label in ARMS:
        assert min(error_of(table, label, place, figure) for place in range(2)) < READ
    risk = read_at_risk((tmp_path / "risk.csv").read_bytes(), "risk.csv")
    assert sorted(one.n_at_risk for one in risk.series.values()) == sorted(figure.n_at_risk)
    said = capsys.readouterr().err
    assert "figure.pdf, page 1: read from its lines, not traced." in said
    assert said.count("Wrote ") == 2


def test_curves_are_written_where_no_numbers_at_risk_are_under_them(
    tmp_path: Path, capsys: Capture
) -> None:
    (without,) = given(lambda name: name.startswith("p04"))
    assert without.pdf is not None
    (tmp_path / "figure.pdf").write_bytes(without.pdf)
    assert run(tmp_path, "figure.pdf", "-o", "curve.csv", "--at-risk", "risk.csv") == 1
    assert "no numbers at risk could be read" in flat(capsys.readouterr().err)
    assert rows_of((tmp_path / "curve.csv").read_text(encoding="utf-8"))
    assert not (tmp_path / "risk.csv").exists()


def test_clicks_on_a_pdf_name_its_own_lines(tmp_path: Path, figure: Known, capsys: Capture) -> None:
    (tmp_path / "figure.toml").write_text(clicked(page=1, vector=True).text(), encoding="utf-8")
    assert run(tmp_path, "figure.pdf", "figure.toml") == 0
    table = capsys.readouterr().out
    for place, label in enumerate(ARMS):
        assert error_of(table, label, place, figure) < READ


def test_clicks_beside_every_line_of_a_pdf_are_not_read_from_its_lines(
    tmp_path: Path, figure: Known, capsys: Capture
) -> None:
    beside = (ClickedCurve("Nothing", ((1100.0, 100.0),)),)
    text = clicked(page=1, vector=True, curves=beside).text()
    (tmp_path / "figure.toml").write_text(text, encoding="utf-8")
    assert run(tmp_path, "figure.pdf", "figure.toml") == 1
    assert "no curve is drawn as a line where the clicks are" in capsys.readouterr().err


def test_each_curve_of_a_pdf_needs_its_name_once(
    tmp_path: Path, figure: Known, capsys: Capture
) -> None:
    assert run(tmp_path, "figure.pdf", "--label", "One") == 2
    said = flat(capsys.readouterr().err)
    assert "--label: 1 given, curves: 2." in said
    assert "Curve 1: solid, #" in said


NOBODYS = [
    (("MRN 12345678", "B"), "the name of a curve may identify a patient"),
    (("Smith, John 1950-03-04", "B"), "the name of a curve may identify a patient"),
    (("A", "a"), "two curves have one name"),
    (("A", "A"), "two curves have one name"),
    (("A" * 61, "B"), "the name of a curve has 61 characters"),
]


@pytest.mark.parametrize(("labels", "said"), NOBODYS)
def test_a_name_that_cannot_stay_is_refused_before_anything_is_written(
    tmp_path: Path, figure: Known, capsys: Capture, labels: tuple[str, str], said: str
) -> None:
    names = [one for label in labels for one in ("--label", label)]
    assert run(tmp_path, "figure.pdf", *names, "-o", "curve.csv") == 2
    shown = capsys.readouterr()
    assert said in flat(shown.err)
    assert "Smith" not in shown.err
    assert not (tmp_path / "curve.csv").exists()


@pytest.mark.parametrize(("labels", "said"), NOBODYS)
def test_a_name_in_the_clicks_that_cannot_stay_is_refused_with_its_file(
    tmp_path: Path, figure: Known, capsys: Capture, labels: tuple[str, str], said: str
) -> None:
    named = zip(labels, known().picks, strict=True)
    curves = tuple(ClickedCurve(label, (pick,)) for label, pick in named)
    (tmp_path / "figure.toml").write_text(clicked(curves=curves).text(), encoding="utf-8")
    assert run(tmp_path, "figure.png", "figure.toml", "-o", "curve.csv") == 1
    shown = flat(capsys.readouterr().err)
    assert "figure.toml: " in shown
    assert said in shown or f'2 curves are called "{labels[0]}"' in shown or "60" in shown
    assert "Smith" not in shown
    assert not (tmp_path / "curve.csv").exists()


def test_a_page_that_is_not_there_is_said(tmp_path: Path, figure: Known, capsys: Capture) -> None:
    assert run(tmp_path, "figure.pdf", "--page", "7") == 1
    assert "figure.pdf: " in capsys.readouterr().err


def test_a_figure_that_is_not_there_is_said(tmp_path: Path, figure: Known, capsys: Capture) -> None:
    assert run(tmp_path, "figure.pdf", "--figure", "2") == 1
    assert "There is no such figure" in capsys.readouterr().err


def test_no_file_is_overwritten_unasked(tmp_path: Path, figure: Known, capsys: Capture) -> None:
    (tmp_path / "curve.csv").write_text("mine", encoding="utf-8")
    assert run(tmp_path, "figure.pdf", "-o", "curve.csv") == 1
    assert (tmp_path / "curve.csv").read_text(encoding="utf-8") == "mine"
    assert run(tmp_path, "figure.pdf", "-o", "curve.csv", "--force") == 0


@pytest.mark.parametrize("option", [("--page", "0"), ("--page", "two"), ("--figure", "-1")])
def test_a_page_is_a_whole_number(tmp_path: Path, figure: Known, option: tuple[str, str]) -> None:
    assert run(tmp_path, "figure.pdf", *option) == 2
