"""A line between the browser and the server that a test can cut, hold up and mend."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import replace

from tests.serving import RunningApp


class Relay:
    """Passes bytes on, both ways; all its parts live in one loop of a thread of its own."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._whole = True
        self._lines: set[asyncio.StreamWriter] = set()
        self._started: Future[int] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._thread.start()
        self.port = self._started.result(10)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._flows, self._ended = asyncio.Event(), asyncio.Event()
        self._flows.set()
        async with await asyncio.start_server(self._connected, "127.0.0.1", 0) as server:
            self._started.set_result(server.sockets[0].getsockname()[1])
            await self._ended.wait()
            self._cut()

    def cut(self) -> None:
        """End every connection without a word, and let no new one come about."""
        self._do(self._cut)

    def mend(self) -> None:
        """Let connections come about again."""
        self._do(lambda: setattr(self, "_whole", True))

    def hold(self) -> None:
        """Leave everything open, and pass nothing on."""
        self._do(self._flows.clear)

    def let_go(self) -> None:
        """Pass on what was held up, and all that comes."""
        self._do(self._flows.set)

    def end(self) -> None:
        """Cut for good."""
        self._do(self._ended.set)
        self._thread.join(10)

    def _do(self, what: Callable[[], object]) -> None:
        async def done() -> None:
            what()

        asyncio.run_coroutine_threadsafe(done(), self._loop).result(10)

    def _cut(self) -> None:
        self._whole = False
        for line in self._lines:
            line.transport.abort()

    async def _connected(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if not self._whole:
            back.transport.abort()
            return
        try:
            there, on = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            back.transport.abort()
            return
        lines = {back, on}
        self._lines |= lines
        try:
            await asyncio.gather(self._pass_on(here, on), self._pass_on(there, back))
        finally:
            self._lines -= lines

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65_536):
                await self._flows.wait()
                sink.write(data)
                await sink.drain()
        sink.close()


@contextmanager
def relayed(app: RunningApp) -> Iterator[tuple[Relay, RunningApp]]:
    """The line, and the program as it is reached through it."""
    relay = Relay(app.port)
    try:
        yield relay, replace(app, url=f"http://127.0.0.1:{relay.port}", port=relay.port)
    finally:
        relay.end()
