"""A user's files become the trial's overlay, or every reason why not; and a folder to take away."""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.views import DATA, e1910
from tradeoff.papers import files as export
from tradeoff.papers import folder as packing
from tradeoff.statistics.survival import cox_hazard_ratio, kaplan_meier
from tradeoff.statistics.two_arms import Role
from tradeoff.trial import digitised
from tradeoff.trial.confirmed import LocalFile, with_confirmed
from tradeoff.trial.reading import folder_texts, load_trial
from tradeoff.trial.records import ClickedFigure, LocalData, Status, TimeUnit, Trial
from tradeoff.uploads import UploadError, read_at_risk, read_curve, read_event_counts
from tradeoff.uploads.overlay import (
    UploadedCounts,
    UploadedCurves,
    series_by_name,
    unit_named,
    with_uploaded_counts,
    with_uploaded_curves,
)

CASES = Path(__file__).parents[1] / "reference" / "cases"
OWN = LocalData(label="Nordklinik Süd", as_of=datetime.date(2026, 11, 22), session=True)
PLATEAU = "sim_plateau224"  # 112 against 112, as many as E1910 randomised
ARMS = {Role.EXPERIMENTAL: "1", Role.CONTROL: "0"}
COUNTS = b"harm,arm,events,total\nNeuro,blina,30,111\nNeuro,chemo,4,112\n"


def content(name: str) -> bytes:
    return (CASES / name).read_bytes()


