"""Figures like the given ones, drawn anew from a number: PNG or JPEG, and PDF, with their truth.

``python -m tests.digitising.made_figures FOLDER`` writes some of each kind to look at.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import matplotlib
import numpy as np
from matplotlib.axes import Axes as Plot
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from tests.digitising.known import Floats, Known, Picture, TrueCurve
from tests.digitising.made_trials import KINDS, REAL, Trial, log_hazard_ratio, real, simulated
from tradeoff.digitising import Pixel
from tradeoff.statistics.survival import KaplanMeierCurve, kaplan_meier

PAIRS: Final = (
    ("#1f4e9e", "#c8102e"), ("#00468B", "#ED0000"), ("#0073C2", "#EFC000"), ("#374E55", "#DF8F44"),
    ("#F8766D", "#00BFC4"), ("#1f77b4", "#ff7f0e"), ("#2ca02c", "#d62728"), ("#7b3294", "#008837"),
    ("#BC3C29", "#0072B5"), ("#E64B35", "#4DBBD5"), ("#08306b", "#6baed6"), ("#440154", "#35B779"),
    ("#D55E00", "#56B4E9"), ("#000000", "#c8102e"), ("#555555", "#0073C2"),
)  # fmt: skip
FEW: Final = 30
NAMES: Final = ("Standard care", "New drug")
#: Edges of the plot as shares of the picture: left, bottom, width, height.
PLACE: Final = (0.13, 0.30, 0.83, 0.63)
#: The given figures' grey panel with a white grid, and a tinted one.
PANELS: Final = {"gg": "#ebebeb", "white": "#e8eef4"}


@dataclass(frozen=True)
class Style:
    """How a figure is drawn; lines are in points, ``lowest`` is the y axis' foot in survival."""

    colours: tuple[str, str] = PAIRS[0]
    dashes: tuple[str, str] = ("-", "-")
    line: float = 1.5
    width: int = 1200
    aspect: float = 0.72
    dpi: int = 150
    jpeg: int | None = None
    censored: str | None = None
    censored_colour: str | None = None
    bands: bool = False
    band_lines: bool = False
    legend: Any = "upper right"
    lowest: float = 0.0
    percent: bool = False
    rising: bool = False
    grid: str | None = None
    spines: str = "L"
    ticks: str = "out"
    minor: bool = False
    padding: float = 0.0
    smooth: bool = True
    words: bool = True
    medians: bool = False
    title: bool = False
    font: str = "DejaVu Sans"
    fonttype: int = 3


def styled(hand: np.random.Generator) -> Style:
    """As journals print: two colours mostly, sometimes black and a dash, marks, bands, a grid."""

    def sometimes(share: float) -> bool:
        return bool(hand.random() < share)

    colours, dashes = PAIRS[int(hand.integers(len(PAIRS)))], ("-", "-")
    if sometimes(0.25):
        colours = ("#000000", str(hand.choice(["#000000", "#8c8c8c", "#777777"])))
        dashes = ("-", str(hand.choice(["--", "-.", ":"])))
    elif sometimes(0.15):
        dashes = ("-", "--")
    grid = str(hand.choice(["gg", "major", "white"])) if sometimes(0.2) else None
    bands = sometimes(0.15) and dashes == ("-", "-")
    return Style(
        colours=colours,
        dashes=dashes,
        line=float(hand.uniform(1.0, 2.2)),
        width=int(hand.integers(700, 1800)),
        aspect=float(hand.uniform(0.62, 0.8)),
        dpi=int(hand.choice([110, 150, 180])),
        jpeg=int(hand.integers(60, 92)) if sometimes(0.2) else None,
        censored=str(hand.choice(["|", "+"])) if sometimes(0.5) else None,
        censored_colour="black" if sometimes(0.1) else None,
        bands=bands,
        band_lines=not bands and sometimes(0.06),
        legend=str(hand.choice(["upper right", "upper right", "lower left", "top"])),
        percent=sometimes(0.3),
        grid=grid,
        spines="none" if grid in PANELS else str(hand.choice(["L", "L", "box"])),
        ticks=str(hand.choice(["out", "out", "in"])),
        minor=sometimes(0.1),
        padding=0.04 if sometimes(0.15) else 0.0,
        smooth=not sometimes(0.05),
        words=sometimes(0.7),
        medians=sometimes(0.1),
        title=sometimes(0.2),
        font=str(hand.choice(["DejaVu Sans", "DejaVu Sans", "DejaVu Serif"])),
        fonttype=int(hand.choice([3, 42])),
    )


