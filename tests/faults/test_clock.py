"""The server's clock stands in another century, and jumps back while people work."""

from __future__ import annotations

import datetime
import io
import os
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pypdf

from tests.browser.driving import SLIDER, notices, shown_preference, taken, walk_to, weighed
from tests.browser.test_broken_data import TICK_SECONDS, rewrite
from tests.browser.test_own_data import LABEL, TAB, USE, bring_counts, name_it, press
from tests.serving import OpenedPage, RunningApp
from tradeoff.words.say import ENGLISH

WRONG = Path(__file__).parent / "wrong_clock"
HOUR = 3600.0
EPOCH = datetime.datetime(1970, 1, 2, 12, tzinfo=datetime.UTC)
#: Later than 32 bits of seconds reach, in the last century that a zip file can name.
LATE = datetime.datetime(2106, 3, 1, 0, 30, tzinfo=datetime.UTC)


@dataclass
class Clock:
    """What the program's clock is wrong by."""

    file: Path

    def stand_at(self, moment: datetime.datetime) -> None:
        self._write(moment.timestamp() - time.time())

    def jump(self, seconds: float) -> None:
        self._write(float(self.file.read_text(encoding="ascii")) + seconds)

    def now(self) -> float:
        return time.time() + float(self.file.read_text(encoding="ascii"))

    def _write(self, seconds: float) -> None:
        new = self.file.with_suffix(".new")
        new.write_text(str(seconds), encoding="ascii")
        new.replace(self.file)


def dated(opened: OpenedPage, day: datetime.datetime) -> bool:
    """Whether the hand-out, as PDF, says that it was made on this day."""
    pages = pypdf.PdfReader(io.BytesIO(taken(opened, "hand_out_a4"))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    return f"Made on {ENGLISH.day(day.date())}" in text


def test_pages_hand_outs_files_and_edited_data_go_by_a_clock_that_is_wrong_and_jumps(
    open_page: Callable[..., OpenedPage],
    start_app: Callable[..., RunningApp],
    project_copy: Path,
    tmp_path: Path,
) -> None:
    clock = Clock(tmp_path / "wrong-by")
    clock.stand_at(EPOCH)
    named = {"PYTHONPATH": str(WRONG), "WRONG_CLOCK": str(clock.file)}
    app = start_app(project=project_copy, environment=named)
    assert '"time": "1970-01-02T12:' in app.output()
    opened = open_page(app=app, query=TAB)
    assert not notices(opened)
    assert dated(opened, EPOCH)

    clock.stand_at(LATE)
    walk_to(opened, "/evidence")  # in the session, and with the cookie, of 1970
    bring_counts(opened)
    name_it(opened, LABEL)
    press(opened, USE)
    archive = zipfile.ZipFile(io.BytesIO(taken(opened, "own_folder")))
    assert archive.testzip() is None
    walk_to(opened, "/")
    assert LABEL in " ".join(weighed(opened))
    assert dated(opened, LATE)
    assert "review" in notices(opened), "the data are overdue, by this clock"

    clock.jump(-HOUR)  # and so the day before
    landmarks = project_copy / "data/e1910/landmarks.csv"
    rewrite(landmarks, lambda text: text.replace(",0.85,", ",0.86,"))
    os.utime(landmarks, (clock.now(), clock.now()))
    time.sleep(TICK_SECONDS)
    opened.page.locator(SLIDER).press("ArrowRight")
    opened.settle()
    opened.page.reload()
    opened.settle()
    assert "+18 with one or more" in " ".join(weighed(opened)), "what was edited is seen"
    assert shown_preference(opened) == "0"
    assert dated(opened, LATE - datetime.timedelta(hours=1))
    assert '"time": "2106-02-28T23:' in app.output()
    opened.assert_no_errors()