def brought(**changes: object) -> UploadedCurves:
    made = UploadedCurves(
        curve=read_curve(content(f"{PLATEAU}_curve_noisy1.csv"), "curve.csv"),
        at_risk=read_at_risk(content(f"{PLATEAU}_nrisk.csv"), "risk.csv"),
        series=ARMS,
        risk_series=ARMS,
        unit=TimeUnit.MONTHS,
        data_cut="nejm",
        endpoint="os",
        events={Role.EXPERIMENTAL: None, Role.CONTROL: None},
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def clicked(**changes: object) -> ClickedFigure:
    """A picture of that case with 60 months over 600 pixels, each curve picked near its start."""
    axes = {
        "x": ({"pixel": 50, "value": 0}, {"pixel": 650, "value": 60}),
        "y": ({"pixel": 450, "value": 0}, {"pixel": 50, "value": 1}),
    }
    lines = tuple({"label": label, "points": ((52.0, 51.0),)} for label in ARMS.values())
    made = {"size": (700, 500), "axes": axes, "curves": lines}
    return ClickedFigure.model_validate({**made, **changes})


def counts(**changes: object) -> UploadedCounts:
    upload = read_event_counts(COUNTS, "counts.csv")
    arms = {Role.EXPERIMENTAL: "blina", Role.CONTROL: "chemo"}
    made = UploadedCounts(upload, upload.harms[0], "neuropsychiatric", arms)
    return replace(made, **changes)  # type: ignore[arg-type]


def with_curves(trial: Trial | None = None, **changes: object) -> Trial:
    return with_uploaded_curves(trial or e1910(), OWN, brought(**changes))


def without_events() -> Trial:
    """E1910 as if the paper gave no deaths by arm."""
    unknown = {"events_control": None, "events_experimental": None}
    ratios = tuple(ratio.model_copy(update=unknown) for ratio in e1910().hazard_ratios)
    return e1910().model_copy(update={"hazard_ratios": ratios})


def problems_of(given_curves: UploadedCurves) -> list[str]:
    with pytest.raises(UploadError) as raised:
        with_uploaded_curves(e1910(), OWN, given_curves)
    return [str(problem) for problem in raised.value.problems]


# Which series is which arm ---------------------------------------------------------------------


def test_an_arm_is_told_by_its_role_or_by_the_trials_own_words() -> None:
    assert series_by_name(("Control arm", "Blinatumomab"), e1910()) == {
        Role.CONTROL: "Control arm",
        Role.EXPERIMENTAL: "Blinatumomab",
    }


@pytest.mark.parametrize("labels", [("0", "1"), ("A", "B"), ("Series 1", "Series 2")])
def test_an_arm_that_no_label_tells_is_asked_for(labels: tuple[str, ...]) -> None:
    assert series_by_name(labels, e1910()) == {}


def test_a_label_that_fits_twice_is_no_answer() -> None:
    assert series_by_name(("control one", "control two"), e1910()) == {}
    assert series_by_name(("control or experimental",), e1910()) == {}


@pytest.mark.parametrize(
    ("named", "unit"),
    [
        (("months", "months"), TimeUnit.MONTHS),
        (("years", None), TimeUnit.YEARS),
        ((None, None), None),
        (("years", "months"), None),
    ],
)
def test_a_unit_is_taken_only_where_the_headings_agree(
    named: tuple[str | None, ...], unit: TimeUnit | None
) -> None:
    assert unit_named(*named) is unit


def test_a_year_has_twelve_months_and_a_month_a_twelfth_of_a_year() -> None:
    assert TimeUnit.YEARS.months == 12
    assert TimeUnit.DAYS.months * 365.25 == pytest.approx(12)
    assert TimeUnit.WEEKS.months == pytest.approx(7 * TimeUnit.DAYS.months)


# Curves ----------------------------------------------------------------------------------------


def test_a_brought_curve_stands_in_the_place_of_the_trials_and_says_whose_it_is() -> None:
    trial = with_curves()
    curves = trial.digitised_curve("nejm", "os")
    assert curves is not None
    assert curves.status is Status.LOCAL
    assert trial.local == OWN
    assert trial.source(curves.source).short == "Nordklinik Süd, 2026-11-22"
    assert [len(curves.arm(role).time) for role in Role] == [112, 112]
    assert digitised.at_risk_found(curves.control) == curves.control.n_at_risk


def test_published_numbers_stay_beside_a_brought_curve() -> None:
    trial = with_curves()
    assert trial.landmarks == e1910().landmarks
    assert trial.hazard_ratios == e1910().hazard_ratios
    assert trial.adverse_events == e1910().adverse_events


def test_times_in_years_become_months() -> None:
    text = content(f"{PLATEAU}_curve_noisy1.csv").decode()
    rows = [line.split(",") for line in text.splitlines()]
    in_years = [rows[0], *([arm, str(float(time) / 12), s] for arm, time, s in rows[1:])]
    curve = read_curve("\n".join(",".join(row) for row in in_years).encode(), "curve.csv")
    risk_rows = [line.split(",") for line in content(f"{PLATEAU}_nrisk.csv").decode().splitlines()]
    risk = [risk_rows[0], *([arm, str(float(time) / 12), n] for arm, time, n in risk_rows[1:])]
    at_risk = read_at_risk("\n".join(",".join(row) for row in risk).encode(), "risk.csv")
    years = with_curves(curve=curve, at_risk=at_risk, unit=TimeUnit.YEARS)
    for role in Role:
        found, wanted = years.digitised[0].arm(role), with_curves().digitised[0].arm(role)
        assert found.event == wanted.event
        assert found.time == pytest.approx(wanted.time, abs=1e-4)


def test_stated_events_are_met_exactly() -> None:
    stated: dict[Role, int | None] = {Role.CONTROL: 33, Role.EXPERIMENTAL: 15}
    curves = with_curves(events=stated).digitised[0]
    assert {role: sum(curves.arm(role).event) for role in Role} == stated


def test_events_that_are_not_stated_are_those_behind_the_trials_own_ratio() -> None:
    """As in a trial's folder, so that the folder to take away gives the same pseudo-patients."""
    ratio = e1910().hazard_ratio("nejm", "os")
    assert ratio is not None
    assert (ratio.events(Role.EXPERIMENTAL), ratio.events(Role.CONTROL)) == (17, 40)
    curves = with_curves().digitised[0]
    assert {role: sum(curves.arm(role).event) for role in Role} == {
        role: ratio.events(role) for role in Role
    }
    one = with_curves(events={Role.CONTROL: 33, Role.EXPERIMENTAL: None}).digitised[0]
    assert (sum(one.control.event), sum(one.experimental.event)) == (33, 17)


def test_where_no_events_are_known_the_curve_alone_gives_them() -> None:
    curves = with_curves(without_events()).digitised[0]
    assert [curves.arm(role).events_stated for role in Role] == [None, None]


def test_an_arm_without_a_series_is_asked_for_by_file() -> None:
    assert problems_of(brought(series={Role.CONTROL: "0"}, risk_series={Role.CONTROL: "7"})) == [
        "curve.csv: no series is chosen for the experimental arm. Choose one.",
        "risk.csv: no series is chosen for the control arm. Choose one.",
        "risk.csv: no series is chosen for the experimental arm. Choose one.",
    ]


def test_one_series_cannot_be_both_arms() -> None:
    assert problems_of(brought(series=dict.fromkeys(Role, "0"))) == [
        "curve.csv: both arms have the same series. Choose one for each arm."
    ]


def test_more_at_risk_than_were_randomised_is_said_at_its_row() -> None:
    at_risk = read_at_risk(content("colon_os_nrisk.csv"), "risk.csv")
    curve = read_curve(content("colon_os_curve_noisy1.csv"), "curve.csv")
    found = problems_of(brought(at_risk=at_risk, curve=curve))
    assert found[0] == (
        "risk.csv, row 2: number at risk 315 exceeds the 112 randomised (control). Check the row "
        "against the figure, and which series is which arm."
    )


def test_a_time_that_no_trial_has_asks_for_the_unit() -> None:
    found = problems_of(brought(unit=TimeUnit.YEARS))
    assert any("more than 600 months. Choose the unit" in line for line in found)


def test_a_fault_of_the_figure_names_the_row_of_the_users_file() -> None:
    lines = content(f"{PLATEAU}_curve_noisy1.csv").decode().splitlines()
    at = next(row for row, line in enumerate(lines) if line.startswith("0,") and row > 30)
    time = float(lines[at].split(",")[1])
    lines[at + 1] = f"0,{time - 20:.2f},0.5"
    found = problems_of(brought(curve=read_curve("\n".join(lines).encode(), "curve.csv")))
    assert any(line.startswith(f"curve.csv, row {at + 2}: ") for line in found), found
    assert all(line.endswith("(control)") for line in found)


# Counts ----------------------------------------------------------------------------------------


def test_brought_counts_replace_the_harms_rows_and_no_others() -> None:
    trial = with_uploaded_counts(e1910(), OWN, counts())
    event = trial.adverse_event("neuropsychiatric", Role.EXPERIMENTAL)
    assert event is not None
    assert (event.events, event.total, event.status) == (30, 111, Status.LOCAL)
    assert trial.landmarks == e1910().landmarks


def test_counts_of_an_arm_that_is_not_chosen_are_asked_for() -> None:
    with pytest.raises(UploadError) as raised:
        with_uploaded_counts(e1910(), OWN, counts(arms={Role.CONTROL: "chemo"}))
    assert str(raised.value) == (
        "counts.csv: no column is chosen for the experimental arm. Choose one."
    )


def test_the_same_counts_cannot_be_both_arms() -> None:
    with pytest.raises(UploadError, match="both arms have the same counts"):
        with_uploaded_counts(e1910(), OWN, counts(arms=dict.fromkeys(Role, "chemo")))


# What was clicked on a picture -----------------------------------------------------------------


def test_what_was_clicked_goes_with_the_curves_under_the_names_of_the_arms() -> None:
    (curves,) = with_curves(clicked=clicked()).digitised
    assert curves.clicked is not None
    assert [line.label for line in curves.clicked.curves] == list(Role)
    assert curves.place == f"curve traced with this program by {OWN.label}"


def test_a_curve_of_a_pdf_is_said_to_be_read_and_not_traced() -> None:
    (curves,) = with_curves(clicked=clicked(page=3, vector=True)).digitised
    assert curves.place == f"curve read from a PDF with this program by {OWN.label}"


def test_a_curve_without_a_click_is_asked_for() -> None:
    lines = ({"label": "1", "points": ((52.0, 51.0),)},)
    (problem,) = problems_of(brought(clicked=clicked(curves=lines)))
    assert problem == 'curve.csv: nothing was clicked on "0". Click on it.'


# A folder to take away -------------------------------------------------------------------------


def unpacked(trial: Trial, shelf: Path) -> Trial:
    """What an administrator gets who unpacks the download under data/."""
    name = packing.folder_name(trial)
    files = packing.packed(folder_texts(DATA / trial.id), trial, name=name)
    archive = zipfile.ZipFile(io.BytesIO(export.zipped(files, folder=name)))
    archive.extractall(shelf)
    return load_trial(shelf / name)


@pytest.mark.parametrize("events", [None, {Role.CONTROL: 33, Role.EXPERIMENTAL: 15}])
def test_the_folder_loads_with_the_same_pseudo_patients(
    tmp_path: Path, events: dict[Role, int | None] | None
) -> None:
    session = with_curves(events=events or dict.fromkeys(Role))
    loaded = unpacked(session, tmp_path)
    for role in Role:
        found, wanted = loaded.digitised[0].arm(role), session.digitised[0].arm(role)
        assert found.event == wanted.event
        assert found.time == pytest.approx(wanted.time, abs=1e-6)
        assert found.n_at_risk == wanted.n_at_risk
        assert found.events_stated == wanted.events_stated


@pytest.mark.parametrize("figure", [clicked(), clicked(page=3, vector=True, unit="months")])
def test_the_folder_says_what_was_clicked_and_it_loads_the_same(
    tmp_path: Path, figure: ClickedFigure
) -> None:
    session = with_curves(clicked=figure)
    loaded = unpacked(session, tmp_path)
    assert loaded.digitised[0].clicked == session.digitised[0].clicked
    assert loaded.digitised[0].clicked is not None
    written = (tmp_path / loaded.id / "curves/os.figure.toml").read_text(encoding="utf-8")
    assert written.startswith("# W")
    assert "The picture is not kept." in written


def test_a_curve_of_another_digitiser_takes_the_clicks_of_the_one_before_away() -> None:
    files = {**folder_texts(DATA / "e1910"), "curves/os.figure.toml": "of the curve before"}
    assert "curves/os.figure.toml" not in packing.packed(files, with_curves(), name="other")


def test_the_folder_names_its_centre_and_is_no_session_any_more(tmp_path: Path) -> None:
    trial = with_uploaded_counts(with_curves(), OWN, counts())
    loaded = unpacked(trial, tmp_path)
    assert loaded.id == "e1910-nordklinik-sud"
    assert loaded.text.name == "E1910 (Nordklinik Süd)"
    assert loaded.local == OWN.model_copy(update={"session": False})
    assert loaded.adverse_event("neuropsychiatric", Role.CONTROL) == trial.adverse_event(
        "neuropsychiatric", Role.CONTROL
    )
    assert "session" not in loaded.source("local").citation


def test_what_the_user_did_not_bring_stays_as_it_was(tmp_path: Path) -> None:
    loaded = unpacked(with_curves(), tmp_path)
    for table in ("landmarks", "hazard_ratios", "subgroups", "adverse_events", "facts", "context"):
        assert getattr(loaded, table) == getattr(e1910(), table)
    assert loaded.refused_curves == ()
    kept = {(curve.data_cut, curve.endpoint) for curve in loaded.curves}
    assert kept == {(c.data_cut, c.endpoint) for c in e1910().curves} - {("nejm", "os")}


def test_what_a_centre_confirmed_is_not_packed_as_the_users_own(tmp_path: Path) -> None:
    """It is still the trial's number; the new folder has it as it was shipped."""
    sepsis = {"events": 6, "total": 111}, {"events": 8, "total": 112}
    read = {
        "source": "nejm-2024", "place": "Table S9", "checked_by": "KL",
        "checked_on": datetime.date(2026, 11, 22),
        "harm": "sepsis", "experimental": sepsis[0], "control": sepsis[1],
    }  # fmt: skip
    own = {"centre": "North Hospital", "adverse_events": (read,)}
    confirmed = with_confirmed(e1910(), LocalFile.model_validate(own))
    for session in (with_curves(confirmed), with_uploaded_counts(confirmed, OWN, counts())):
        loaded = unpacked(session, tmp_path / str(len(session.digitised)))
        for role in Role:
            assert loaded.adverse_event("sepsis", role) == e1910().adverse_event("sepsis", role)
    brought = loaded.adverse_event("neuropsychiatric", Role.EXPERIMENTAL)
    assert brought is not None
    assert (brought.events, brought.status) == (30, Status.LOCAL)


def test_comments_of_the_shipped_folder_stay() -> None:
    files = folder_texts(DATA / "e1910")
    packed = packing.packed(files, with_curves(), name="other")
    comments = [line for line in files["trial.toml"].splitlines() if line.startswith("#")]
    assert comments
    assert set(comments) <= set(packed["trial.toml"].splitlines())


def test_the_same_data_give_the_same_archive() -> None:
    files = packing.packed(folder_texts(DATA / "e1910"), with_curves(), name="other")
    assert export.zipped(files, folder="other") == export.zipped(files, folder="other")


def test_a_trial_without_own_data_is_not_packed() -> None:
    with pytest.raises(ValueError, match="holds no data of a user's own"):
        packing.packed({}, e1910(), name="other")
    with pytest.raises(ValueError, match="holds no data of a user's own"):
        packing.folder_name(e1910())


LABELS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1)


