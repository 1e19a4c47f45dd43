"""The guard that keeps the tests off the network."""

from __future__ import annotations

import socket

import pytest


def test_no_test_can_reach_another_host() -> None:
    with pytest.raises(AssertionError, match="network is off"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_no_test_can_look_up_a_name() -> None:
    with pytest.raises(AssertionError, match=r"example\.org"):
        socket.create_connection(("example.org", 80), timeout=1)


def test_loopback_stays_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
