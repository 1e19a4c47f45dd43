"""What the program is made of: locks, bill of materials, licences, audit."""

from __future__ import annotations

import importlib.metadata
import json
import re
from pathlib import Path

import pytest

from tools import audit, licences, locks, packages, sbom
from tools.locks import LOCKS, pins, read_lock

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
    locked = read_lock(ROOT / f"{name}.lock")
    asked = pins(ROOT / f"{name}.txt")
    found = {pin: locked[pin].version if pin in locked else None for pin in asked}
    assert found == asked, "run `make lock`"


@each_lock
def test_every_package_of_a_lock_has_checksums(name: str) -> None:
    without = [one.name for one in read_lock(ROOT / f"{name}.lock").values() if not one.hashes]
    assert not without


def test_the_tests_run_with_the_very_packages_that_the_program_runs_with() -> None:
    testing = packages.locked(TESTING)
    assert [one for one in packages.locked(RUNNING).values() if testing.get(one.name) != one] == []


@pytest.mark.parametrize("name", [RUNNING, TESTING])
def test_what_is_installed_is_what_is_locked(name: str) -> None:
    wanted = {
        one.name: one.version
        for one in packages.locked(name).values()
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
    locked = packages.locked(name)
    here = [one for one in locked if list(importlib.metadata.distributions(name=one))]
    missing = {one: left for one in here if (left := set(packages.needs(one)) - set(locked))}
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
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"^\$\(VENV\)/installed-(\w+): (\S+)", text, re.MULTILINE) == [
        ("run", "requirements.lock"),
        ("dev", "requirements-dev.lock"),
    ]
    installs = [line for line in text.splitlines() if line.startswith("\t@$(PIP) ")]
    assert installs == ["\t@$(PIP) --require-hashes -r $<"] * 2


def test_a_lock_is_made_for_every_platform_and_the_oldest_python() -> None:
    command = locks.compile_command(RUNNING, "--upgrade")
    assert {"--universal", "--generate-hashes", "--upgrade"} <= set(command)
    asked = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text())
    assert asked
    assert command[command.index("--python-version") + 1] == asked[1]


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

elsewhere = [one.name for one in packages.locked().values() if not one.needed()]
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
    for one in packages.locked().values():
        listed = components[one.name]
        assert listed["version"] == one.version
        assert tuple(checksum["content"] for checksum in listed["hashes"]) == one.hashes
    assert {f"tradeoff/papers/fonts/{font.file}" for font in packages.fonts()} <= set(components)
    known = {one["bom-ref"] for one in (bill["metadata"]["component"], *components.values())}
    drawn = {one["ref"]: set(one["dependsOn"]) for one in bill["dependencies"]}
    assert set().union(drawn, *drawn.values()) <= known
    reached = set().union(*drawn.values())
    assert known - reached == {bill["metadata"]["component"]["bom-ref"]}


def test_everything_at_run_time_may_be_used_and_passed_on() -> None:
    told = {name: packages.licence(name) for name in packages.locked()}
    told |= {font.file: font.licence for font in packages.fonts()}
    parts = {name: set(re.split(r" (?:AND|OR) ", one)) for name, one in told.items()}
    assert {name: left for name, one in parts.items() if (left := one - ALLOWED)} == {}


def test_the_fonts_stand_beside_their_licence() -> None:
    text = (packages.FONTS / "LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


# Audit -------------------------------------------------------------------------------------

CLEAN = {"name": "numpy", "version": "1", "vulns": []}
UNKNOWN = {"name": "scipy", "skip_reason": "not found"}
HOLE = {"id": "PYSEC-1", "aliases": ["CVE-2"], "fix_versions": ["1.1"]}
HOLED = {"name": "pandas", "version": "1", "vulns": [HOLE]}


def said(*dependencies: object) -> tuple[str, int]:
    return audit.report(audit.asked({"dependencies": dependencies}), frozenset({"pandas"}))


def test_a_known_hole_fails_the_audit_and_is_named() -> None:
    text, code = said(CLEAN, HOLED, {**HOLED, "name": "pytest"})
    assert code == 1
    assert "pandas 1: PYSEC-1, CVE-2; mended in 1.1\n" in text
    assert "pytest 1: PYSEC-1, CVE-2; mended in 1.1 (tests only)" in text


def test_packages_without_a_known_hole_pass_the_audit() -> None:
    assert said(CLEAN) == ("No known holes in 1 packages.", 0)


def test_a_service_that_knows_no_package_has_audited_nothing() -> None:
    text, code = said(UNKNOWN)
    assert code == 0
    assert text.startswith("NOT AUDITED")


def test_a_package_that_the_service_does_not_know_is_named() -> None:
    assert "does not know them: scipy" in said(CLEAN, UNKNOWN)[0]


def test_where_nobody_can_be_asked_the_audit_says_so_and_fails_nothing() -> None:
    text, code = audit.report(None, frozenset())
    assert code == 0
    assert text.startswith("NOT AUDITED")


def test_continuous_integration_audits_before_the_tests_so_that_pytest_speaks_last() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    made = [found[1] for line in lines if (found := re.match(r"make \S+ (\w+) ", line))]
    assert made == ["check", "audit", "test"]