@settings(max_examples=30, deadline=None)
@given(label=LABELS.filter(lambda text: len(text) <= 60 and text.strip() == text))
def test_whatever_the_label_the_folder_can_be_read(
    label: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    local = LocalData(label=label, as_of=OWN.as_of, session=True)
    loaded = unpacked(
        with_uploaded_counts(e1910(), local, counts()), tmp_path_factory.mktemp("shelf")
    )
    assert loaded.local is not None
    assert loaded.local.label == label


# The rebuilt curve against the patients behind it ----------------------------------------------


def test_the_plateau_that_a_user_digitised_is_that_of_its_patients() -> None:
    rows = [line.split(",") for line in content(f"{PLATEAU}_ipd.csv").decode().splitlines()[1:]]
    patients = [(float(t), e == "1", a == "1") for t, e, a in rows]
    time, event, arm = zip(*patients, strict=True)
    curves = with_curves(without_events()).digitised[0]
    found = digitised.hazard_ratio(curves)
    assert found is not None
    assert found.value == pytest.approx(cox_hazard_ratio(time, event, arm).value, rel=0.03)
    control = [(t, e) for t, e, a in patients if not a]
    truth = kaplan_meier(*zip(*control, strict=True))
    rebuilt = digitised.arm_curve(curves.control)
    assert float(rebuilt.survival[-1]) == pytest.approx(float(truth.survival[-1]), abs=0.01)
