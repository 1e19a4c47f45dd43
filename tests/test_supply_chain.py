"""What the program is made of: locks, bill of materials, licences, audit."""

from __future__ import annotations

import importlib.metadata
import json
import re
import shlex
import shutil
import sys
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from tests.making import make
from tools import licences, sbom
from tools.locks import LOCKS, locked, pins, read_lock

ROOT = Path(__file__).resolve().parents[1]
RUNNING, TESTING, _TOOLS = LOCKS
#: What every virtual environment brings in a version of its own; neither is imported.
OF_THE_ENVIRONMENT = {"pip", "setuptools"}
#: For what runs: all let the program be used and passed on, with their notices.
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT", "MIT-CMU"),
    *("MPL-2.0", "OFL-1.1", "PSF-2.0", "Zlib"),
}

each_lock = pytest.mark.parametrize("name", LOCKS)


# Locks -------------------------------------------------------------------------------------


@each_lock
def test_a_lock_holds_every_pin_of_its_requirements_at_that_version(name: str) -> None:
    packages = locked(name)
    asked = pins(ROOT / f"{name}.txt")
    found = {pin: packages[pin].version if pin in packages else None for pin in asked}
    assert found == asked, "run `make lock`"


@each_lock
def test_every_package_of_a_lock_has_checksums(name: str) -> None:
    without = [one.name for one in locked(name).values() if not one.hashes]
    assert not without


def test_the_tests_run_with_the_very_packages_that_the_program_runs_with() -> None:
    testing = locked(TESTING)
    assert [one for one in locked(RUNNING).values() if testing.get(one.name) != one] == []


@pytest.mark.parametrize("name", [RUNNING, TESTING])
def test_what_is_installed_is_what_is_locked(name: str) -> None:
    wanted = {
        one.name: one.version
        for one in locked(name).values()
        if one.needed() and one.name not in OF_THE_ENVIRONMENT
    }
    installed = {
        one: importlib.metadata.version(one)
        for one in wanted
        if list(importlib.metadata.distributions(name=one))
    }
    assert installed == wanted, "run `make test`, which installs the lock"


@each_lock
def test_what_a_package_needs_is_locked_too(name: str) -> None:
    names = set(locked(name))
    here = [one for one in names if list(importlib.metadata.distributions(name=one))]
    missing = {one: left for one in here if (left := set(sbom.needs(one)) - names)}
    assert not missing, "run `make lock`"


@pytest.mark.parametrize(
    "path",
    [*(ROOT / f"{name}.{kind}" for name in LOCKS for kind in ("txt", "lock")), ROOT / "Makefile"],
    ids=lambda path: path.name,
)
def test_no_file_names_an_index_or_another_place_to_take_packages_from(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"--(?:extra-)?index-url|--find-links|--trusted-host|@ \w+:|\w+://", text)
    assert named == []


def test_make_installs_from_the_locks_and_holds_each_file_against_its_checksum() -> None:
    stamps = ("here/installed-dev", "build/tools/installed")
    said = make("--dry-run", "--always-make", "VENV=here", *stamps).stdout
    installs = [line for line in said.splitlines() if "pip install" in line]
    assert [line.rpartition(" -r ")[2] for line in installs] == [f"{one}.lock" for one in LOCKS]
    assert all("--require-hashes" in line for line in installs)


def test_a_lock_is_made_for_every_platform_and_the_oldest_python() -> None:
    said = make("--dry-run", "lock", "ARGS=--upgrade").stdout.replace("\\\n", " ")
    made = [shlex.split(line) for line in said.splitlines() if "uv pip compile" in line]
    asked = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text())
    assert asked
    assert [command[command.index("--output-file") + 1] for command in made] == [
        f"{name}.lock" for name in LOCKS
    ]
    for command in made:
        assert {"--universal", "--generate-hashes", "--upgrade"} <= set(command)
        assert command[command.index("--python-version") + 1] == asked[1]
    assert made[1][-2:] == ["--constraint", "requirements.lock"]


def test_a_requirement_without_a_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loose.txt").write_text("numpy>=2\n")
    with pytest.raises(ValueError, match="not pinned"):
        pins(tmp_path / "loose.txt")


