"""What is worked out once for all answers is what Streamlit would have worked out for each."""

from __future__ import annotations

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import Config, CustomThemeConfig
from streamlit.runtime import app_session

from tradeoff.server.patches import FUNCTIONS, once_for_all

SECTIONS = (
    *("theme", "theme.light", "theme.dark"),
    *("theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar"),
)


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in FUNCTIONS:
        monkeypatch.setattr(app_session, name, getattr(app_session, name))


def themes() -> CustomThemeConfig:
    """All six, in Streamlit's order: the whole, then its parts."""
    whole = CustomThemeConfig()
    parts = (whole, whole.light, whole.dark, whole.sidebar, whole.light.sidebar, whole.dark.sidebar)
    for part, section in zip(parts, SECTIONS, strict=True):
        app_session._populate_theme_msg(part, section)
    return whole


def test_themes_and_settings_are_streamlits_own_in_each_answer() -> None:
    settings = Config()
    app_session._populate_config_msg(settings)
    expected = themes(), settings
    assert expected[0].light.primary_color == "#0b5cab"
    once_for_all(app_session)
    for _ in range(3):
        again = Config()
        app_session._populate_config_msg(again)
        assert (themes(), again) == expected


def test_a_part_without_options_stays_out_of_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "get_options_for_section", lambda _: {"base": None})
    once_for_all(app_session)
    whole = CustomThemeConfig()
    app_session._populate_theme_msg(whole.light, "theme.light")
    assert not whole.HasField("light")


def test_the_options_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    once_for_all(app_session)
    themes()
    monkeypatch.setattr(config, "get_options_for_section", pytest.fail)
    themes()
