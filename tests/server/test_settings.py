"""What the environment sets, and what it may not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tradeoff.server import settings
from tradeoff.server.settings import Settings, SettingsError, from_environment


def test_nothing_set_serves_one_person_on_their_own_machine() -> None:
    assert from_environment({}) == Settings()
    assert Settings().address == "127.0.0.1"
    assert Settings().frame_ancestors == "'none'"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("", "'none'"),
        ("none", "'none'"),
        ("'self'", "'self'"),
        ("self https://a.example", "'self' https://a.example"),
        ("HTTPS://A.Example:444", "https://a.example:444"),
    ],
)
def test_who_may_frame_the_program(text: str, meaning: str) -> None:
    assert from_environment({"FRAME_ANCESTORS": text}).frame_ancestors == meaning


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("FRAME_ANCESTORS", "*", "FRAME_ANCESTORS is '*'. It has to be none, self, or addresses"),
        ("FRAME_ANCESTORS", "https://a.example/ehr", "without a path"),
        ("FRAME_ANCESTORS", "none https://a.example", "FRAME_ANCESTORS is"),
        ("FRAME_ANCESTORS", "https://a.example; script-src *", "FRAME_ANCESTORS is"),
        ("FRAME_ANCESTORS", "javascript:", "FRAME_ANCESTORS is"),
        ("FRAME_ANCESTORS", "https://*", "FRAME_ANCESTORS is"),
        ("TRUSTED_HOSTS", "https://a.example", "TRUSTED_HOSTS holds 'https://a.example'"),
        ("TRUSTED_HOSTS", "a.example:443", "without scheme and port"),
        ("BASE_PATH", "/a/../b", "BASE_PATH is '/a/../b'. It has to be a path of letters"),
        ("BASE_PATH", "https://a.example", "BASE_PATH is"),
        ("PORT", "http", "PORT is 'http'. It has to be a whole number from 1 to 65535."),
        ("PORT", "70000", "PORT is '70000'."),
        ("PORT", "0", "PORT is '0'."),
        ("MAX_CONNECTIONS", "-1", "MAX_CONNECTIONS is '-1'. It has to be a whole number from 1."),
        (
            "LOG_LEVEL",
            "loud",
            "LOG_LEVEL is 'loud'. It has to be one of: debug, info, warning, error",
        ),
        ("LOG_ADDRESSES", "yes", "LOG_ADDRESSES is 'yes'. It has to be one of: 0, 1."),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start_and_says_what_may_stand_there(
    name: str, value: str, said: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        from_environment({name: value})
    assert said in str(refused.value)


def test_the_administrators_page_names_every_setting() -> None:
    page = (Path(__file__).parents[2] / "docs" / "administrator.md").read_text(encoding="utf-8")
    source = Path(settings.__file__).read_text(encoding="utf-8")
    names = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)*)"', source))
    assert len(names) == len(Settings.__slots__)
    assert not {name for name in names if f"`{name}`" not in page}
