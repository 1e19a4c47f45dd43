"""The manual: how long it is, where its links lead, and what shows each command that it gives."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.making import ROOT, make

#: One page of the README and no more; the rest has pages of its own in docs/.
MOST_WORDS = 900
#: The reference of the data's format is the longest page: a rule more makes room for itself there.
MOST_WORDS_OF_THE_FORMAT = 6_300
#: Written by a command, or a list of what was: these give nobody commands.
WRITTEN = {"CHANGELOG.md", "VALIDATION.md", "LICENCES.md"}
PAGES = [
    *(path for path in ROOT.glob("*.md") if path.name not in WRITTEN),
    *(path for folder in ("docs", "data", "deploy") for path in (ROOT / folder).rglob("*.md")),
]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))

FENCE = re.compile(r"^```[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: A line that a shell is to run.
COMMAND = re.compile(
    r"^(?:make|python3?|\.venv/\S+|deploy/\S+|docker|kubectl|cp|curl|pip|nginx|git|kill|streamlit)"
    r"(?: .*)?$"
)
#: What stands in a sentence, but for the mere name of a tool or a file.
INLINE = re.compile(r"`(make|[^`\n]+ [^`\n]+)`")

RUN, DRY = "run here", "read here by make --dry-run: running it is what a person does"
#: Each command of the manual: run here, the test that runs it, or why nobody has tried it.
SHOWN = {
    "make": "test_make_alone_lists_every_command_and_does_nothing",
    **dict.fromkeys(
        (
            *("make run", "make test", "make test ARGS=\"-k words\"", "make test ARGS=tests/words"),
            *("make test WORKERS=6", "make test-browsers", "make test-faults", "make validation"),
            *("make bench", "make check", "make lock", "make messages NEW=de", "make wheelhouse"),
            "make .venv/installed-run",
        ),
        DRY,
    ),
    "make messages": "test_the_files_are_as_make_messages_writes_them_from_the_words_of_the_code",
    "make audit": "test_a_known_hole_fails_the_audit_and_is_named",
    "python -m tools.transcript": "test_the_transcript_is_what_the_command_makes",
    "python server.py": "test_the_program_installs_and_starts_without_a_network",
    "streamlit run app.py": "not tried: the same pages without the server's own layers",
    "kill -9 $(cat build/two-replicas/replica-1.pid)":
        "test_where_a_replica_is_killed_the_page_comes_back_on_the_other_with_the_same_choices",
    "nginx -p /var/lib/tradeoff -c /etc/tradeoff/nginx.conf": "not tried: a server's own folders",
    **dict.fromkeys(
        (
            *(f"python -m tradeoff check data/{name}" for name in ("<folder>", "<trial>", "…")),
            "python -m tradeoff calibrate data/<folder>",
        ),
        "not tried: stands for any folder",
    ),
    "python -m tradeoff export": "not tried: stands for the same with a folder",
    "python3 -m venv .venv": "test_the_program_installs_and_starts_without_a_network",
    ".venv/bin/python -m pip install --no-index --find-links build/wheelhouse --require-hashes"
    " -r requirements.lock": "test_the_program_installs_and_starts_without_a_network",
    ".venv/bin/python server.py": "test_the_program_installs_and_starts_without_a_network",
    **{
        f"deploy/two-replicas {name}": "test_the_page_works_through_the_proxy_and_all_its_requests"
        "_reach_one_replica"
        for name in ("start", "status", "stop")
    },
    "deploy/two-replicas restart": "test_a_rolling_restart_asks_nothing_again"
    "_and_answers_throughout",
    "cp deploy/secrets.env.example deploy/secrets.env": "not tried: a secret is written by hand",
    "docker compose -f deploy/compose.yaml up --detach --build": "not tried: no container engine",
    "docker compose -f deploy/compose.yaml up --detach --build --no-deps replica-1":
        "not tried: no container engine",
    'kubectl create secret generic tradeoff --from-literal=cookie-secret="$(openssl rand -hex 32)"':
        "not tried: no cluster",
    "kubectl apply -f deploy/kubernetes.yaml": "not tried: no cluster",
    "python -m tradeoff check data/e1910": RUN,
    "python -m tradeoff check data/e1910 data/other": "not tried: stands for any second folder",
    "python -m tradeoff check data": RUN,
    "python -m tradeoff calibrate data/e1910": "test_calibrate_says_a_line_when_it_begins_a_curve"
    "_and_one_when_it_is_done",
    "python -m tradeoff summary data/e1910": RUN,
    "python -m tradeoff export data/e1910 -o folder": RUN,
    "python -m tradeoff schema": RUN,
    "python -m tradeoff digitise paper.pdf -o curve.csv --at-risk at_risk.csv":
        "test_the_lines_of_a_pdf_are_read_as_they_are",
    "python -m tradeoff digitise figure.png figure.toml -o curve.csv":
        "test_a_picture_is_traced_where_it_was_clicked",
    "python -m tradeoff digitise figure.png figure.toml --look look.png":
        "test_the_curves_can_be_looked_at_over_the_picture",
    "python -m tradeoff digitise figure.png --propose -o figure.toml":
        "test_what_is_found_is_written_down_and_its_values_are_asked_for",
    "python -m tradeoff digitise paper.pdf": "test_the_lines_of_a_pdf_are_read_as_they_are",
    "python -m tradeoff reconstruct curve.csv at_risk.csv -o patients.csv":
        "test_the_table_is_written_where_it_is_wanted_and_overwritten_only_when_told",
}  # fmt: skip


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def words(text: str) -> int:
    """What stands between blanks and holds a letter or a digit; where a link leads is no word."""
    return len(re.findall(r"\S*\w\S*", re.sub(r"\]\([^)]*\)", "]", text)))


def commands(page: Path) -> set[str]:
    """The commands in a page's fenced blocks and sentences, without what is said about them."""
    text = text_of(page)
    lines = [line for block in FENCE.findall(text) for line in block.splitlines()]
    lines += INLINE.findall(FENCE.sub("", text))
    plain = (re.sub(r"\s+#.*$", "", line).strip() for line in lines)
    return {line for line in plain if COMMAND.match(line)}


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", text_of(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", name.lower()).replace(" ", "-") for name in headings}


