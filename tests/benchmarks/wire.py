"""What a page takes over the wire, and how long until it stands: cold, warm, and a bare page.

Cold is a fresh browser context with an empty cache; warm is the second visit in that context.
Bytes are those of all responses as they were sent, headers included, and of the web socket's
messages as the page reads them (compressed on the way, they are fewer).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: For a first page with its chart into an empty cache. Uncompressed it would be 9 MB.
COLD_BYTES: Final = 3_000_000


class Wire:
    """Counts what a page receives, from now on."""

    def __init__(self, page: Page) -> None:
        self.sizes: list[float] = []
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda e: self.sizes.append(e["encodedDataLength"]))
        session.on(
            "Network.webSocketFrameReceived",
            # Over a web socket bytes travel as they are; here they come as base64.
            lambda e: self.sizes.append(len(e["response"]["payloadData"]) * 3 / 4),
        )

    @property
    def received(self) -> float:
        """Bytes so far."""
        return sum(self.sizes)
