"""Every word that belongs to one trial, for clinicians and for patients: its text file."""

# ruff: noqa: RUF012 (the default of a record's field is copied, not shared)

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from tradeoff.trial.records.basis import Identifier, Record, Text


class ArmText(Record):
    """Words for one arm."""

    name: Text
    short: Text
    having: Text
    """As in "alive after 3 years ‹with chemotherapy alone›"."""
    describing: Text
    """What the option consists of."""


class EndpointText(Record):
    """Words for one end point; ``{time}`` stands for "3 years"."""

    name: Text
    short: Text
    alive: Text
    alive_heading: Text
    died: Text
    died_heading: Text
    event: Text
    """As in "hazard ratio for ‹death›"."""
    anchor: Text
    """As in "‹dying within {time}›"."""
    events: Text
    """More than one of them, as in "17 fewer ‹deaths›"."""
    gain: Text | None = None
    """As in "‹Survival gain›, by 3 years"; where absent the end point's name is said."""
    caution: Text | None = None
    """What must be known wherever its ratio or a landmark stands."""


class HarmText(Record):
    """Words for one harm."""

    name: Text
    short: Text
    one: Text
    having: Text
    """As in "‹had a serious neuropsychiatric event›"."""
    not_having: Text
    window: Text
    definition: Text
    recovery: Text
    confirm: Text
    """Where an unconfirmed rate of it is to be checked."""
    counted: Text | None = None
    """What its counts are of, beside the number: "treatment-related, grade 3 or more"."""
    unknown: Text | None = None
    """What is not known of it, at its source."""


class CutText(Record):
    """Words for one data cut."""

    name: Text
    short: Text | None = None
    """Beside a landmark on its chip, "3 years · NEJM"; where it is absent or would not tell two
    chips apart, the name."""
    analysis: Text
    caveat: Text | None = None


class OptionText(Record):
    """Words for one answer, and for what follows from it where it is not simply met."""

    label: Text
    whom: Text | None = None
    """Where it is not met, as in "ONYX's result does not include ‹people in relapse›"."""
    consequence: Text | None = None


class CriterionText(Record):
    """Words for one question of the applicability check."""

    question: Text
    requirement: Text
    short: Text | None = None
    """As in "Outside the trial: ‹age›"; left out, the question."""
    below: Text | None = None
    near_below: Text | None = None
    """What an age below or above the trial's means, and one that is a near miss."""
    near_above: Text | None = None
    above: Text | None = None
    options: dict[Identifier, OptionText] = {}


class SubgroupText(Record):
    """Words for one subgroup."""

    name: Text


class ContextText(Record):
    """Words for one rate from elsewhere."""

    study: Text
    population: Text
    outcome: Text


class CycleText(Record):
    """Words for one kind of cycle."""

    name: Text


class FactText(Record):
    """The sentence of a fact; ``{value}`` stands for its number, or those of the two arms."""

    text: Text
    label: Text | None = None
    """In a table of both arms, for numbers of the people randomised to each."""


class PatientArmText(Record):
    """One option in plain words; both options are told at equal length."""

    name: Text
    having: Text
    """As in "‹with chemotherapy alone›, 68 were alive"."""
    describing: tuple[Text, ...]
    good: tuple[Text, ...]
    hard: tuple[Text, ...]
    call: tuple[Text, ...] = ()
    """When to call at once: as long a list for both options."""


class PatientEndpointText(Record):
    """One end point in plain words; ``{time}`` stands for "3 years"."""

    name: Text
    alive: Text
    died: Text
    anchor: Text
    caution: Text | None = None
    """What must be known with its numbers."""


class PatientHarmText(Record):
    """One harm in plain words."""

    name: Text
    one: Text
    having: Text
    not_having: Text
    window: Text
    meaning: Text
    recovery: Text
    unconfirmed: Text
    """Said wherever an unconfirmed rate of it is shown to a patient."""
    note: Text | None = None
    """What the report does not say of it, or must be known with it."""


class PatientCycleText(Record):
    """One kind of cycle in plain words."""

    name: Text
    """As in "a round of ‹blinatumomab›"."""
    short: Annotated[str, StringConstraints(min_length=1, max_length=9)]
    """Over the cycle in the calendar: a word of at most nine letters."""


class PatientText(Record):
    """The trial in plain words, for the patient view and the hand-out."""

    decision: Text
    people: Text
    condition: tuple[Text, ...]
    arms: dict[Identifier, PatientArmText]
    endpoints: dict[Identifier, PatientEndpointText]
    harms: dict[Identifier, PatientHarmText] = {}
    treatment: dict[Identifier, Text] = {}
    """What treatment is like: a fact's id with its plain sentence, in order."""
    questions: tuple[Text, ...] = ()
    harms_note: Text | None = None
    """What must be known before the options' harms are compared."""
    shown_harms: tuple[Identifier, ...] = ()
    """Harms told after the weighed one with arrays of their own, in order …"""
    told_harms: tuple[Identifier, ...] = ()
    """… and those told in a sentence after them."""
    told_facts: dict[Identifier, Text] = {}
    """Facts told with the harms: a fact's id with its plain sentence, in order."""
    cycles: dict[Identifier, PatientCycleText] = {}
    age: Text | None = None
    """On age, the same for everybody; ``{age}`` is the age that divides the trial's groups."""


class GlossaryText(Record):
    """A term of this trial and its meaning."""

    term: Text
    meaning: Text


class TrialText(Record):
    """Every word that belongs to one trial, in one language."""

    name: Text
    title: Text
    decision: Text
    population: Text
    population_short: Text
    people: Text
    """As in "Of 100 ‹people like those in the trial›"."""
    condition: Text
    not_for: Text
    funding: Text
    update_policy: Text
    arms: dict[Identifier, ArmText]
    endpoints: dict[Identifier, EndpointText]
    harms: dict[Identifier, HarmText] = {}
    cuts: dict[Identifier, CutText]
    subgroups: dict[Identifier, SubgroupText] = {}
    criteria: dict[Identifier, CriterionText] = {}
    context: dict[Identifier, ContextText] = {}
    cycles: dict[Identifier, CycleText] = {}
    facts: dict[Identifier, FactText] = {}
    fact_groups: dict[Identifier, Text] = {}
    glossary: dict[Identifier, GlossaryText] = {}
    models: dict[Identifier, Text] = {}
    """Other analyses of a cut, as in "Hazard ratio for death, ‹adjusted for …›"."""
    beside_harms: tuple[Identifier, ...] = ()
    """Groups of facts that stand on the page of harms, in order."""
    not_weighed: Text | None = None
    """Why this trial's benefit and harm are not weighed, where they are not."""
    harms_note: Text | None = None
    """What must be known before the arms' counts of harms are compared."""
    subgroups_note: Text | None = None
    """What must be known before the subgroups are compared."""
    caveats: tuple[Text, ...] = ()
    practicalities: tuple[Identifier, ...] = ()
    """Ids of the facts that say what treatment is like, in order."""
    questions: tuple[Text, ...] = ()
    records: dict[Text, Text] = {}
    """In another language than the records': what they hold in English (places in documents, grades
    in words, notes), by that English."""
    patient: PatientText | None = None
    """``None`` where the trial has no plain words yet: the patient view then says so."""
