"""One Firefox and one WebKit for all; the whole walk where this folder is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsers.driven import Driven
from tests.browsers.started import firefox, webkit

STARTS = {"firefox": firefox, "webkit": webkit}


@pytest.fixture(scope="session", params=STARTS)
def driven(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driven]:
    with STARTS[request.param](tmp_path_factory.mktemp(request.param)) as one:
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
