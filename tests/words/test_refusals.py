"""What rooms without a voice refuse or mend is said whole in any language, and no word past it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from tests.digitising.pdf_pages import Page, Panel, pdf
from tests.digitising.test_pdf import beside
from tests.digitising.test_pdf_faults import locked
from tests.digitising.test_pictures import REFUSED
from tests.digitising.test_tracing import AXES, staircase, white, with_axes
from tests.words import pseudo
from tests.words.pseudo import PSEUDO, unspoken
from tradeoff.digitising import Axes, DigitisingError, apart, trace
from tradeoff.digitising.pdf.document import count, rendered
from tradeoff.digitising.pdf.figures import figures
from tradeoff.digitising.pictures import picture
from tradeoff.statistics.reconstruction import ReconstructionError
from tradeoff.trial.digitised import Clicks, at_row, rebuild_arm
from tradeoff.words import catalogues
from tradeoff.words.catalogues import Voice, voice
from tradeoff.words.say import Say

#: Kinds of files and units, and the files that these tests name.
NAMES = ("HEIC", "AVIF", "JPEG", "PNG", "SVG", "PDF", "PostScript", "MB", "curve.csv", "risk.csv")
MONTHS = [0.0, 6, 12, 18, 24, 30, 36]
SURVIVAL = [1.0, 0.95, 0.88, 0.8, 0.74, 0.71, 0.7]


@pytest.fixture(scope="module")
def say(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Say]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogues, "_LOCALE", pseudo.speak(tmp_path_factory.mktemp("locale")))
        yield voice(Voice.CLINICIAN, PSEUDO)


def refusal(made: Callable[[], object]) -> str:
    with pytest.raises(DigitisingError) as refused:
        made()
    return refused.value.said


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_refused_in_the_readers_language(say: Say, name: str) -> None:
    said = refusal(lambda: picture(REFUSED[name][0]))
    assert not unspoken([say.told(said)], NAMES)


def test_a_refusal_from_the_process_apart_is_in_the_readers_language(say: Say) -> None:
    said = refusal(lambda: apart.picture(b"month,survival\n0,1\n"))
    assert say.told(said) != said
    assert not unspoken([say.told(said)], NAMES)


CLICKS: tuple[Any, ...] = (
    [],
    [[]],
    [[(float("nan"), 3.0)]],
    [[(10.0, 10.0)]],
    [[(220.0, 131.0), (400.0, 60.0)]],
    [[(300.0, 370.0)]],
)


@pytest.mark.parametrize("picks", CLICKS, ids=range(len(CLICKS)))
def test_clicks_are_refused_in_the_readers_language(say: Say, picks: Any) -> None:
    figure = staircase(with_axes(white()))
    figure[369:371, 51:650] = 0
    said = refusal(lambda: trace(figure, AXES, picks))
    assert not unspoken([say.told(said)], NAMES)


@pytest.mark.parametrize(
    "made",
    [
        lambda: count(b"hello"),
        lambda: count(locked("secret")),
        lambda: rendered(pdf(Page(Panel().written())), 1, 800),
        lambda: rendered(pdf(Page(Panel().written())), 0, 7_999),
        lambda: figures(pdf(Page(Panel(label=lambda value: f"{80 * value:g}").written()))),
        lambda: figures(pdf(Page(Panel(events=True, more=beside("Cumulative hazard")).written()))),
        lambda: Axes(x=((1.0, 0.0), (1.0, 12.0)), y=((7.0, 0.0), (1.0, 1.0))),
        lambda: Axes(x=((1.0, 0.0), (9.0, 12.0)), y=((float("nan"), 0.0), (1.0, 1.0))),
    ],
    ids=range(8),
)
def test_pdfs_and_axes_are_refused_in_the_readers_language(
    say: Say, made: Callable[[], object]
) -> None:
    assert not unspoken([say.told(refusal(made))], NAMES)


def clicks(**changes: Any) -> Clicks:
    given: dict[str, Any] = {
        "points": tuple(zip(MONTHS, SURVIVAL, strict=True)),
        "risk_months": (0.0, 12.0, 24.0, 36.0),
        "n_at_risk": (100, 85, 60, 30),
    }
    return Clicks(**{**given, **changes})


MENDED = {
    "percent": [(month, 100 * share) for month, share in zip(MONTHS, SURVIVAL, strict=True)],
    "exchanged": [(share, month) for month, share in zip(MONTHS, SURVIVAL, strict=True)],
    "backwards": list(zip(MONTHS, SURVIVAL, strict=True))[::-1],
    "no start": list(zip(MONTHS, SURVIVAL, strict=True))[1:],
    "short": list(zip(MONTHS, SURVIVAL, strict=True))[:5],
    "beyond": [(0.0, 1.005), (6.0, 1.01), (12.0, 0.88), (24.0, 0.74), (36.0, 0.7)],
    "rising": [(0.0, 1.0), (6.0, 0.93), (12.0, 0.88), (18.0, 0.89), (24.0, 0.74), (36.0, 0.7)],
    "spike": [*zip(MONTHS, SURVIVAL, strict=True), (20.0, 0.2)],
    "back": [(0.0, 1.0), (6.0, 0.95), (5.5, 0.93), (12.0, 0.88), (24.0, 0.74), (36.0, 0.7)],
}


@pytest.mark.parametrize("points", MENDED.values(), ids=list(MENDED))
def test_mends_are_said_in_the_readers_language(say: Say, points: Any) -> None:
    try:
        mends = rebuild_arm(clicks(points=tuple(points))).mends
    except ReconstructionError as error:
        files = {"curve": ("curve.csv", range(2, 99)), "at_risk": ("risk.csv", range(2, 99))}
        mends = tuple(at_row(one, "", **files).message for one in error.problems)
    assert mends
    assert not unspoken(map(say.told, mends), NAMES)


@pytest.mark.parametrize(
    "changes",
    [
        {"points": ((0.0, 0.4), (6.0, 0.3))},
        {"points": ((0.0, 1.0), (6.0, 3.0), (9.0, 0.5), (12.0, 4.0))},
        {"points": ((0.0, 1.0),)},
        {"n_at_risk": (100, 120, 60, 30)},
        {"n_at_risk": (100, 85, 60, -3)},
        {"risk_months": (3.0, 12.0, 24.0, 36.0)},
        {"risk_months": (0.0, 120.0, 240.0, 360.0)},
        {"events": 900},
    ],
    ids=range(8),
)
def test_why_no_curve_is_rebuilt_is_said_in_the_readers_language(
    say: Say, changes: dict[str, Any]
) -> None:
    with pytest.raises(ReconstructionError) as caught:
        rebuild_arm(clicks(**changes))
    files = {"curve": ("curve.csv", range(2, 99)), "at_risk": ("risk.csv", range(2, 99))}
    told = [at_row(one, "", **files) for one in caught.value.problems]
    assert not unspoken((say.told(one.message) for one in told), NAMES)


def test_a_number_of_a_refusal_has_the_languages_marks() -> None:
    said = refusal(lambda: picture(REFUSED["a PNG just too large"][0]))
    shown = Say(decimal_mark=",").told(said)
    assert "6\N{NO-BREAK SPACE}001 x 6\N{NO-BREAK SPACE}000" in shown
    assert np.all([mark not in shown for mark in ("6,001", "36,000")])
