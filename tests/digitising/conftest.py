"""What the tests of figures share."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.fixture
def rng() -> np.random.Generator:
    """A random state of its own for each test, the same each time."""
    return np.random.default_rng(20261130)
