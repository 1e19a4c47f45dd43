"""Write down what a screen reader says in a conversation, from Chromium's accessibility tree.

    python -m tools.transcript            docs/transcript.md anew
    python -m tools.transcript --print    to standard output

A tab at a time is read from top to bottom, as a reader's "say all" does; then what each key and
press makes it say. The words for roles are NVDA's.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import Final

from playwright.sync_api import Browser

from tests.browser.announcing import heard, listen
from tests.browser.driving import PATIENT
from tests.browser.tree import Node, tree_of
from tests.serving import (
    ROOT,
    OpenedPage,
    RunningApp,
    launched_chromium,
    new_page,
    shown,
    temporary_app,
)
from tools.spoken import spoken

TRANSCRIPT: Final = ROOT / "docs" / "transcript.md"
HEAD: Final = """# A conversation, as a screen reader says it

Made by `python -m tools.transcript` from Chromium's accessibility tree; a test holds that it is
what the command makes. Each line is one stop of a reader that goes down the page, with the words
that NVDA uses for roles. After a key or a press stands all that it makes the page say.
"""
SIDE: Final = "complementary"
MAIN: Final = "main"


class Reader:
    """Somebody who listens: what was done, and all that was said of it."""

    def __init__(self, opened: OpenedPage) -> None:
        self.opened, self.lines = opened, [HEAD]

    def title(self, text: str) -> None:
        """A part of the conversation."""
        self.lines.append(f"\n## {text}\n")

    def done(self, text: str) -> None:
        """What a hand did."""
        self.lines.append(f"\n*{text}*\n")

    def say(self, lines: Iterator[str]) -> None:
        """Lines that are said."""
        self.lines += [f"- {line}" for line in lines]

    def read(self, *roles: str) -> None:
        """These landmarks from top to bottom; without any, the whole page."""
        tree = tree_of(self.opened.page)
        if not roles:
            self.say(iter((f"{tree.name}, document",)))
        for place in tree.all(*roles) if roles else [tree]:
            self.say(spoken(place))

    def focus(self, selector: str) -> None:
        """Go to a control: what it says of itself."""
        self.opened.page.locator(selector).focus()
        self.say(iter(self.focused()))

    def focused(self) -> list[str]:
        """What the control that has the focus says of itself."""
        tree = tree_of(self.opened.page)
        found = [one for one in tree.walk() if one is not tree and one.states.get("focused")]
        return [line for one in found[-1:] for line in spoken(Node("generic", children=[one]))]

    def key(self, name: str, times: int = 1) -> None:
        """Press a key, and hear what that says after each press."""
        page = self.opened.page
        for _ in range(times):
            before = self.focused()
            heard(page)
            page.keyboard.press(name)
            self.opened.settle()
            said, now = [one.partition(": ")[2] for one in heard(page)], self.focused()
            self.say(iter(said or (now if now != before else [])))

    def press(self, selector: str) -> None:
        """Press a button."""
        heard(self.opened.page)
        self.opened.page.locator(selector).first.click()
        self.opened.settle()
        self.say(one.partition(": ")[2] for one in heard(self.opened.page))


def conversation(browser: Browser, app: RunningApp) -> str:
    """All of it, as Markdown."""
    with new_page(browser) as page:
        listen(page)
        with shown(page, app) as opened:
            reader = Reader(opened)
            consultation(reader)
            patient(reader)
            return "\n".join(reader.lines).replace("\n\n\n", "\n\n") + "\n"


def consultation(reader: Reader) -> None:
    """It opens; a month, a preference, the other side of the framing; the panel."""
    reader.title("Consultation opens")
    reader.read()
    reader.title("A month of the curve")
    reader.focus('input[data-choice="months"]')
    reader.done("Left arrow, twice; then Home")
    reader.key("ArrowLeft", 2)
    reader.key("Home")
    reader.title("A preference")
    reader.focus('input[data-choice="weight"]')
    reader.done("Page up, four times")
    reader.key("PageUp", 4)
    reader.title("Told as deaths")
    reader.focus('.st-key-framing [role="radio"] >> nth=0')
    reader.done("Right arrow, space; then the side panel and both pairs of pictures are read")
    reader.key("ArrowRight")
    reader.key("Space")
    reader.read(SIDE)
    tree = tree_of(reader.opened.page)
    reader.say(line for one in tree.all("figure") for line in spoken(one))
    reader.title("The note is copied")
    reader.focus(".st-key-copy_note button")
    reader.done("Space")
    reader.key("Space")


def patient(reader: Reader) -> None:
    """The patient view, from its start to the chances."""
    reader.opened.goto(PATIENT)
    reader.title("Patient view opens")
    reader.read(MAIN)
    reader.title("The chances, before they are asked for")
    reader.press(".st-key-patient_to_benefit button")
    reader.read(MAIN)
    reader.title("The chances")
    reader.done("Show me")
    reader.press(".st-key-patient_look button")
    reader.read(MAIN)


def main() -> None:
    """Write it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--print", action="store_true", help="to standard output")
    given = parser.parse_args()
    with temporary_app() as app, launched_chromium() as browser:
        said = conversation(browser, app)
    if given.print:
        sys.stdout.write(said)
    else:
        TRANSCRIPT.write_text(said, encoding="utf-8")
        print(TRANSCRIPT)


if __name__ == "__main__":
    main()
