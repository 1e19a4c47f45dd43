"""What grows with the shelf, the draws or the patients grows no faster than they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.benchmarks import growth
from tests.benchmarks.growth import Growth, Measures

#: Beside the ratio of the sizes: a neighbour on the machine may double a time.
GENEROUS = 3


@pytest.mark.parametrize(
    ("values", "marked"),
    [((1.0, 1.1, 1.2), False), ((1.0, 4.0, 16.0), False), ((1.0, 1.1, 17.0), True)],
)
def test_a_step_that_grows_by_more_than_its_size_is_marked(
    values: tuple[float, ...], marked: bool
) -> None:
    line = Growth("a run, ms", (1, 4, 16), values)
    assert line.worse_than_linear is marked
    assert ("WORSE" in str(line)) is marked


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sizes", "measure"),
    [(growth.DRAWS, growth.of_draws), (growth.PATIENTS, growth.of_patients)],
)
def test_the_engine_grows_with_its_work_and_not_faster(
    sizes: Sequence[int], measure: Callable[[int], Measures]
) -> None:
    for line in growth.grown(sizes, measure):
        assert line.ratios[-1] < GENEROUS * sizes[-1] / sizes[0], line


@pytest.mark.slow
def test_a_long_list_of_trials_hardly_slows_a_page() -> None:
    lines = {line.name: line for line in growth.grown((1, 40), growth.of_trials)}
    most = {
        "start, ms": 40,
        "a run of Consultation, ms": 4,  # read anew in each run, they made it 16
        "with a look at the folders, ms": 6,
        "memory of the process, MB": 2,
    }
    assert lines.keys() == most.keys()
    for name, line in lines.items():
        assert line.ratios[-1] < most[name], line
