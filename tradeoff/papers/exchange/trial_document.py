"""A trial for other software: one document, from its records and the ledger.

Nothing is computed here; no clock is read and no file is written.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tradeoff.findings import agreement, ledger
from tradeoff.findings.choices import Choices, analyses, default_choices
from tradeoff.findings.view import Findings, base_findings, with_preference
from tradeoff.findings.weigh import SIMULATION_SEED
from tradeoff.papers.exchange.course import exported_course, exported_cycles
from tradeoff.papers.exchange.curves import calibrated, digitised
from tradeoff.papers.exchange.filling import exported, filled, read_in, tidied
from tradeoff.papers.exchange.schema import (
    SCHEMA_VERSION,
    ExportedAnswer,
    ExportedArm,
    ExportedCheck,
    ExportedChoices,
    ExportedContext,
    ExportedCriterion,
    ExportedCut,
    ExportedEndpoint,
    ExportedFact,
    ExportedHarm,
    ExportedLocal,
    ExportedProgram,
    ExportedReview,
    ExportedSource,
    ExportedStatus,
    ExportedSubgroup,
    ExportedSummary,
    ExportedTexts,
    ExportedTrial,
)
from tradeoff.statistics.two_arms import Arms
from tradeoff.trial.records import Criterion, Status, Trial
from tradeoff.words.agreement import compared, consistency_result
from tradeoff.words.frame import INTENDED_USE, PRODUCT
from tradeoff.words.naming import arm_words, fact_sentence
from tradeoff.words.provenance import LOCAL_STATUS, STATUS_MEANING
from tradeoff.words.say import ENGLISH
from tradeoff.words.sources import STATUS_WORDS


def views(trial: Trial) -> tuple[Findings, ...]:
    """Every end point, analysis and published landmark, no preference set; the opening one first.

    Each is simulated with ``SIMULATION_SEED`` anew, so that it holds the figures of the pages.
    """
    return tuple(
        with_preference(
            trial,
            choices,
            base_findings(trial, choices, rng=np.random.default_rng(SIMULATION_SEED)),
        )
        for choices in places(trial)
    )


def places(trial: Trial) -> tuple[Choices, ...]:
    """The choices behind ``views``: where a cut has no landmark of an end point, once without."""
    start = default_choices(trial)
    every = (
        replace(start, endpoint=endpoint.id, cut=cut, landmark=month, months=month)
        for endpoint in trial.endpoints
        for cut, month in analyses(trial, endpoint.id)
    )
    return tuple(dict.fromkeys((start, *every)))


def document(
    trial: Trial, shown: Sequence[Findings], *, program: str, made_on: datetime.date
) -> ExportedTrial:
    """The whole trial; ``shown`` are its ``views`` and ``program`` is the program's version."""
    text = trial.text
    cuts, ends, harms = text.cuts, text.endpoints, text.harms
    return filled(
        ExportedTrial,
        trial,
        schema_id="tradeoff-trial",
        schema_version=SCHEMA_VERSION,
        program=made_by(program),
        made_on=made_on,
        trial=trial.id,
        name=text.name,
        local=None if trial.local is None else filled(ExportedLocal, trial.local),
        review=filled(ExportedReview, trial.review),
        opens_with=chosen(default_choices(trial)),
        texts=filled(ExportedTexts, text, intended_use=INTENDED_USE),
        statuses=tuple(map(_status, Status)),
        sources=tuple(filled(ExportedSource, source) for source in trial.sources),
        arms=Arms.each(lambda role: filled(ExportedArm, arm_words(trial, role), role=role)).shown,
        endpoints=tuple(filled(ExportedEndpoint, one, ends[one.id]) for one in trial.endpoints),
        data_cuts=tuple(filled(ExportedCut, one, cuts[one.id]) for one in trial.data_cuts),
        harms=tuple(filled(ExportedHarm, one, harms[one.id]) for one in trial.harms),
        subgroups=_subgroups(trial),
        context=tuple(filled(ExportedContext, text.context[r.id], id=r.id) for r in trial.context),
        criteria=tuple(_criterion(trial, criterion) for criterion in trial.criteria),
        cycles=exported_cycles(trial),
        course=exported_course(trial),
        facts=_facts(trial),
        numbers=tuple(exported(trial, entry) for entry in ledger.entries(trial, shown)),
        calibrated_curves=tuple(calibrated(trial, curve) for curve in trial.curves),
        digitised_curves=tuple(digitised(trial, curve) for curve in trial.digitised),
        checks=_checks(trial),
    )


def json_text(record: ExportedTrial | ExportedSummary) -> str:
    """The record as JSON, each number of a curve in its line."""
    return record.model_dump_json(indent=1) + "\n"


def schema_text(model: type[ExportedTrial] | type[ExportedSummary] = ExportedTrial) -> str:
    """The JSON schema that every such document keeps to."""
    schema = model.model_json_schema(mode="serialization")
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def made_by(version: str) -> ExportedProgram:
    """The program that writes a document."""
    return ExportedProgram(name=PRODUCT, version=version)


def chosen(choices: Choices) -> ExportedChoices:
    """The place of a view."""
    return filled(ExportedChoices, choices, data_cut=choices.cut, months=choices.landmark)


def _status(status: Status) -> ExportedStatus:
    named = LOCAL_STATUS if status is Status.LOCAL else STATUS_WORDS[status]
    return ExportedStatus(id=status, words=named, meaning=STATUS_MEANING[status])


def _subgroups(trial: Trial) -> tuple[ExportedSubgroup, ...]:
    ids = dict.fromkeys(group.id for group in trial.subgroups)
    return tuple(filled(ExportedSubgroup, trial.text.subgroups[one], id=one) for one in ids)


def _criterion(trial: Trial, criterion: Criterion) -> ExportedCriterion:
    text = trial.text.criteria[criterion.id]
    answers = (
        filled(ExportedAnswer, text.options[answer], id=answer, outcome=outcome)
        for answer, outcome in criterion.options.items()
    )
    known = read_in(trial, criterion)
    return filled(ExportedCriterion, criterion, text, answers=tuple(answers), **known)


def _facts(trial: Trial) -> tuple[ExportedFact, ...]:
    return tuple(
        filled(
            ExportedFact,
            fact,
            group_words=trial.text.fact_groups[fact.group],
            text=fact_sentence(ENGLISH, trial, fact),
            **read_in(trial, fact),
        )
        for fact in trial.facts
    )


def _checks(trial: Trial) -> tuple[ExportedCheck, ...]:
    return tuple(
        tidied(
            ExportedCheck,
            line,
            kind=line.kind.value,
            label=compared(ENGLISH, trial, line),
            result=consistency_result(ENGLISH, line),
        )
        for line in agreement.report(trial)
    )
