"""The course of treatment: what its records refuse, in which words, and what E1910's says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.bad_trials.faults_of_tables import MINIMAL
from tradeoff.findings.course import Break, Course, Planned, courses
from tradeoff.statistics.two_arms import Role
from tradeoff.trial.problems import TrialDataError
from tradeoff.trial.reading import SHELF, load_trial
from tradeoff.trial.records import Cycle, Status, Trial

CYCLES = """
[[cycles]]
id = "infusion"
weeks = 3
source = "paper"
place = "methods"
status = "published"
pump_days = 5
pump_source = "paper"
pump_place = "methods"
pump_status = "published"

[[cycles]]
id = "tablets"
source = "paper"
place = "methods"
status = "published"
"""
WORDS = '\n[cycles.infusion]\nname = "Infusion"\n[cycles.tablets]\nname = "Tablets"\n'
COURSE = """arm,step,cycle,cycles,weeks_between,source,place,status
control,1,tablets,2,,paper,methods,published
experimental,1,infusion,2,1,paper,methods,published
experimental,2,tablets,1,,paper,Figure 1,reported
"""
#: What is changed in which file, and all that is said of it.
FAULTS = [
    (
        *("trial.toml", "pump_days = 5", "pump_days = 22"),
        "trial.toml, cycles entry 1: pump_days 22 exceed the 21 days of 3 weeks. "
        "Correct one of them.",
    ),
    (
        *("trial.toml", "weeks = 3\n", ""),
        "trial.toml, cycles entry 1: pump_days is given without weeks. "
        "Say how many weeks the cycle lasts.",
    ),
    (
        *("trial.toml", 'pump_place = "methods"\n', ""),
        "trial.toml, cycles entry 1: pump_days and pump_source and pump_status given, pump_place "
        "not. Give all four, or none.",
    ),
    (
        *("trial.toml", 'pump_source = "paper"', 'pump_source = "papers"'),
        'trial.toml, cycles entry 1: pump_source "papers" is not a source of this trial. '
        'Did you mean "paper"? Known: paper.',
    ),
    (
        *("course.csv", "2,1,paper", "1,1,paper"),
        "course.csv, row 3: weeks_between is 1, and there is one cycle. "
        "Leave it empty, or correct cycles.",
    ),
    (
        *("course.csv", "experimental,2,tablets", "experimental,3,tablets"),
        "course.csv, row 4: step 3 of the experimental arm has no step 2 before it. "
        "Add that row, or number the steps 1, 2, 3.",
    ),
    (
        *("course.csv", "experimental,2,", "experimental,1,"),
        "course.csv, row 4: arm experimental, step 1 stands in row 3 already. Keep one of the two.",
    ),
    (
        *("course.csv", "control,1,tablets,2,,paper,methods,published\n", ""),
        "course.csv, row 2: the course of the control arm is missing. "
        "Add its steps: both options are told.",
    ),
    (
        *("course.csv", "2,tablets", "2,tablet"),
        'course.csv, row 4: cycle "tablet" is not a kind of cycle of this trial. '
        'Did you mean "tablets"? Known: infusion, tablets.',
    ),
    (
        *("course.csv", "experimental,1,infusion,2,1", "experimental,1,tablets,2,1"),
        'trial.toml, cycles entry 1: no step of course.csv has the cycle "infusion". '
        "Add the step, or take the cycle out.",
    ),
    (
        *("text.en.toml", "[cycles.tablets]", "[cycles.tablet]"),
        'text.en.toml, cycles: the kind of cycle "tablets" has no words. Add cycles.tablets.\n'
        'text.en.toml, cycles.tablet: the trial has no kind of cycle "tablet". '
        'Did you mean "tablets"? Correct the id or take the words out.',
    ),
]


def with_course(folder: Path) -> Path:
    """The minimal trial, and a course of three steps."""
    shutil.copytree(MINIMAL, folder)
    for name, more in (("trial.toml", CYCLES), ("text.en.toml", WORDS)):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(more)
    (folder / "course.csv").write_text(COURSE, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("file", "old", "new", "said"), FAULTS, ids=lambda value: value[:24])
def test_a_fault_is_said_with_its_place_and_remedy(
    file: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    path = with_course(tmp_path / "minimal") / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TrialDataError) as raised:
        load_trial(path.parent)
    assert str(raised.value).replace("minimal/", "") == said


def test_without_a_fault_cycles_and_breaks_stand_in_their_order(tmp_path: Path) -> None:
    found = courses(load_trial(with_course(tmp_path / "minimal")))
    assert found is not None
    assert told(found.control) == ["tablets", "tablets"]
    assert told(found.experimental) == ["infusion", "1 week off", "infusion", "tablets"]
    assert (found.experimental.pump_days, found.control.pump_days) == (10, 0)


def told(course: Course) -> list[str]:
    return [
        piece.cycle.id if isinstance(piece, Planned) else f"{piece.weeks} week off"
        for piece in course.pieces
    ]


# --- as the trials ship --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def e1910() -> Trial:
    return load_trial(SHELF / "e1910")


def test_e1910s_order_is_the_papers_and_from_the_third_cycle_on_reported(e1910: Trial) -> None:
    found = courses(e1910)
    assert found is not None
    kinds = [one.cycle.id for one in found.experimental.cycles]
    blinatumomab, chemotherapy = "blinatumomab", "chemotherapy"
    assert kinds == [
        *(blinatumomab, blinatumomab, chemotherapy, chemotherapy, chemotherapy),
        *(blinatumomab, chemotherapy, blinatumomab),
    ]
    statuses = [one.step.status for one in found.experimental.cycles]
    assert statuses == [Status.PUBLISHED] * 2 + [Status.REPORTED] * 6
    assert [piece.weeks for piece in found.experimental.pieces if isinstance(piece, Break)] == [2]
    assert [one.cycle.id for one in found.control.cycles] == [chemotherapy] * 4
    assert found.control.order_statuses == (Status.PUBLISHED,)


def test_e1910s_pump_days_are_those_of_its_facts(e1910: Trial) -> None:
    """112 planned days in four cycles of 28: the calendar and the facts say the same."""
    facts = {fact.id: fact.value for fact in e1910.facts}
    cycles = {cycle.id: cycle for cycle in e1910.cycles}
    found = courses(e1910)
    assert found is not None
    assert found.experimental.pump_days == facts["infusion-days"] == 112
    assert cycles["blinatumomab"].pump_days == facts["days-per-cycle"] == facts["pump"] == 28
    assert cycles["blinatumomab"].weeks == 4
    assert found.experimental.pieces[1] == Break(int(facts["first-cycles"] or 0), e1910.course[1])
    blinatumomab = [one for one in found.experimental.cycles if one.cycle.pump_days]
    assert len(blinatumomab) == facts["cycles"] == 4


def test_the_length_of_chemotherapy_is_not_available(e1910: Trial) -> None:
    chemotherapy = next(cycle for cycle in e1910.cycles if cycle.id == "chemotherapy")
    assert chemotherapy.weeks is chemotherapy.pump_days is None
    assert {step.weeks_between for step in e1910.course if step.cycle == "chemotherapy"} == {None}


@pytest.mark.parametrize("trial_id", ["tower", "aall1731"])
def test_where_the_sources_give_no_order_there_is_no_course(trial_id: str) -> None:
    trial = load_trial(SHELF / trial_id)
    assert (trial.cycles, trial.course, courses(trial)) == ((), (), None)


def test_a_role_is_known_by_its_course(e1910: Trial) -> None:
    found = courses(e1910)
    assert found is not None
    assert [course.role for course in found.in_order] == list(Role)


def test_a_cycle_of_local_data_needs_its_centre(tmp_path: Path) -> None:
    path = with_course(tmp_path / "minimal") / "trial.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('pump_status = "published"', 'pump_status = "local"'), "utf-8")
    with pytest.raises(TrialDataError, match="pump_status is local, which is for a centre's own"):
        load_trial(path.parent)


def test_weeks_alone_are_a_cycle() -> None:
    cycle = Cycle(id="rest", weeks=2, source="paper", place="methods", status=Status.PUBLISHED)
    assert cycle.pump_days is None
