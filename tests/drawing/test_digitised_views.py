"""Digitised curves and demonstrations on screen: what is drawn, what it is called, where it ends.

The views of the demonstration, and of variants of it that no shipped trial has.
"""

from __future__ import annotations

import datetime
import itertools
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.screens.visits import Opened
from tests.views import DATA, e1910
from tests.views import view as view_of
from tradeoff.drawing import survival
from tradeoff.drawing.curves import (
    RISK_TITLE,
    CurveOptions,
    picture_notes,
    survival_view,
)
from tradeoff.drawing.scene import Text
from tradeoff.drawing.series import AxisRange, SurvivalView
from tradeoff.drawing.survival import survival_chart, survival_scene, survival_svg
from tradeoff.drawing.to_svg import lettering
from tradeoff.findings.agreement import CheckKind, Explanation, report
from tradeoff.findings.applicability import assess
from tradeoff.findings.choices import ORIGINAL, Framing, default_choices, parse
from tradeoff.findings.landmarks import last_month
from tradeoff.findings.provenance import Method
from tradeoff.findings.reconstructed import read_months, restricted_means
from tradeoff.findings.view import Findings
from tradeoff.papers import effects, record_note, tables
from tradeoff.papers.evidence import calibration
from tradeoff.papers.files import table_csv
from tradeoff.screens import (
    evidence,
    guide,
    handout_part,
    icon_arrays,
    patient_view,
    store,
    survival_curves,
    tumour_board,
)
from tradeoff.statistics.intervals import difference_from_reported, loglog_interval
from tradeoff.statistics.survival import kaplan_meier, survival_at
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.reading import load_trial
from tradeoff.trial.records import DigitisedCurves, Status, Trial
from tradeoff.words.agreement import agrees_within, consistency_result
from tradeoff.words.applicability import applicability_summary
from tradeoff.words.catalogues import Voice, languages, voice
from tradeoff.words.curve import curve_alt, curve_note, curve_note_short
from tradeoff.words.naming import DEMONSTRATION
from tradeoff.words.provenance import provenance
from tradeoff.words.read_out import read_out
from tradeoff.words.say import ENGLISH
from tradeoff.words.survival import picture_title

REBUILT = "rebuilt from the digitised figure"
NOT_PATIENTS = "pseudo-patients, not patient data"
PAGES = (
    *("consultation", "survival_curves", "icon_arrays", "benefit_and_harm"),
    *("patient_view", "tumour_board", "evidence"),
)
every_page = pytest.mark.parametrize("page", PAGES)


@cache
def demo() -> Trial:
    return load_trial(DATA / "demo-colon")


def curves() -> DigitisedCurves:
    (found,) = demo().digitised
    return found


def view(trial: Trial | None = None, **changes: object) -> Findings:
    return view_of(trial or demo(), **changes)


def drawn(options: CurveOptions | None = None, **changes: object) -> SurvivalView:
    found = survival_view(ENGLISH, view(**changes), options or CurveOptions())
    assert found is not None
    return found


def without_landmarks() -> Trial:
    """A digitised figure and a hazard ratio, and nothing published at a fixed time."""
    defaults = demo().defaults.model_copy(update={"months": None})
    return demo().model_copy(update={"landmarks": (), "defaults": defaults})


def without_ranges() -> Trial:
    bare = {"lower": None, "upper": None, "level": None}
    landmarks = tuple(one.model_copy(update=bare) for one in demo().landmarks)
    return demo().model_copy(update={"landmarks": landmarks})


# What is drawn -----------------------------------------------------------------------------


def test_the_line_is_the_pseudo_patients_kaplan_meier_staircase() -> None:
    shown = drawn()
    for role in Role:
        series, arm = shown.arms.of(role), curves().arm(role)
        curve = kaplan_meier(arm.time, arm.event)
        assert series.steps
        assert (series.months[0], series.survival[0]) == (0.0, 1.0)
        assert series.months[-1] == pytest.approx(max(arm.time))
        for month, value in zip(series.months[1:], series.survival[1:], strict=True):
            assert value == pytest.approx(survival_at(curve, month).value)
        assert len(series.months) < len(set(arm.time))  # censorings are no corners