def like(number: int) -> Known:
    """A figure like the given ones."""
    hand = np.random.default_rng([15, number])
    style = styled(hand)
    if number % 5 == 4:
        case = sorted(REAL)[int(hand.integers(len(REAL)))]
        return drawn(f"like{number:02}_{case}", real(case), style)
    kind = KINDS[number % len(KINDS)]
    if kind == "high":
        style = replace(style, lowest=float(hand.choice([0.0, 0.4, 0.6])), padding=0.0)
    return drawn(f"like{number:02}_{kind}", simulated(kind, hand), style)


def hard(number: int) -> Known:
    """Crossing black curves, hairlines, compression, dots, dashes, black marks, few pixels."""
    hand = np.random.default_rng([1910, number])
    name, changes = HARD[number % len(HARD)]
    style = replace(styled(hand), bands=False, band_lines=False, **changes)
    kind = "crossing" if "crossing" in name else KINDS[int(hand.integers(len(KINDS)))]
    return drawn(f"hard{number:02}_{name}", simulated(kind, hand), style)


BLACK: Final = ("#000000", "#000000")
HARD: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("crossing_black", {"colours": BLACK, "dashes": ("-", "-"), "censored": None}),
    ("crossing_dashed", {"colours": BLACK, "dashes": ("-", "--")}),
    ("hairlines", {"line": 0.5, "dpi": 110}),
    ("jpeg30", {"jpeg": 30}),
    ("dots", {"dashes": (":", "-"), "line": 1.6}),
    ("dashed_twice", {"colours": BLACK, "dashes": ("--", "-."), "jpeg": None}),
    ("black_marks", {"censored": "|", "censored_colour": "black"}),
    ("few_pixels", {"width": 560, "dpi": 80, "line": 1.0}),
)


def rising(number: int) -> Known:
    """A figure of those with the event: upwards from 0."""
    hand = np.random.default_rng([42, number])
    style = replace(styled(hand), rising=True, medians=False, legend="upper left")
    return drawn(f"rising{number:02}", simulated(KINDS[number % len(KINDS)], hand), style)


SETS: Final = {"like": like, "hard": hard, "rising": rising}


@cache
def made(kind: str, count: int, start: int = 0) -> tuple[Known, ...]:
    """So many figures of a kind, the same each time."""
    return tuple(SETS[kind](number) for number in range(start, start + count))


# --- drawing ------------------------------------------------------------------------------------


def drawn(name: str, trial: Trial, style: Style) -> Known:
    """The trial's figure as a picture and as a PDF, with its truth."""
    rules: dict[Any, Any] = {
        "font.family": style.font,
        "pdf.fonttype": style.fonttype,
        "svg.hashsalt": name,
    }
    with matplotlib.rc_context(rules):
        figure = Figure(
            figsize=(style.width / style.dpi, round(style.width * style.aspect) / style.dpi),
            dpi=style.dpi,
        )
        FigureCanvasAgg(figure)
        curves = [kaplan_meier(arm.time, arm.event) for arm in trial.arms]
        plot = figure.add_axes(PLACE)
        _frame(plot, trial, style)
        for number, curve in enumerate(curves):
            _curve(plot, curve, style, number)
        _extras(plot, curves, style)
        numbers = _table(figure, plot, trial, style)
        encoded, pdf = _encoded(figure, style)
        x, y = _ticks(plot, trial, style)
    known = Known(
        name=name,
        encoded=encoded,
        x=x,
        y=y,
        picks=(),
        risk_times=trial.ticks,
        n_at_risk=numbers,
        curves=tuple(_truth(curve) for curve in curves),
        until=float(plot.get_xlim()[1]),
        pdf=pdf,
        log_hazard_ratio=_ratio(trial),
    )
    return replace(known, picks=tuple(_picks(known, style)))


def _ratio(trial: Trial) -> float | None:
    """Of the patients, where they are so many that tracing counts for more than rebuilding them."""
    if min(arm.time.size for arm in trial.arms) < FEW:
        return None
    return log_hazard_ratio([(arm.time, arm.event) for arm in trial.arms])


