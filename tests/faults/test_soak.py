"""Two hundred open pages for ten minutes, some leaving, others coming: memory and choices."""

from __future__ import annotations

import asyncio
import statistics
import sys
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.benchmarks import load
from tests.serving import RunningApp

MINUTES = 10
SESSIONS = 200
#: All press once in four seconds: half of what one core holds, so that ten minutes of a busy
#: machine are judged for what is kept, not for the neighbours.
BEAT_SECONDS = 4.0
#: Closed, and as many opened anew, after each minute. Streamlit keeps a closed page for two minutes
#: in case its browser comes back.
REPLACED = 20
#: The first minutes fill caches and the pages that Streamlit keeps; then nothing may grow.
FILLING_MINUTES = 4
MOST_GROWTH = 0.03


@dataclass
class Soak:
    """What was seen, a minute each."""

    minutes: list[load.Held] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    log: str = ""


async def soaked(app: RunningApp, conversation: load.Conversation) -> Soak:
    seen = Soak()
    async with load.sessions(app, conversation) as clinic:
        for _ in range(MINUTES):
            await clinic.to(SESSIONS)
            seen.minutes.append(await load.beaten(clinic.every, app, seconds=60, beat=BEAT_SECONDS))
            seen.lost += [one.query for one in clinic.every if not own_choice(one)]
            leaving, clinic.every[:] = clinic.every[:REPLACED], clinic.every[REPLACED:]
            await asyncio.gather(*(one.socket.close() for one in leaving))
    seen.log = app.output()
    return seen


def own_choice(session: load.Session) -> bool:
    """Whether the address holds the preference that this very session pressed last."""
    states = BackMsg.FromString(session.sent).rerun_script.widget_states.widgets
    pressed = next(one for one in states if one.id.endswith("-weight"))
    return parse_qs(session.query).get("weight") == list(pressed.string_array_value.data)


@pytest.mark.slow
@pytest.mark.timeout(MINUTES * 60 + 300)
def test_two_hundred_pages_for_ten_minutes_leave_memory_flat_and_lose_no_choice() -> None:
    with load.served(load.PROGRAM) as (app, conversation):
        seen = asyncio.run(soaked(app, conversation))
    told = [f"{one.memory:.0f} MB, p95 {one.p95:.0f} ms" for one in seen.minutes]
    sys.stdout.write("\n".join(told) + "\n")
    early, late = seen.minutes[FILLING_MINUTES], seen.minutes[-1]
    assert late.memory <= early.memory * (1 + MOST_GROWTH), told
    assert max(one.memory for one in seen.minutes) <= load.MOST_MEMORY, told
    assert statistics.median(one.p95 for one in seen.minutes) < load.MOST_P95, told
    assert not seen.lost, seen.lost[:3]
    assert "Traceback" not in seen.log
