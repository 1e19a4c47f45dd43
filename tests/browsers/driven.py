"""A browser under a test's hand, by the two protocols of the W3C that need nothing but a line.

Firefox speaks WebDriver BiDi over a web socket, without a driver of its own. WebKit's driver speaks
WebDriver over HTTP. What a hand does, pointer and keys, is told to both in the same words. A
library for both would bring seven packages for the dozen commands that are here.
"""

from __future__ import annotations

import http.client
import json
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from websockets.sync.client import ClientConnection

from tests.serving import SETTLED

#: A command is answered at once; a page may take this long on a busy machine.
ANSWER_SECONDS: Final = 60.0
KEYS: Final = {
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "Home": "\ue011",
    "End": "\ue010",
    "PageUp": "\ue00e",
    "PageDown": "\ue00f",
    "Enter": "\ue007",
    "Tab": "\ue004",
}
#: The key of a range of the platform: WebDriver's name of an element in JSON.
ELEMENT: Final = "element-6066-11e4-a52e-4f735466cecf"
#: In the page, where no protocol tells it: what a script complains of from here on.
COMPLAINTS: Final = """
() => {
  if (window.__complaints) return true;
  const kept = window.__complaints = [];
  const { error } = console;
  console.error = (...said) => { kept.push(said.map(String).join(' ')); error(...said); };
  addEventListener('error', (e) => kept.push(String(e.message)));
  addEventListener('unhandledrejection', (e) => kept.push(String(e.reason)));
  return true;
}
"""
CENTRE: Final = """
(selector) => {
  const e = document.querySelector(selector);
  e.scrollIntoView({ block: 'center', behavior: 'instant' });
  const box = e.getBoundingClientRect();
  return [box.left, box.top, box.width, box.height];
}
"""


class RefusedError(RuntimeError):
    """A command that the browser did not carry out, with what it said."""


def call(function: str, given: Sequence[Any]) -> str:
    """JavaScript that comes to the JSON of what a function answers."""
    said = ", ".join(json.dumps(one) for one in given)
    return f"(async () => JSON.stringify((await ({function})({said})) ?? null))()"


