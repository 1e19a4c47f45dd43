"""The bill of materials in CycloneDX 1.6, ``sbom.cdx.json``: ``make sbom``.

It depends on the run-time lock, the fonts and the metadata of what is installed, and on no clock or
chance: a test makes it again and compares. (cyclonedx-bom knows neither the files' checksums nor
the fonts, and leaves out a licence that is not told as it expects.) ``--validate``, run in the
tools' environment, holds the file against CycloneDX's own schema with CycloneDX's own library.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import sys
import uuid
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.licences import FONT_LICENCE, FONTS, licence, place
from tools.locks import ROOT, Locked, locked, pins
from tradeoff import __version__

FILE = ROOT / "sbom.cdx.json"
_OWN = {
    "type": "application",
    "bom-ref": f"tradeoff@{__version__}",
    "name": "tradeoff",
    "version": __version__,
}
#: For which the graph of needs is drawn: the same on every machine that draws it.
_ENVIRONMENT = {
    "extra": "",
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": "3.11.0",
    "python_version": "3.11",
    "sys_platform": "linux",
}


def needs(name: str) -> list[str]:
    """The packages that a package asks for, by their canonical names."""
    asked = map(Requirement, importlib.metadata.requires(name) or ())
    return sorted(
        canonicalize_name(one.name)
        for one in asked
        if one.marker is None or one.marker.evaluate(_ENVIRONMENT)
    )


def written() -> str:
    """The bill as it should stand; every file of the lock that an index offers has its checksum."""
    packages = locked()
    fonts = [_font(place(path), path.read_bytes()) for path in FONTS]
    asked = pins(ROOT / "requirements.txt")
    first = [_reference(one) for name, one in packages.items() if name in asked]
    content = {
        "metadata": {"component": _OWN},
        "components": [*map(_package, packages.values()), *fonts],
        "dependencies": [
            {"ref": _OWN["bom-ref"], "dependsOn": [*first, *(font["bom-ref"] for font in fonts)]},
            *(_dependency(one, packages) for one in packages.values()),
        ],
    }
    checksum = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    head = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, checksum)}",
        "version": 1,
    }
    return json.dumps(head | content, indent=1) + "\n"


def _reference(one: Locked) -> str:
    return f"pkg:pypi/{one.name}@{one.version}"


def _package(one: Locked) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": _reference(one),
        "name": one.name,
        "version": one.version,
        **_told(one.hashes, licence(one.name)),
        "purl": _reference(one),
    }


def _font(name: str, content: bytes) -> dict[str, Any]:
    checksum = hashlib.sha256(content).hexdigest()
    return {"type": "file", "bom-ref": name, "name": name, **_told((checksum,), FONT_LICENCE)}


def _told(hashes: tuple[str, ...], expression: str) -> dict[str, Any]:
    return {
        "hashes": [{"alg": "SHA-256", "content": checksum} for checksum in hashes],
        "licenses": [{"expression": expression}],
    }


def _dependency(one: Locked, packages: dict[str, Locked]) -> dict[str, Any]:
    asked = [_reference(packages[name]) for name in needs(one.name) if name in packages]
    return {"ref": _reference(one), "dependsOn": asked}


def _fault() -> str | None:
    """What the file does not keep to; only the tools' environment can tell."""
    from cyclonedx.schema import SchemaVersion  # noqa: PLC0415
    from cyclonedx.validation.json import JsonStrictValidator  # noqa: PLC0415

    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(FILE.read_text(encoding="utf-8"))
    return fault and f"{FILE.name} does not keep to CycloneDX 1.6: {fault}"


if __name__ == "__main__":
    if "--validate" in sys.argv[1:]:
        sys.exit(_fault())
    FILE.write_text(written(), encoding="utf-8", newline="\n")
