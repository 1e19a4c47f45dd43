"""The bill of materials in CycloneDX 1.6, ``sbom.cdx.json``: ``make sbom``.

It depends on the run-time lock, the fonts and the metadata of what is installed, and on no clock or
chance: a test makes it again and compares. ``--validate`` holds the file against CycloneDX's own
schema with CycloneDX's own library, from ``build/tools``.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import uuid
from typing import Any

from tools.locks import LOCKS, ROOT, Locked, pins
from tools.packages import Font, fonts, licence, locked, needs
from tools.tools import ToolsNotInReachError, tool
from tradeoff import __version__

__all__ = ["FILE", "written"]

FILE = ROOT / "sbom.cdx.json"
_OWN = f"tradeoff@{__version__}"
_VALIDATE = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.read())
sys.exit(0 if fault is None else str(fault))
"""


def written() -> str:
    """The bill as it should stand; every file of the lock that an index offers has its checksum."""
    packages = locked()
    content = {
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": _OWN,
                "name": "tradeoff",
                "version": __version__,
            }
        },
        "components": [
            *(_package(one) for one in packages.values()),
            *(_font(one) for one in fonts()),
        ],
        "dependencies": _dependencies(packages),
    }
    number = uuid.uuid5(
        uuid.NAMESPACE_OID, hashlib.sha256(json.dumps(content).encode()).hexdigest()
    )
    head = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
    }
    return json.dumps(head | content, indent=1) + "\n"


def _package(one: Locked) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": _reference(one),
        "name": one.name,
        "version": one.version,
        "hashes": [{"alg": "SHA-256", "content": checksum} for checksum in one.hashes],
        "licenses": [{"expression": licence(one.name)}],
        "purl": _reference(one),
    }


def _font(one: Font) -> dict[str, Any]:
    return {
        "type": "file",
        "bom-ref": f"tradeoff/papers/fonts/{one.file}",
        "name": f"tradeoff/papers/fonts/{one.file}",
        "hashes": [{"alg": "SHA-256", "content": one.sha256}],
        "licenses": [{"expression": one.licence}],
    }


def _reference(one: Locked) -> str:
    return f"pkg:pypi/{one.name}@{one.version}"


def _dependencies(packages: dict[str, Locked]) -> list[dict[str, Any]]:
    """Who needs whom; the program itself needs what ``requirements.txt`` names, and its fonts."""
    own = [one for one in packages.values() if one.name in _asked_for()]
    first = {
        "ref": _OWN,
        "dependsOn": [*map(_reference, own), *(f"tradeoff/papers/fonts/{f.file}" for f in fonts())],
    }
    rest = [
        {
            "ref": _reference(one),
            "dependsOn": [_reference(packages[n]) for n in needs(one.name) if n in packages],
        }
        for one in packages.values()
    ]
    return [first, *rest]


def _asked_for() -> set[str]:
    return set(pins(ROOT / f"{LOCKS[0]}.txt"))


def _validate() -> None:
    try:
        python = tool("python")
    except ToolsNotInReachError as problem:
        sys.exit(f"{FILE.name} was not held against the schema: {problem}")
    text = FILE.read_text(encoding="utf-8")
    done = subprocess.run([str(python), "-c", _VALIDATE], input=text, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{FILE.name} does not keep to CycloneDX 1.6, see above.")
    print(f"{FILE.name}: keeps to CycloneDX 1.6")


if __name__ == "__main__":
    if "--validate" in sys.argv[1:]:
        _validate()
    else:
        FILE.write_text(written(), encoding="utf-8", newline="\n")
        print(f"{FILE.name}: {len(locked())} packages, {len(fonts())} fonts")
