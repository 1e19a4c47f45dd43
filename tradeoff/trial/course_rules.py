"""What holds of a course of treatment: both arms', its steps without a gap, its cycles named."""

from __future__ import annotations

from collections.abc import Iterator

from tradeoff.statistics.two_arms import Role
from tradeoff.trial.draft import Draft
from tradeoff.trial.problems import Problem
from tradeoff.trial.records import CourseStep, Cycle


def course_of_both_arms(draft: Draft) -> Iterator[Problem]:
    """Both options' treatment is told, or neither's."""
    placed = draft.placed(CourseStep)
    told = {one.record.arm for one in placed}
    if not draft.whole(CourseStep) or not told:
        return
    for role in Role:
        if role not in told:
            yield placed[0].problem(
                f"the course of the {role} arm is missing. Add its steps: both options are told."
            )


def steps_without_a_gap(draft: Draft) -> Iterator[Problem]:
    """An arm's steps are numbered 1, 2, 3: a number left out is a row left out."""
    if not draft.whole(CourseStep):
        return
    for role in Role:
        rows = [one for one in draft.placed(CourseStep) if one.record.arm is role]
        numbers = {one.record.step for one in rows}
        for one in rows:
            before = one.record.step - 1
            if before and before not in numbers:
                yield one.problem(
                    f"step {one.record.step} of the {role} arm has no step {before} before it. "
                    "Add that row, or number the steps 1, 2, 3."
                )


def cycles_are_used(draft: Draft) -> Iterator[Problem]:
    """A kind of cycle that stands in no step would be told nowhere."""
    used = {step.cycle for step in draft.rows(CourseStep)}
    for one in draft.placed(Cycle) if draft.whole(CourseStep) else ():
        if one.record.id not in used:
            yield one.problem(
                f'no step of course.csv has the cycle "{one.record.id}". '
                "Add the step, or take the cycle out."
            )
