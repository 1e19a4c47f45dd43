"""For every test: the same examples each time, no network but loopback, browsers last."""

from __future__ import annotations

import gc
import os
import socket
import sys
from collections.abc import Generator, Iterator
from functools import cache
from typing import Any

import pytest
from _pytest.junitxml import xml_key
from hypothesis import HealthCheck, settings
from xdist.remote import Producer

from tests.workers import TimedFirst
from tradeoff.trial.reading import engine_state

#: The program running, a Chromium and pages in it: one of each for all tests that ask for them.
pytest_plugins = ("tests.running",)

# No deadline: a busy machine is not a fault of the code. Derandomised: a test that fails here
# fails everywhere; `HYPOTHESIS_PROFILE=explore` looks for new examples instead.
settings.register_profile(
    "ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


class NetworkUsedError(AssertionError):
    """A test reached for another machine."""


def _refuse_foreign(host: object) -> None:
    if host is not None and not str(host).startswith(LOOPBACK):
        raise NetworkUsedError(f"The network is off in tests, but {host!r} was asked for.")


@pytest.fixture(scope="session", autouse=True)
def network_off() -> Iterator[None]:
    """Let a socket of this process reach loopback only, and look up no other name."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    getaddrinfo = socket.getaddrinfo

    def host_of(address: Any) -> object:
        return address[0] if isinstance(address, tuple) else None  # a path is a Unix socket

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse_foreign(host_of(address))
        return connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_foreign(host_of(address))
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse_foreign(host)
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


@pytest.fixture(scope="session", autouse=True)
def components_found_once() -> Iterator[None]:
    """What Streamlit finds among the installed packages: the same for each visit in tests.

    Two thirds of the time of one would go into looking for it. Tests that never import Streamlit do
    not begin to here.
    """
    if "streamlit" not in sys.modules:
        yield
        return
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patch:
        once = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", once)
        yield


def pytest_sessionstart(session: pytest.Session) -> None:
    """Write into the run's report, for `make validation`, which engine is tested.

    Pytest's own fixture for it leaves nothing behind where workers run the tests.
    """
    report = session.config.stash.get(xml_key, None)
    if report is not None:
        report.add_global_property("engine", engine_state().checksum)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Python does not look for garbage among what is collected: all of it stays to the end.

    It would be a fifth of the time that each worker takes before its first test.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> TimedFirst:
    return TimedFirst(config, log)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Time in a worker too: the others wait meanwhile, which pytest-benchmark cannot know."""
    benchmarks = config._benchmarksession  # type: ignore[attr-defined]
    if hasattr(config, "workerinput") and benchmarks.xdist_warning:
        benchmarks.disabled = benchmarks.xdist_warning = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, and run it last: the quick tests speak first.

    It also keeps Playwright's event loop, which lives from its first test to the end of the
    session, away from all tests that have nothing to do with it. The browser's own folder is the
    very last: workers take its tests one by one, so that all end at about the same time.
    """
    for item in items:
        if "browser" in item.path.parts or "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    items.sort(
        key=lambda item: (
            item.get_closest_marker("browser") is not None,
            "browser" in item.path.parts,
        )
    )
