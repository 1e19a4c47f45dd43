"""No place to write to: a full disk or a read-only one, and a log that nobody can write."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable

import pytest

from tests.browser.driving import PAGES, all_taken, choose
from tests.browser.test_own_data import CURVE_FILES, TAB, card, give
from tests.serving import ROOT, OpenedPage, RunningApp

#: Mounts of its own; root needs no user of its own for it.
APART = ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "--mount", "--map-root-user")
PLACES = "/tmp /var/tmp /dev/shm"
TRIED = 'if (echo x > "$place/x") 2>/dev/null; then exit 9; fi'
#: The program may itself lie below one of these places: it is kept aside, and put back there.
ASIDE = "/mnt"
KEPT = f"mount --bind {ROOT} {ASIDE}"
BACK = f"case {ROOT}/ in $place/*) mkdir -p {ROOT}; mount --bind {ASIDE} {ROOT};; esac"
FULL = f"""for place in {PLACES}; do
  mount -t tmpfs -o size=64k full $place; {BACK}
  head -c 1m /dev/zero > $place/filler 2>/dev/null || true; {TRIED}
done"""
SEALED = f"""for place in {PLACES}; do
  mount -t tmpfs sealed $place; {BACK}; mount -o remount,ro $place; {TRIED}
done"""
#: The program's own folder too, and Python's: everything that the root holds.
ROOT_SEALED = f"""umount {ASIDE}; mount --bind {ROOT} {ROOT}
for place in {ROOT} /; do mount -o remount,bind,ro $place; {TRIED}; done"""
ENTER = f'export HOME=/tmp; cd {ROOT}; exec "$@"'


@pytest.fixture(scope="module", autouse=True)
def mounts() -> None:
    tried = subprocess.run(
        [*APART, "sh", "-c", f"{KEPT} && mount -t tmpfs none /tmp && mount -o remount,bind,ro /"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if tried.returncode != 0:
        pytest.skip(f"no mounts can be made here: {tried.stderr.strip()}")


def everything_works(opened: OpenedPage) -> None:
    """Every page, every file to take away, and a file given that is larger than a megabyte."""
    taken = 0
    for path in (*PAGES, "/patient_view", "/tumour_board"):
        opened.goto(path)
        opened.assert_no_errors()
        for name, content in all_taken(opened):
            assert len(content) > 50, name
            taken += 1
    assert taken >= 10
    opened.goto("/evidence", query=TAB)
    choose(opened, "own_kind", CURVE_FILES)
    give(opened, "own_curve", "large.csv", b"1,0.9\n" * 300_000)
    card(opened).get_by_text("rows, the limit is 20,000").first.wait_for()


@pytest.mark.parametrize(
    ("made", "output"),
    [
        pytest.param(FULL, ">/dev/full 2>&1", id="full-and-no-log"),
        pytest.param(SEALED, "", id="read-only", marks=pytest.mark.minutes),
    ],
)
def test_nothing_is_written_while_serving_so_that_no_disk_is_missed(
    open_page: Callable[..., OpenedPage],
    start_app: Callable[..., RunningApp],
    made: str,
    output: str,
) -> None:
    script = f"set -e\n{KEPT}\n{made}\n{ROOT_SEALED}\n{ENTER} {output}"
    app = start_app(before=(*APART, "sh", "-c", script, "sh"))
    everything_works(open_page(app=app))
    assert app.process.poll() is None
    assert "No space" not in app.output()