def test_a_marker_says_where_a_package_is_needed(tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text(f"one==1 ; sys_platform == 'win32' \\\n    --hash=sha256:{'a' * 64}\n")
    one = read_lock(lock)["one"]
    assert (one.version, one.hashes) == ("1", ("a" * 64,))
    assert one.needed({"sys_platform": "win32"})
    assert not one.needed({"sys_platform": "linux"})


# Bill of materials and licences ------------------------------------------------------------

elsewhere = [one.name for one in locked().values() if not one.needed()]
as_made = pytest.mark.skipif(
    bool(elsewhere), reason=f"not installed on this platform: {', '.join(elsewhere)}"
)


@as_made
def test_the_bill_of_materials_is_up_to_date() -> None:
    assert sbom.FILE.read_text(encoding="utf-8") == sbom.written(), "run `make sbom`"


@as_made
def test_the_list_of_licences_is_up_to_date() -> None:
    assert licences.FILE.read_text(encoding="utf-8") == licences.written(), "run `make sbom`"


@as_made
def test_the_bill_of_materials_is_the_same_each_time_it_is_made() -> None:
    assert sbom.written() == sbom.written()
    assert "timestamp" not in sbom.written()


def test_the_bill_holds_every_package_font_and_checksum_and_no_reference_leads_nowhere() -> None:
    bill = json.loads(sbom.FILE.read_text(encoding="utf-8"))
    components = {one["name"]: one for one in bill["components"]}
    for one in locked().values():
        listed = components[one.name]
        assert listed["version"] == one.version
        assert tuple(checksum["content"] for checksum in listed["hashes"]) == one.hashes
    assert {licences.place(font) for font in licences.FONTS} <= set(components)
    known = {one["bom-ref"] for one in (bill["metadata"]["component"], *components.values())}
    drawn = {one["ref"]: set(one["dependsOn"]) for one in bill["dependencies"]}
    assert set().union(drawn, *drawn.values()) <= known
    reached = set().union(*drawn.values())
    assert known - reached == {bill["metadata"]["component"]["bom-ref"]}


def test_everything_at_run_time_may_be_used_and_passed_on() -> None:
    told = {name: licences.licence(name) for name in locked()}
    told["the fonts"] = licences.FONT_LICENCE
    parts = {name: set(re.split(r" (?:AND|OR) ", one)) for name, one in told.items()}
    assert {name: left for name, one in parts.items() if (left := one - ALLOWED)} == {}


def test_the_fonts_stand_beside_their_licence() -> None:
    assert {font.parent for font in licences.FONTS} == {licences.FONT_LICENCE_TEXT.parent}
    text = licences.FONT_LICENCE_TEXT.read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


class Untold(importlib.metadata.Distribution):
    """A package that does not say its licence."""

    metadata = Message()  # type: ignore[assignment]
    files = None

    def read_text(self, filename: str) -> None: ...

    def locate_file(self, path: object) -> Path:
        return Path(str(path))


def test_a_licence_that_cannot_be_told_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "distribution", lambda _: Untold())
    with pytest.raises(licences.LicenceUnknownError, match="some-package"):
        licences.licence("some-package")


# Audit -------------------------------------------------------------------------------------

CLEAN = {"name": "numpy", "version": "1", "vulns": []}
UNKNOWN = {"name": "scipy", "skip_reason": "not found"}
HOLE = {"id": "PYSEC-1", "fix_versions": ["1.1"], "aliases": ["CVE-2"]}
HOLED = {"name": "pandas", "version": "1", "vulns": [HOLE]}
#: Answers as pip-audit does, from a file named as the service, or not at all.
STAND_IN = """
import pathlib, sys
answer = pathlib.Path(sys.argv[-1]).read_text()
pathlib.Path("build/audit.json").write_text(answer)
sys.exit('"id"' in answer)
"""
Audit = Callable[..., tuple[str, int]]


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    """`make audit` where services give these answers."""
    for file in ("requirements-tools.lock", "build/tools/installed"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "stand_in.py").write_text(STAND_IN)

    def audited(**answers: list[dict[str, Any]]) -> tuple[str, int]:
        for service, dependencies in answers.items():
            text = json.dumps({"dependencies": dependencies, "fixes": []})
            (tmp_path / service).write_text(text)
        done = make("audit", f"PIP_AUDIT={sys.executable} stand_in.py", folder=tmp_path)
        return done.stdout, done.returncode

    return audited


def test_a_known_hole_fails_the_audit_and_is_named(audit: Audit) -> None:
    text, code = audit(pypi=[CLEAN, HOLED, {**HOLED, "name": "pytest"}])
    assert code != 0
    assert "NOT AUDITED" not in text
    pandas, pytest_ = text.splitlines()
    assert all(word in pandas for word in ("pandas", "PYSEC-1", "CVE-2", "1.1"))
    assert "pytest" in pytest_


def test_packages_without_a_known_hole_pass_the_audit(audit: Audit) -> None:
    assert audit(pypi=[CLEAN]) == ("", 0)


def test_a_service_that_knows_no_package_has_audited_nothing(audit: Audit) -> None:
    text, code = audit(pypi=[UNKNOWN], osv=[UNKNOWN])
    assert code == 0
    assert text.startswith("NOT AUDITED")


def test_another_service_is_asked_where_the_first_knows_nothing(audit: Audit) -> None:
    text, code = audit(pypi=[UNKNOWN], osv=[HOLED])
    assert code != 0
    assert "PYSEC-1" in text


def test_a_package_that_the_service_does_not_know_is_named(audit: Audit) -> None:
    text, code = audit(pypi=[CLEAN, UNKNOWN])
    assert code == 0
    assert '"scipy", "skip_reason"' in text


def test_where_nobody_can_be_asked_the_audit_says_so_and_fails_nothing(audit: Audit) -> None:
    text, code = audit()
    assert code == 0
    assert text.startswith("NOT AUDITED: no advisory service")


def test_where_the_tools_cannot_be_installed_the_audit_says_so_and_fails_nothing(
    audit: Audit, tmp_path: Path
) -> None:
    (tmp_path / "requirements-tools.lock").unlink()
    (tmp_path / "build" / "tools" / "installed").unlink()
    text, code = audit(pypi=[HOLED])
    assert code == 0
    assert text.startswith("NOT AUDITED: pip-audit is not here")


def test_continuous_integration_audits_before_the_tests_so_that_pytest_speaks_last() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    made = [found[1] for line in lines if (found := re.match(r"make \S+ (\w+) ", line))]
    assert made == ["check", "audit", "test"]
