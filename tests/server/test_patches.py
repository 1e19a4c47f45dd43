"""What is changed in the private parts of others, against the versions that it was tried on."""

from __future__ import annotations

import importlib.metadata

import pytest

from tradeoff.server.patches import PATCHES, Patch


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: f"{patch.library}: {patch.changed}")
def test_each_patch_is_of_the_version_that_is_installed(patch: Patch) -> None:
    now = importlib.metadata.version(patch.library)
    assert now == patch.version, (
        f"{patch.library} is {now}; {patch.changed} was tried on {patch.version}. Read what that "
        f"version does there, try it, and raise the version in tradeoff/server/patches.py. Without "
        f"the change: {patch.without}."
    )