def _frame(plot: Plot, trial: Trial, style: Style) -> None:
    factor = 100 if style.percent else 1
    foot = 0.0 if style.rising else style.lowest
    pad_x, pad_y = style.padding * trial.last, style.padding * (1 - foot)
    plot.set_xlim(-pad_x, trial.last + pad_x)
    plot.set_ylim(factor * (foot - pad_y), factor * (1 + pad_y))
    plot.set_xticks(trial.ticks)
    step = 0.1 if foot else 0.2
    plot.set_yticks(factor * np.arange(foot, 1 + step / 2, step))
    plot.yaxis.set_major_formatter("{x:.0f}" if style.percent else "{x:.1f}")
    plot.tick_params(direction=style.ticks, labelsize=9)
    if style.minor:
        plot.minorticks_on()
        plot.tick_params(which="minor", direction=style.ticks)
    if style.grid:
        panel = PANELS.get(style.grid)
        plot.set_facecolor(panel or "white")
        plot.grid(color="white" if panel else "#d9d9d9", linewidth=1.0 if panel else 0.6)
        plot.set_axisbelow(True)
    for side, line in plot.spines.items():
        drawn_here = style.spines == "box" or (style.spines == "L" and side in ("left", "bottom"))
        line.set_visible(drawn_here)
    subject = "Patients with an event" if style.rising else "Overall survival"
    plot.set_ylabel(f"{subject} (%)" if style.percent else subject, fontsize=9)
    plot.set_xlabel("Time since randomisation", fontsize=9)


def _height(survival: Floats, style: Style) -> Floats:
    """On the y axis as it is printed."""
    shown = 1 - survival if style.rising else survival
    return shown * (100 if style.percent else 1)


def _curve(plot: Plot, curve: KaplanMeierCurve, style: Style, number: int) -> None:
    time, survival = np.append(0, curve.time), np.append(1, curve.survival)
    colour = style.colours[number]
    if style.bands or style.band_lines:
        limits = [
            np.append(1, np.where(np.isfinite(limit), limit, curve.survival))
            for limit in (curve.lower, curve.upper)
        ]
        low, high = (_height(limit, style) for limit in limits)
        if style.bands:
            plot.fill_between(time, low, high, step="post", color=colour, alpha=0.22, linewidth=0)
        else:
            for limit in (low, high):
                plot.step(time, limit, where="post", color=colour, linestyle=":", linewidth=0.8)
    plot.step(
        time,
        _height(survival, style),
        where="post",
        color=colour,
        linestyle=style.dashes[number],
        linewidth=style.line,
        antialiased=style.smooth,
        label=NAMES[number],
    )
    if style.censored:
        left = curve.n_censored > 0
        plot.plot(
            curve.time[left],
            _height(curve.survival[left], style),
            style.censored,
            color=style.censored_colour or colour,
            markersize=5,
            markeredgewidth=0.8,
            linestyle="none",
            antialiased=style.smooth,
        )


def _extras(plot: Plot, curves: list[KaplanMeierCurve], style: Style) -> None:
    if style.legend == "top":
        plot.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, frameon=False)
    else:
        plot.legend(loc=style.legend, frameon=False, fontsize=9)
    if style.title and style.legend != "top":
        plot.set_title("Intention to treat", fontsize=11)
    if style.words and style.legend != "lower left" and not style.rising:
        words = "HR 0.71 (95% CI 0.55-0.92)\nP = 0.009"
        plot.text(0.03, 0.06, words, transform=plot.transAxes, fontsize=8)
    if style.medians and not style.lowest:
        half = 50 if style.percent else 0.5
        for curve in curves:
            below = np.flatnonzero(curve.survival <= 0.5)
            if below.size:
                at = curve.time[below[0]]
                plot.plot([0, at, at], [half, half, 0], "--", color="#444444", linewidth=0.8)


def _table(figure: Figure, plot: Plot, trial: Trial, style: Style) -> tuple[tuple[int, ...], ...]:
    numbers = tuple(
        tuple(int(np.sum(arm.time >= tick)) for tick in trial.ticks) for arm in trial.arms
    )
    figure.text(0.02, 0.155, "No. at risk", fontsize=8, fontweight="bold", va="center")
    (left, right), (start, _, width, _) = plot.get_xlim(), PLACE
    for row, (name, line) in enumerate(zip(NAMES, numbers, strict=True)):
        height = 0.11 - 0.045 * row
        figure.text(0.02, height, name, fontsize=7, va="center")
        for tick, number in zip(trial.ticks, line, strict=True):
            column = start + width * (tick - left) / (right - left)
            figure.text(column, height, str(number), fontsize=8, va="center", ha="center")
    return numbers