def test_the_readme_is_read_in_a_few_minutes() -> None:
    assert words("two words | | [of](a/link.md) — 3") == 4
    assert words(text_of(ROOT / "README.md")) <= MOST_WORDS


def test_the_reference_of_the_format_stays_as_short_as_it_is() -> None:
    assert words(text_of(ROOT / "data" / "README.md")) <= MOST_WORDS_OF_THE_FORMAT


@every_page
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", text_of(page)):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@every_page
def test_every_command_is_in_the_table_of_what_shows_it(page: Path) -> None:
    assert commands(page) <= set(SHOWN)


def test_the_table_holds_no_command_that_the_manual_no_longer_gives() -> None:
    assert set().union(*map(commands, PAGES)) == set(SHOWN)


def test_every_test_that_the_table_names_is_there() -> None:
    tests = "\n".join(text_of(path) for path in (ROOT / "tests").rglob("test_*.py"))
    named = [how for how in SHOWN.values() if how not in (RUN, DRY)]
    gone = [how for how in named if not how.startswith("not tried: ")]
    assert [how for how in gone if f"def {how}(" not in tests] == []


@pytest.mark.parametrize("command", [one for one, how in SHOWN.items() if how == RUN])
def test_a_cheap_command_runs_as_it_is_written(command: str, tmp_path: Path) -> None:
    (tmp_path / "tradeoff").symlink_to(ROOT / "tradeoff")
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    (tmp_path / "folder").mkdir()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=tmp_path, env=os.environ | {"PATH": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize("command", [one for one, how in SHOWN.items() if how == DRY])
def test_a_command_of_the_makefile_is_there(command: str) -> None:
    assert make("--dry-run", *shlex.split(command)[1:]).returncode == 0


def test_make_alone_lists_every_command_and_does_nothing() -> None:
    text = text_of(ROOT / "Makefile")
    phony = re.findall(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    named = {name for line in phony for name in line.split()}
    done = make()
    assert done.returncode == 0
    assert set(re.findall(r"^make (\S+)", done.stdout, re.MULTILINE)) == named - {"help"}
