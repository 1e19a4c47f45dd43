"""One browser of each maker for all; the whole walk where this folder is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsers.by_playwright import chromium_in
from tests.browsers.driven import Driven
from tests.browsers.started import firefox, webkit

STARTS = {"firefox": firefox, "webkit": webkit}
#: Of a run of all tests no part: there it has tests of its own.
CHROMIUM = pytest.param("chromium", marks=pytest.mark.minutes)


@pytest.fixture(scope="session", params=[*STARTS, CHROMIUM])
def driven(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driven]:
    name, folder = request.param, tmp_path_factory.mktemp(request.param)
    if name in STARTS:
        with STARTS[name](folder) as one:
            yield one
    else:
        with chromium_in(folder, request.getfixturevalue("chromium")) as one:
            yield one


def asked(config: pytest.Config) -> bool:
    """Whether this folder, or something in it, was named, as `make test-browsers` does."""
    return any("browsers" in Path(argument).parts for argument in config.args)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a run of all tests, what is marked as taking minutes here is no part."""
    if not asked(config):
        here = Path(__file__).parent
        left_out = [
            item
            for item in items
            if here in item.path.parents and item.get_closest_marker("minutes")
        ]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