@dataclass
class Driven(ABC):
    """One window of a browser, with all that its pages complained of."""

    name: str
    downloads: Path
    complaints: list[str] = field(default_factory=list)

    @abstractmethod
    def ask(self, function: str, *given: Any) -> Any:
        """What a function answers in the page."""

    @abstractmethod
    def go(self, address: str) -> None:
        """Begin to open an address."""

    @abstractmethod
    def reload(self) -> None:
        """As its button does."""

    @abstractmethod
    def back(self) -> None:
        """As its button does."""

    @abstractmethod
    def act(self, sources: list[dict[str, Any]]) -> None:
        """What a hand does, in the words of both protocols."""

    @abstractmethod
    def give(self, selector: str, file: Path) -> None:
        """A file to a field for files."""

    @abstractmethod
    def resize(self, width: int, height: int) -> None:
        """The part of the window that shows the page."""

    def open(self, address: str) -> None:
        """Open an address cold, and wait until the page has held still."""
        self.complaints.clear()
        self.go(address)
        self.settle()

    def settle(self, quiet_ms: int = 250) -> None:
        self.ask("() => { delete window.__settling }")
        self.until(SETTLED, quiet_ms)

    def until(self, function: str, *given: Any, seconds: float = ANSWER_SECONDS) -> Any:
        """Wait until a function answers with something, and return that.

        Raises:
            TimeoutError: it did not.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if found := self.ask(function, *given):
                    return found
            except RefusedError:  # between two pages there is nobody to ask
                pass
            time.sleep(0.05)
        raise TimeoutError(f"{self.name}: {function} {given} did not come to hold")

    def text(self, selector: str) -> str:
        found: str = self.ask("(s) => document.querySelector(s)?.innerText ?? ''", selector)
        return " ".join(found.split())

    def count(self, selector: str) -> int:
        found: int = self.ask("(s) => document.querySelectorAll(s).length", selector)
        return found

    def box(self, selector: str) -> tuple[float, float, float, float]:
        """Left, top, width and height of what is brought into view."""
        self.until("(s) => !!document.querySelector(s)", selector)
        left, top, width, height = self.ask(CENTRE, selector)
        return left, top, width, height

    def move(self, x: float, y: float) -> None:
        self.act([_pointer(_move(x, y))])

    def click_at(self, x: float, y: float) -> None:
        press = {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}
        self.act([_pointer(_move(x, y), *press)])

    def click(self, selector: str) -> None:
        left, top, width, height = self.box(selector)
        self.click_at(left + width / 2, top + height / 2)

    def focus(self, selector: str) -> None:
        self.until("(s) => !!document.querySelector(s)", selector)
        self.ask("(s) => document.querySelector(s).focus()", selector)

    def press(self, *keys: str) -> None:
        pressed = [
            {"type": kind, "value": KEYS.get(key, key)}
            for key in keys
            for kind in ("keyDown", "keyUp")
        ]
        self.act([{"type": "key", "id": "keys", "actions": pressed}])

    def write(self, selector: str, text: str) -> None:
        """Replace what stands in a field, and confirm it."""
        self.focus(selector)
        self.ask("(s) => document.querySelector(s).select()", selector)
        self.press(*text, "Enter")
        self.settle()


def _move(x: float, y: float) -> dict[str, Any]:
    return {"type": "pointerMove", "x": round(x), "y": round(y), "origin": "viewport"}


def _pointer(*actions: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "pointer",
        "id": "mouse",
        "parameters": {"pointerType": "mouse"},
        "actions": list(actions),
    }


class ByBidi(Driven):
    """A browser that speaks WebDriver BiDi."""

    def __init__(self, name: str, downloads: Path, line: ClientConnection) -> None:
        super().__init__(name, downloads)
        self._line, self._number = line, 0
        self.command("session.new", capabilities={})
        tree = self.command("browsingContext.getTree")["contexts"]
        self._context = tree[0]["context"]
        self.command("session.subscribe", events=["log.entryAdded"])

    def command(self, method: str, **given: Any) -> dict[str, Any]:
        self._number += 1
        self._line.send(json.dumps({"id": self._number, "method": method, "params": given}))
        while True:
            said = json.loads(self._line.recv(timeout=ANSWER_SECONDS))
            if said.get("method") == "log.entryAdded" and said["params"]["level"] == "error":
                self.complaints.append(said["params"]["text"])
            if said.get("id") == self._number:
                if said["type"] == "error":
                    raise RefusedError(f"{method}: {said['error']}: {said['message']}")
                result: dict[str, Any] = said["result"]
                return result

    def _evaluate(self, expression: str) -> dict[str, Any]:
        said = self.command(
            "script.evaluate",
            expression=expression,
            target={"context": self._context},
            awaitPromise=True,
        )
        if said["type"] == "exception":
            raise RefusedError(said["exceptionDetails"]["text"])
        result: dict[str, Any] = said["result"]
        return result

    def ask(self, function: str, *given: Any) -> Any:
        return json.loads(self._evaluate(call(function, given))["value"])

    def go(self, address: str) -> None:
        self.command(
            "browsingContext.navigate", context=self._context, url=address, wait="interactive"
        )

    def reload(self) -> None:
        self.command("browsingContext.reload", context=self._context, wait="interactive")

    def back(self) -> None:
        self.command("browsingContext.traverseHistory", context=self._context, delta=-1)

    def act(self, sources: list[dict[str, Any]]) -> None:
        self.command("input.performActions", context=self._context, actions=sources)

    def give(self, selector: str, file: Path) -> None:
        field = self._evaluate(f"document.querySelector({json.dumps(selector)})")
        element = {"sharedId": field["sharedId"]}
        self.command("input.setFiles", context=self._context, element=element, files=[str(file)])

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self.command("browsingContext.setViewport", context=self._context, viewport=size)


class ByWebDriver(Driven):
    """A browser behind a driver that speaks WebDriver."""

    def __init__(self, name: str, downloads: Path, port: int, wanted: dict[str, Any]) -> None:
        super().__init__(name, downloads)
        self._port, self._session = port, ""
        made = self.command("POST", "/session", capabilities={"alwaysMatch": wanted})
        self._session = f"/session/{made['sessionId']}"

    def command(self, method: str, path: str, **given: Any) -> Any:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_SECONDS)
        try:
            line.request(
                method, self._session + path, json.dumps(given) if method == "POST" else None
            )
            said = json.loads(line.getresponse().read())["value"]
        finally:
            line.close()
        if isinstance(said, dict) and "error" in said:
            raise RefusedError(f"{path}: {said['error']}: {said['message']}")
        return said

    def ask(self, function: str, *given: Any) -> Any:
        script = f"return {call(function, given)}"
        return json.loads(self.command("POST", "/execute/sync", script=script, args=[]))

    def _anew(self, path: str, **given: Any) -> None:
        """Leave the page, and listen to the next one from its beginning."""
        self.ask("() => { window.__left = true }")
        self.command("POST", path, **given)
        self.until("() => !window.__left && location.protocol !== 'about:'")
        self.ask(COMPLAINTS)

    def go(self, address: str) -> None:
        self._anew("/url", url=address)

    def reload(self) -> None:
        self._anew("/refresh")

    def back(self) -> None:
        self.command("POST", "/back")

    def settle(self, quiet_ms: int = 250) -> None:
        super().settle(quiet_ms)
        self.complaints += self.ask("() => (window.__complaints ?? []).splice(0)")

    def act(self, sources: list[dict[str, Any]]) -> None:
        self.command("POST", "/actions", actions=sources)

    def give(self, selector: str, file: Path) -> None:
        using = {"using": "css selector", "value": selector}
        field = self.command("POST", "/element", **using)[ELEMENT]
        self.command("POST", f"/element/{field}/value", text=str(file))

    def resize(self, width: int, height: int) -> None:
        """The window with what stands around the page, which is not known before."""
        for _ in range(2):
            more = self.ask("() => [outerWidth - innerWidth, outerHeight - innerHeight]")
            size = {"width": width + more[0], "height": height + more[1]}
            self.command("POST", "/window/rect", **size)
            if self.ask("() => [innerWidth, innerHeight]") == [width, height]:
                return
        self.until("(w, h) => innerWidth === w && innerHeight === h", width, height, seconds=5)

    def quit(self) -> None:
        self.command("DELETE", "")