def test_the_band_is_the_log_log_range_and_there_is_no_reconstruction_band() -> None:
    for role in Role:
        series, arm = drawn().arms.of(role), curves().arm(role)
        curve = kaplan_meier(arm.time, arm.event)
        assert series.room is None
        assert series.band is not None
        for place in (10, len(series.months) // 2):
            read = survival_at(curve, series.months[place])
            limits = series.band.lower[place], series.band.upper[place]
            assert limits == pytest.approx(read.limits)


def test_the_only_band_is_a_surface_and_goes_with_the_ranges() -> None:
    figure = survival_chart(drawn(CurveOptions(room=True)), theme="light").figure
    layers = [trace.meta["layer"] for trace in figure.data]
    assert layers.count("band") == len(Role)
    assert "room" not in layers
    shapes = {trace.line.shape for trace in figure.data if trace.meta["layer"] == "line"}
    assert shapes == {"hv"}
    bare = survival_chart(drawn(CurveOptions(ranges=False)), theme="light").figure
    assert "band" not in [trace.meta["layer"] for trace in bare.data]


def test_every_published_landmark_stands_as_a_point_over_the_line() -> None:
    for role in Role:
        series = drawn().arms.of(role)
        assert [point.months for point in series.published] == [36, 60]
        for point in series.published:
            published = demo().landmark("public-data", "os", int(point.months), role)
            assert published is not None
            assert (point.survival, point.lower, point.upper) == (
                published.survival,
                published.lower,
                published.upper,
            )


@pytest.mark.parametrize("axis", list(AxisRange))
@pytest.mark.parametrize("months", [36, 47, 60])
def test_at_every_tick_at_risk_censored_and_events_sum_to_all(axis: AxisRange, months: int) -> None:
    shown = drawn(CurveOptions(axis), months=months)
    figure = survival_chart(shown, theme="light").figure
    ticks = [float(month) for month in figure.layout.xaxis.tickvals]
    assert len(ticks) > 4
    assert shown.at_risk is not None
    for role in Role:
        total, row = len(curves().arm(role).time), shown.at_risk.of(role)
        lines = [dict(line.cells) for line in row]
        assert [line.label for line in row] == ["at risk", "cens.", "events"]
        for tick in ticks:
            assert sum(int(cells[tick]) for cells in lines) == total
    drawn_cells = [a for a in figure.layout.annotations if str(a.text).isdigit() and a.yshift < -60]
    assert len(drawn_cells) == len(ticks) * 6


def test_numbers_at_risk_are_those_printed_under_the_figure() -> None:
    rows = drawn().at_risk
    assert rows is not None
    for entry in demo().at_risk:
        at_risk = dict(rows.of(entry.arm)[0].cells)
        assert at_risk[entry.months] == str(entry.n_at_risk)


def test_numbers_at_risk_have_room_beside_one_another_on_the_narrowest_screen() -> None:
    shown = drawn()
    assert shown.at_risk is not None
    plane = survival._plane(shown, width=218, height=320, left=56, top=30)
    ticks = [tick.at for tick in survival._x_ticks(shown, plane)]
    assert ticks == [12.0 * step for step in range(10)]
    gaps = [plane.px(after) - plane.px(before) for before, after in itertools.pairwise(ticks)]
    assert min(gaps) > survival._widest_cell(shown.at_risk)


def test_the_risk_table_leaves_with_the_svg() -> None:
    shown = drawn()
    _, texts = lettering(survival_scene(shown))
    assert RISK_TITLE in [text.words for text in texts]
    row = [text.words for text in texts if text.size == survival._CELL]
    assert {"304", "315", "187", "160", "111", "149"} <= set(row)


def test_the_read_out_gives_both_arms_with_the_pseudo_patients_ranges() -> None:
    months = read_months(demo(), "public-data", "os")
    assert list(months) == list(range(12, 61))
    choices = view().choices
    said = read_out(ENGLISH, demo(), choices, 47, months[47])
    assert said.parts["standing"] == "reconstructed"
    read = months[47]
    assert read is not None
    for role in Role:
        arm = curves().arm(role)
        lower, upper = survival_at(kaplan_meier(arm.time, arm.event), 47).limits
        assert said.parts[f"{role}_range"] == f"{100 * lower:.0f} to {100 * upper:.0f}"
    died = read_out(ENGLISH, demo(), replace(choices, framing=Framing.DIED), 47, read)
    for role in Role:
        assert int(died.parts[role]) == 100 - int(said.parts[role])


def test_a_value_near_the_floor_of_the_axis_does_not_stand_in_it() -> None:
    shown = drawn(CurveOptions(AxisRange.HALF))
    plane = survival_scene(shown).plane
    (low,) = (m for m in survival_scene(shown).marks if isinstance(m, Text) and m.lines == ("53",))
    assert low.box(plane)[3] <= plane.floor


def test_the_curve_ends_with_its_last_pseudo_patient_and_months_with_the_last_landmark() -> None:
    assert drawn().arms.experimental.months[-1] > 108
    assert last_month(demo(), "public-data", "os") == 60
    refused = parse({"months": ["61"]}, demo())
    assert refused.choices.months == 60
    assert refused.refusals


def test_a_digitised_curve_is_drawn_where_a_calibrated_one_stands_beside_it() -> None:
    """E1910 with a user's clicks: the calibrated curve stays in the record and is not shown."""
    own = curves().model_copy(update={"data_cut": "nejm", "source": "nejm-2024"})
    trial = e1910().model_copy(update={"digitised": (own,)})
    shown = survival_view(ENGLISH, view_of(trial), CurveOptions())
    assert shown is not None
    assert all(series.steps and series.room is None for series in shown.arms.shown)
    later = survival_view(ENGLISH, view_of(trial, cut="fda-later", months=60), CurveOptions())
    assert later is not None
    assert not any(series.steps for series in later.arms.shown)
    assert later.at_risk is None


@pytest.mark.parametrize("framing", list(Framing))
def test_the_board_shows_the_same_span_in_both_frames(framing: Framing) -> None:
    shown = view(framing=framing)
    _, plane = tumour_board.picture.drawn_at(ENGLISH, shown, 300)
    assert plane.y_range == (0, 100)


# Numbers -----------------------------------------------------------------------------------


def test_headline_numbers_stay_the_published_ones() -> None:
    shown = view()
    assert shown.survival is not None
    assert shown.survival.experimental.estimate.value == 0.634
    assert shown.survival.experimental.method is Method.PRINTED
    assert shown.survival.experimental.range_method is Method.PRINTED
    ratio = shown.base.hazard_ratio
    assert ratio is not None
    assert ratio.estimate.value == 0.689


def test_a_landmark_without_a_range_gets_that_of_the_pseudo_patients() -> None:
    shown = view(without_ranges()).survival
    assert shown is not None
    for finding, role in (
        (shown.control, Role.CONTROL),
        (shown.experimental, Role.EXPERIMENTAL),
    ):
        arm = curves().arm(role)
        error = survival_at(kaplan_meier(arm.time, arm.event), 60).standard_error
        assert error is not None
        expected = loglog_interval(finding.estimate.value, error)
        assert finding.estimate.limits == pytest.approx(expected.limits)
        assert finding.range_method is Method.DIGITISED_RANGE
        assert finding.statuses == (Status.DERIVED,)
    said = provenance(ENGLISH, demo(), shown.control, window="at 60 months")
    (computed,) = (line.description for line in said if line.term == "Computed")
    assert f"pseudo-patients {REBUILT}" in computed


def test_a_month_between_landmarks_is_read_off_with_its_range_and_never_weighed() -> None:
    shown = view(months=47)
    assert shown.marked is not None
    assert shown.survival is not None
    assert shown.survival.months == 36
    for role, found in (
        (Role.CONTROL, shown.marked.control),
        (Role.EXPERIMENTAL, shown.marked.experimental),
    ):
        arm = curves().arm(role)
        read = survival_at(kaplan_meier(arm.time, arm.event), 47)
        assert found.estimate.limits == pytest.approx(read.limits)
        assert found.statuses == (Status.RECONSTRUCTED,)
        assert found.method is Method.DIGITISED_CURVE
    difference = shown.marked.difference
    assert difference.method is Method.DIGITISED_CURVE
    assert difference.estimate == difference_from_reported(
        shown.marked.experimental.estimate, shown.marked.control.estimate
    )
    assert difference.estimate.has_range


def test_restricted_means_are_those_of_the_pseudo_patients_up_to_the_last_landmark() -> None:
    """survRM2 1.0-4 on the patients that the figure was drawn from: 3.662 (0.634 to 6.690)."""
    means = restricted_means(demo(), "public-data", "os")
    assert means is not None
    assert means.horizon_months == 60
    assert means.difference.value == pytest.approx(3.662, abs=0.1)
    assert means.difference.limits == pytest.approx((0.634, 6.690), abs=0.1)
    assert means.difference_reconstruction is None
    assert effects.restricted_mean_words(ENGLISH, means).endswith(
        f"months to month 60 (reconstructed: {REBUILT}: {NOT_PATIENTS})"
    )


def test_without_a_landmark_the_curve_is_shown_and_nothing_is_weighed() -> None:
    trial = without_landmarks()
    shown = view(trial)
    assert default_choices(trial).months is None
    assert (shown.survival, shown.marked, shown.weighing.balance_point) == (None, None, None)
    picture = survival_view(ENGLISH, shown, CurveOptions())
    assert picture is not None
    assert picture.marked_months is None
    assert "Nothing can be weighed" in curve_alt(ENGLISH, shown)
    assert [row[-1] for row in tables.curve_table(ENGLISH, shown).rows] == [REBUILT] * 18
    means = restricted_means(trial, "public-data", "os")
    assert means is not None
    assert means.horizon_months == 105


def test_a_cut_with_nothing_but_a_curve_is_one_of_the_end_points_cuts() -> None:
    bare = without_landmarks().model_copy(update={"hazard_ratios": (), "medians": ()})
    assert [cut.id for cut in bare.cuts_with("os")] == ["public-data"]


def test_a_curve_that_ends_before_the_last_landmark_marks_no_month_beyond_it() -> None:
    short = curves().control.model_copy(
        update={
            "time": tuple(min(time, 50.0) for time in curves().control.time),
            "event": tuple(
                event and time <= 50
                for time, event in zip(curves().control.time, curves().control.event, strict=True)
            ),
        }
    )
    trial = demo().model_copy(
        update={"digitised": (curves().model_copy(update={"control": short}),)}
    )
    beyond = view(trial, months=55)
    assert beyond.marked is None
    picture = survival_view(ENGLISH, beyond, CurveOptions())
    assert picture is not None
    at_its_landmark = {series.value_label for series in picture.arms.shown}
    assert at_its_landmark == {"53", "64"}
    dotted = survival_view(ENGLISH, beyond, CurveOptions(dotted=True))
    assert dotted is not None
    assert {series.value_label for series in dotted.arms.shown} == {""}
    assert restricted_means(trial, "public-data", "os").horizon_months == 50  # type: ignore[union-attr]


# The word ----------------------------------------------------------------------------------


def every_text_of_the_curve(shown: Findings) -> dict[str, str]:
    picture = survival_view(ENGLISH, shown, CurveOptions())
    assert picture is not None
    table = tables.curve_table(ENGLISH, shown)
    sent = tables.travelling(ENGLISH, table, shown, ())
    return {
        "alt text": curve_alt(ENGLISH, shown),
        "note": curve_note(ENGLISH, shown),
        "board": tumour_board.picture.card(
            ENGLISH, shown, tumour_board.picture.board_curve(ENGLISH, shown)
        ),
        "guide": " ".join(guide.guide_curve(ENGLISH, shown)),
        "picture": " ".join(picture.notes),
        "svg": survival_svg(picture),
        "short note": curve_note_short(ENGLISH, shown),
        "table": table.caption,
        "csv": table_csv(sent),
        "fit report": " ".join(evidence.DIGITISED_NOTE.split()),
    }


def test_everything_that_shows_the_curve_says_that_it_is_no_patient_data() -> None:
    for name, text in every_text_of_the_curve(view()).items():
        plain = re.sub(r"<[^>]+>\s*", " ", text).lower()
        assert "rebuilt" in plain or "pseudo-patients" in plain, name
        if name not in ("csv", "fit report"):
            assert NOT_PATIENTS in re.sub(r"\s+", " ", plain), name


def test_each_row_of_the_table_says_how_its_curve_was_made() -> None:
    table = tables.curve_table(ENGLISH, view())
    assert {row[-1] for row in table.rows[:-1]} == {REBUILT}
    assert table.rows[-1][-1] == "calculated"
    assert table.rows[6] == (
        *("36", "74 (69 to 79)", "65 (60 to 70)", "226, 0, 78", "205, 1, 109"),
        REBUILT,
    )


def test_the_word_of_no_numbers_at_risk_stands_under_calibrated_curves_only() -> None:
    said = survival_curves.NO_RISK_TABLE.partition(":")[0]
    assert said not in Opened("survival_curves", {"trial": "demo-colon"}).text
    assert said in Opened("survival_curves", {"trial": "e1910"}).text


def test_an_unconfirmed_curve_says_so_where_it_is_explained() -> None:
    weak = curves().model_copy(update={"status": Status.UNCONFIRMED})
    shown = view(demo().model_copy(update={"digitised": (weak,)}), months=47)
    assert "Unconfirmed: check against the figure." in curve_note(ENGLISH, shown)
    assert shown.marked is not None
    assert shown.marked.control.statuses == (Status.RECONSTRUCTED, Status.UNCONFIRMED)


# Evidence ----------------------------------------------------------------------------------


def test_the_fit_report_names_events_numbers_at_risk_distance_and_mends() -> None:
    (table,) = calibration.digitised_fit(ENGLISH, demo())
    assert table.caption == (
        f"Overall survival, Public data ({REBUILT}): R package survival, colon data, "
        "Kaplan-Meier figure of the colon data (deaths)"
    )
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["Clicks on the curve"] == ("121", "121")
    assert rows["Pseudo-patients: events, censored"] == ("304: 123, 181", "315: 168, 147")
    assert rows["Events: rebuilt, and stated by the source"] == ("123; 123", "168; 168")
    assert rows["Numbers at risk met exactly"] == ("10 of 10", "10 of 10")
    assert "row" in rows["Mended in the clicks"][0]


def test_events_that_no_source_states_are_not_stated_and_never_zero() -> None:
    arm = curves().control.model_copy(update={"events_stated": None, "mends": ()})
    assert calibration.fit_cells(ENGLISH, arm)[2] == "168; not stated"
    assert calibration.fit_cells(ENGLISH, arm)[-1] == "nothing"


def test_the_published_ratio_and_landmarks_are_held_against_the_rebuilt_curve() -> None:
    lines = [
        line
        for line in report(demo())
        if line.kind in (CheckKind.REBUILT_HAZARD_RATIO, CheckKind.REBUILT_LANDMARK)
    ]
    assert len(lines) == 5
    assert all(line.agrees and line.explanation is None for line in lines)
    shown = [agrees_within(ENGLISH, line) for line in lines]
    assert shown[0] == "0.668 to 0.710 (rounding, and 3 % that a rebuilt ratio may be off)"
    assert "63.2 to 67.3 % (rounding, and 2 %" in shown[1]


def test_a_ratio_that_does_not_agree_names_a_stratified_or_adjusted_model() -> None:
    ratio = demo().hazard_ratios[0].model_copy(update={"value": 0.60})
    other = demo().model_copy(update={"hazard_ratios": (ratio,)})
    (line,) = (one for one in report(other) if one.kind is CheckKind.REBUILT_HAZARD_RATIO)
    assert not line.agrees
    assert line.explanation is Explanation.OTHER_MODEL
    assert consistency_result(ENGLISH, line) == (
        "Tension. A ratio that was stratified or adjusted would explain it: that of "
        "pseudo-patients is not."
    )


def test_evidence_has_the_card_of_the_rebuilt_curve_and_none_of_calibrated_ones() -> None:
    page = Opened("evidence", {"trial": "demo-colon", "tab": "agreement"})
    assert evidence.DIGITISED_TITLE in page.text
    assert evidence.CALIBRATION_TITLE not in page.text
    assert (
        evidence.DIGITISED_TITLE
        not in Opened("evidence", {"trial": "e1910", "tab": "agreement"}).text
    )


# Demonstrations ----------------------------------------------------------------------------


@every_page
def test_a_demonstration_is_marked_on_every_page(page: str) -> None:
    """A patient's page says it in a patient's words, and shows nothing else of the trial."""
    said = DEMONSTRATION
    if page == "patient_view":
        said = patient_view.no_patient_text(voice(Voice.PATIENT, "en"), demo())
        assert "demonstration" in said
    opened = Opened(page, {"trial": "demo-colon"})
    assert said in opened.text
    assert said not in Opened(page, {"trial": "e1910"}).text


@every_page
def test_a_demonstration_runs_at_a_reconstructed_month_told_as_died(page: str) -> None:
    Opened(page, {"trial": "demo-colon", "months": "47", "framing": "died"})


def test_a_demonstration_is_last_in_the_list_and_named_as_one() -> None:
    app = Opened("consultation", {}).test
    (chosen,) = (box for box in app.selectbox if box.key == "trial")
    assert chosen.options[-1] == "Colon data (demonstration)"
    assert chosen.options[0] == "E1910"
    assert store.trial_name(ENGLISH, "demo-colon") == "Colon data (demonstration)"


def test_a_demonstration_is_marked_in_everything_that_leaves_the_program() -> None:
    shown = view()
    assert picture_title(ENGLISH, shown) == (
        "Overall survival, Colon data (demonstration), Public data"
    )
    assert DEMONSTRATION in picture_notes(ENGLISH, shown)
    assert DEMONSTRATION in icon_arrays.array_notes(ENGLISH, shown)
    assert "Colon data (demonstration)" in curve_alt(ENGLISH, shown)
    sent = tables.travelling(ENGLISH, tables.curve_table(ENGLISH, shown), shown, ())
    for row in sent.rows:
        assert row[-5] == "Colon data (demonstration)"
        assert row[-1].startswith(DEMONSTRATION)
    note = record_note.note(
        ENGLISH,
        shown,
        applicability=assess(demo(), ()),
        visit=(),
        link="x",
        date=datetime.date(2026, 11, 22),
    )
    assert note.startswith(DEMONSTRATION)


@pytest.mark.parametrize("page", ["consultation", "icon_arrays", "tumour_board"])
def test_data_without_harms_say_that_this_does_not_mean_none(page: str) -> None:
    said = "Harms: not available in these data. This does not mean that there were none."
    assert said in Opened(page, {"trial": "demo-colon"}).text


def test_a_trial_without_criteria_is_not_said_to_fit() -> None:
    assert applicability_summary(ENGLISH, view(), assess(demo(), ())) == (
        "Not checked: these data hold no criteria of who was in the trial."
    )


@pytest.mark.parametrize("language", languages())
def test_a_demonstration_has_no_patient_view_and_says_so(language: str) -> None:
    said = patient_view.no_patient_text(voice(Voice.PATIENT, language), demo())
    query = {"trial": "demo-colon", "lang": language}
    opened = Opened("patient_view", query)
    assert said in opened.text
    assert not buttons(opened.test)


def test_a_demonstration_with_plain_words_is_not_offered_to_patients_either(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shelved = store.open_trial

    def open_trial(trial_id: str, language: str = ORIGINAL) -> store.Shelf:
        trial = shelved(trial_id, language).trial
        assert trial is not None
        changed = {"demonstration": True, "fingerprint": f"{trial.fingerprint} demonstration"}
        return store.Shelf(trial_id, trial.model_copy(update=changed))

    monkeypatch.setattr(store, "open_trial", open_trial)
    for page in ("consultation", "patient_view"):
        opened = Opened(page, {"trial": "e1910"})
        assert not [key for key in buttons(opened.test) if key.startswith("hand_out")]
    assert "It is not for patients" in Opened("patient_view", {"trial": "e1910"}).text


def test_no_hand_out_is_offered_beside_a_demonstration() -> None:
    opened = Opened("consultation", {"trial": "demo-colon"})
    assert handout_part.HAND_OUT_DEMONSTRATION in opened.text
    assert not [key for key in buttons(opened.test) if key.startswith("hand_out")]
    real = Opened("consultation", {"trial": "e1910"})
    assert [key for key in buttons(real.test) if key.startswith("hand_out")]


def buttons(app: AppTest) -> list[str]:
    """Keys of the buttons on a page, those of downloads too; the guide's are left out."""
    keys = [str(one.key) for kind in ("button", "download_button") for one in app.get(kind)]
    return [key for key in keys if not key.startswith("guide")]


def test_nothing_of_the_pseudo_patients_is_random() -> None:
    again = load_trial(DATA / "demo-colon")
    assert again.digitised == demo().digitised
    assert np.array_equal(again.digitised[0].control.time, curves().control.time)
