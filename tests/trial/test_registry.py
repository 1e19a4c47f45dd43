"""The registry of tables against the records that it names: nothing misspelt, nothing left out."""

from __future__ import annotations

import typing

import pytest

from tradeoff.trial.records import Record, Trial, TrialText
from tradeoff.trial.registry import REFERENCES, TABLES, Table

#: What a trial holds beside its tables: curves, and why something is not used.
NO_TABLES = {"digitised", "curves", "refused_curves", "refused_local"}

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def held(name: str) -> type[Record]:
    """What a field of a trial is a tuple of."""
    return typing.cast("type[Record]", typing.get_args(Trial.model_fields[name].annotation)[0])


def test_every_table_of_a_trial_is_declared_once() -> None:
    fields = {
        name
        for name, field in Trial.model_fields.items()
        if typing.get_origin(field.annotation) is tuple
    }
    names = [table.name for table in TABLES]
    assert sorted(names) == sorted(fields - NO_TABLES)
    assert len({table.record for table in TABLES}) == len(TABLES)
    assert len({table.called for table in TABLES}) == len(TABLES)


@each_table
def test_a_table_names_what_its_record_and_the_words_have(table: Table) -> None:
    assert held(table.name) is table.record
    assert set(table.key) <= table.record.model_fields.keys()
    assert table.words is None or table.words in TrialText.model_fields


@pytest.mark.parametrize("field", REFERENCES)
def test_a_reference_is_a_field_of_some_record_and_leads_to_a_table(field: str) -> None:
    assert any(field in table.record.model_fields for table in TABLES)
    assert set(REFERENCES[field]) <= {table.record for table in TABLES}
