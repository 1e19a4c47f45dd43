"""Colours: WCAG 2.2 contrast, colour-blind readers (Machado 2009), greyscale, theme file."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from tradeoff.drawing.palette import (
    DARK,
    LIGHT,
    PALETTES,
    PRINT,
    Palette,
    chart_colours,
    contrast,
    translucent,
    wrap,
    written_width,
)
from tradeoff.screens.look import PAGE_FILES, style_sheet

ROOT = Path(__file__).parents[2]
SCREENS = {"light": LIGHT, "dark": DARK}

# Machado, Oliveira, Fernandes, IEEE TVCG 2009;15:1291, severity 1.0, on linear RGB.
VISION = {
    "full": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}

# Colours that stand side by side and mean different things.
TOLD_APART = [
    ("experimental", "control"),
    ("alive", "gain"),
    ("alive", "died"),
    ("gain", "died"),
    ("event", "extra_event"),
    ("event", "neutral"),
    ("extra_event", "neutral"),
    ("gain", "harm"),
    ("gain", "extra_event"),
    ("alive", "event"),
    ("experimental", "harm"),
    ("control", "harm"),
]
# CIE76 difference; 10 is told apart at a glance, side by side.
SMALLEST_DIFFERENCE = 14


def lab(colour: str, vision: str) -> np.ndarray:
    srgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(VISION[vision]) @ linear, 0, 1)
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    xyz = to_xyz @ seen / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_contrast_matches_the_anchors_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


@pytest.mark.parametrize("palette", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
@pytest.mark.parametrize(
    "name", ["text", "muted", "accent", "experimental", "control", "gain", "harm", "extra_event"]
)
def test_text_colours_have_at_least_4_5_to_1_on_every_ground(palette: Palette, name: str) -> None:
    for ground in (palette.background, palette.surface, palette.shade):
        assert contrast(getattr(palette, name), ground) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
@pytest.mark.parametrize("name", ["alive", "event", "outline", "focus"])
def test_marks_have_at_least_3_to_1_on_every_ground(palette: Palette, name: str) -> None:
    for ground in (palette.background, palette.surface):
        assert contrast(getattr(palette, name), ground) >= 3.0


@pytest.mark.parametrize("palette", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
def test_badges_can_be_read(palette: Palette) -> None:
    assert contrast(palette.badge_text, palette.badge_ground) >= 7
    assert contrast(palette.badge_border, palette.surface) >= 3


@pytest.mark.parametrize("palette", SCREENS.values(), ids=SCREENS)
def test_streamlits_primary_can_be_read_and_carries_white_ticks(palette: Palette) -> None:
    assert min(contrast(palette.primary, g) for g in (palette.background, palette.surface)) >= 4.5
    assert contrast(palette.primary, "#ffffff") >= 3


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("palette", SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("pair", TOLD_APART, ids="-".join)
def test_colours_are_told_apart_by_every_reader(
    palette: Palette, vision: str, pair: tuple[str, str]
) -> None:
    first, second = (lab(getattr(palette, name), vision) for name in pair)
    assert np.linalg.norm(first - second) >= SMALLEST_DIFFERENCE


@pytest.mark.parametrize("palette", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
@pytest.mark.parametrize("pair", [("alive", "gain"), ("event", "extra_event"), ("alive", "died")])
def test_neighbours_in_an_icon_array_differ_in_greyscale(
    palette: Palette, pair: tuple[str, str]
) -> None:
    assert contrast(*(getattr(palette, name) for name in pair)) >= 2


@pytest.mark.parametrize("palette", SCREENS.values(), ids=SCREENS)
def test_survival_and_harm_share_no_colour(palette: Palette) -> None:
    survival = {palette.experimental, palette.control, palette.alive, palette.gain, palette.accent}
    assert survival.isdisjoint({palette.harm, palette.event, palette.extra_event})


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_ten_chart_colours_all_different_and_visible_with_the_arms_first(theme: str) -> None:
    colours = chart_colours(theme)
    palette = PALETTES[theme]
    assert len(set(colours)) == 10
    assert colours[:2] == (palette.experimental, palette.control)
    assert all(contrast(colour, palette.background) >= 3 for colour in colours)


def test_paper_is_without_hue() -> None:
    for name in Palette.__slots__:
        colour = getattr(PRINT, name)
        assert colour[1:3] == colour[3:5] == colour[5:7], name


def test_theme_file_agrees_with_the_palette() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    for theme, palette in SCREENS.items():
        section = config["theme"][theme]
        assert section["chartCategoricalColors"] == list(chart_colours(theme))
        expected = {
            "primaryColor": palette.primary,
            "backgroundColor": palette.background,
            "secondaryBackgroundColor": palette.surface,
            "textColor": palette.text,
            "linkColor": palette.accent,
            "borderColor": palette.border,
            "dataframeBorderColor": palette.border,
            "grayTextColor": palette.muted,
            "blueTextColor": palette.experimental,
            "greenTextColor": palette.gain,
            "violetTextColor": palette.harm,
        }
        assert {name: section[name] for name in expected} == expected
        assert section["sidebar"]["backgroundColor"] == palette.surface


def test_theme_file_keeps_sessions_private_and_quiet() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"] == {
        "showSidebarNavigation": False,
        "toolbarMode": "minimal",
        "showErrorDetails": "none",
        "allowedOrigins": [],
    }
    assert config["server"] == {
        "headless": True,
        "fileWatcherType": "none",
        "runOnSave": False,
        "showEmailPrompt": False,
        "maxUploadSize": 10,
        "maxMessageSize": 10,
    }
    assert "://" not in str(config["theme"])


def test_every_option_of_the_theme_file_exists_in_this_streamlit() -> None:
    from streamlit import config as streamlit_config

    known = set(streamlit_config.get_config_options())

    def options(table: dict[str, object], prefix: str = "") -> list[str]:
        found = []
        for key, value in table.items():
            name = f"{prefix}{key}"
            found += options(value, f"{name}.") if isinstance(value, dict) else [name]
        return found

    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert [name for name in options(config) if name not in known] == []


def test_translucent_keeps_the_colour() -> None:
    assert translucent("#0b5cab", 0.16) == "rgba(11,92,171,0.16)"
    with pytest.raises(ValueError, match="six hexadecimal digits"):
        translucent("blue", 0.5)


def test_wrapping_loses_no_word_and_keeps_to_the_width() -> None:
    words = "Blinatumomab added to consolidation chemotherapy in first remission"
    lines = wrap(words, width=160, size=14)
    assert " ".join(lines) == words
    assert all(written_width(line, size=14) <= 160 for line in lines)
    assert wrap("unbreakable", width=5, size=14) == ("unbreakable",)


def test_bold_is_wider() -> None:
    for words in itertools.chain("aW", ["85 of 100"]):
        assert written_width(words, size=14, bold=True) > written_width(words, size=14)


SHEETS = sorted((ROOT / "tradeoff" / "screens").glob("*.css"))


def test_no_colour_depends_on_the_width_of_the_window_but_on_the_tumour_board() -> None:
    """So that the browser tests need not try every width in both schemes."""
    style = "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    rule = r"[^{}]+\{[^{}]*\}"
    within = rf"(?:{rule}|\s*@container[^{{]*\{{(?:{rule})*\s*\}})"
    for_widths = re.findall(rf"@media [^{{]*-width: [^{{]*\{{({within}*)\s*\}}", style)
    assert len(for_widths) == len(re.findall(r"@media [^{]*-width", style))
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", "".join(for_widths))
    assert len(rules) > 20
    coloured = [
        of for of, said in rules if re.search(r"color|background|fill|stroke|opacity", said)
    ]
    assert [of.strip() for of in coloured if ".board" not in of] == []


def test_what_concerns_some_pages_is_in_a_sheet_that_the_others_have_not() -> None:
    sheets = {sheet.stem: sheet.read_text(encoding="utf-8") for sheet in SHEETS}
    assert sheets.keys() == {
        *("style", "curves", "side_panel"),
        *("consultation", "survival_curves", "benefit_and_harm", "patient_view", "tumour_board"),
        *("evidence", "own_data", "figure", "paper"),
    }
    with_curve = {"consultation", "survival_curves", "tumour_board"}
    for name in PAGE_FILES:
        wanted = ("style", *(("curves",) if name in with_curve else ()), "paper", name)
        every = "\n".join(sheets[one] for one in wanted if one in sheets)
        sent = style_sheet(name)
        assert "/*" not in sent, "its comments are for its reader, not for the wire"
        plain = re.sub(r"/\*.*?\*/", "", every, flags=re.DOTALL)
        assert "".join(sent.split()) == "".join(plain.split())


def test_no_rule_of_the_common_sheet_asks_what_the_whole_page_holds() -> None:
    """The browser would work out the look of half the page anew whenever anything in it changes."""
    on_screen, _, _ = style_sheet("icon_arrays").partition("@page")  # no screen tries the rest
    rules = re.findall(r"[^{}]*:has\([^{}]*", on_screen)
    assert [
        rule for rule in rules if re.search(r"(?:\.stApp|html|body|:root)[^ ]*:has", rule)
    ] == []
    assert 0 < len(rules) < 8