def _encoded(figure: Figure, style: Style) -> tuple[bytes, bytes]:
    pixels, pdf = io.BytesIO(), io.BytesIO()
    figure.savefig(pixels, format="png", dpi=style.dpi)
    figure.savefig(pdf, format="pdf", metadata={"CreationDate": None})
    if style.jpeg is None:
        return pixels.getvalue(), pdf.getvalue()
    return encoded(Image.open(pixels), jpeg=style.jpeg), pdf.getvalue()


def encoded(picture: Image.Image | Picture, *, jpeg: int | None = None) -> bytes:
    """As a PNG, or as a JPEG of a quality."""
    shown = Image.fromarray(picture) if isinstance(picture, np.ndarray) else picture
    file = io.BytesIO()
    if jpeg is None:
        shown.save(file, format="PNG")
    else:
        shown.convert("RGB").save(file, format="JPEG", quality=jpeg)
    return file.getvalue()


Ticks = tuple[tuple[float, float], ...]


def _ticks(plot: Plot, trial: Trial, style: Style) -> tuple[Ticks, Ticks]:
    """Pixel and value of every tick, from the picture's upper left corner."""
    figure = plot.figure
    assert isinstance(figure, Figure)
    height = figure.bbox.height
    foot = plot.get_ylim()[0]
    columns = plot.transData.transform([(tick, foot) for tick in trial.ticks])[:, 0]
    low, high = sorted(plot.get_ylim())
    shown = [v for v in plot.get_yticks() if low - 1e-9 <= v <= high + 1e-9]
    rows = height - plot.transData.transform([(0, value) for value in shown])[:, 1]
    survival = np.array(shown) / (100 if style.percent else 1)
    survival = 1 - survival if style.rising else survival
    return _paired(columns, trial.ticks), _paired(rows, survival)


def _paired(places: Floats, values: Floats | tuple[float, ...]) -> Ticks:
    return tuple((float(at), round(float(v), 9)) for at, v in zip(places, values, strict=True))


def _truth(curve: KaplanMeierCurve) -> TrueCurve:
    falls = curve.n_events > 0
    return TrueCurve(
        np.append(0, curve.time[falls]), np.append(1, curve.survival[falls]), float(curve.time[-1])
    )


def _picks(known: Known, style: Style) -> Iterator[Pixel]:
    """A clear spot on each curve: on a level, in its own colour, away from the other one."""
    picture = known.picture.astype(float)
    for number, colour in enumerate(style.colours):
        yield max(
            _spots(known, number), key=lambda spot: _clear(spot, known, number, picture, colour)
        )


def _spots(known: Known, number: int) -> list[Pixel]:
    """The middles of a curve's levels, and thirds of the long ones."""
    true, end = known.curves[number], known.ends[number]
    edges = np.append(true.time[true.time < end], end)
    spots = []
    for left, right, survival in zip(edges[:-1], edges[1:], true.survival, strict=False):
        for share in (1 / 3, 1 / 2, 2 / 3):
            spots.append(known.spot(float(left + share * (right - left)), float(survival)))
    return spots


def _clear(spot: Pixel, known: Known, number: int, picture: Picture | Floats, colour: str) -> float:
    """The higher, the better a person would choose the spot."""
    column, row = spot
    height, width, _ = picture.shape
    inside = picture[min(int(row), height - 1), min(int(column), width - 1)]
    ink = float(np.abs(inside - [int(colour[at : at + 2], 16) for at in (1, 3, 5)]).max() < 70)
    time = known.axes.time(np.array([column + shift for shift in (-6, 0, 6)]))
    own = known.axes.row(known.curves[number].at(time))
    others = known.axes.row(known.curves[1 - number].at(time))
    apart = min(25.0, float(np.abs(others - row).min()))
    level = 6.0 - min(6.0, float(np.abs(own - row).max()))
    share = float(time[1] / known.until)
    middle = 5.0 if 0.1 < share < 0.7 else 0.0
    frame = float(min(abs(row - place) for place, _ in (known.y[0], known.y[-1])))
    return 40.0 * ink + apart + 2 * level + middle + min(frame, 8.0)


def main() -> int:
    """Write figures as files."""
    parser = argparse.ArgumentParser(prog="python -m tests.digitising.made_figures")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=8)
    asked = parser.parse_args()
    for kind in SETS:
        for known in made(kind, asked.count):
            ending = "jpg" if known.encoded.startswith(b"\xff\xd8") else "png"
            (asked.folder / f"{known.name}.{ending}").write_bytes(known.encoded)
            if known.pdf:
                (asked.folder / f"{known.name}.pdf").write_bytes(known.pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
