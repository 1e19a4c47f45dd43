"""One voice in one language: messages from a catalogue, numbers as the language writes them."""

from __future__ import annotations

import ast
import re
from gettext import NullTranslations
from pathlib import Path

import pytest

from tests.words.catalogues import TRANSLATED, forms, kept, placeholders, template
from tradeoff.words.catalogues import Voice
from tradeoff.words.numbers import more_or_fewer, time
from tradeoff.words.say import Say


class Shouted(NullTranslations):
    """A catalogue that has one message, and plural forms of its own."""

    def gettext(self, message: str) -> str:
        return {"{name} is well.": "{name} IS WELL."}.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return (
            "{count} MONTHS" if msgid1 == "{count} month" else super().ngettext(msgid1, msgid2, n)
        )


def test_values_are_filled_in_after_the_message_was_translated() -> None:
    assert Say(Shouted())("{name} is well.", name="{name} is well.") == "{name} is well. IS WELL."


def test_what_the_catalogue_lacks_is_said_in_english() -> None:
    say = Say(Shouted())
    assert say("{name} is ill.", name="Ann") == "Ann is ill."
    assert (time(say, 13), time(say, 12)) == ("13 MONTHS", "1 year")
    assert more_or_fewer(say, -3) == "3 fewer"


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (0.85, 1, "0,8"),
        (-2.0, 1, "−2,0"),
        (-0.04, 1, "0,0"),
        (43.0, None, "43"),
        (7.5, None, "7,5"),
    ],
)
def test_a_number_has_the_decimal_mark_of_its_language_and_a_true_minus(
    value: float, decimals: int | None, said: str
) -> None:
    assert Say(decimal_mark=",").number(value, decimals=decimals) == said
    assert Say().number(value, decimals=decimals) == said.replace(",", ".")


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("whose", list(Voice))
def test_a_translation_has_the_placeholders_of_its_english(whose: Voice, language: str) -> None:
    for entry in kept(language, whose.value):
        if entry.id:
            allowed = {name for one in forms(entry.id) for name in placeholders(one)}
            for said in filter(None, forms(entry.string)):
                assert placeholders(said) <= allowed, entry.id


def test_a_message_is_whole_and_its_places_have_names_that_a_translator_can_read() -> None:
    """A fragment that hangs on another cannot be translated, nor can "value" be told from "2"."""
    for whose in Voice:
        for entry in template(whose.value):
            for said in forms(entry.id):
                assert said == said.strip(), said
                assert said[:1] not in {",", ";", ":"}, said
                vague = {name for name in placeholders(said) if VAGUE.fullmatch(name)}
                assert not vague, said


def test_every_message_of_the_code_is_given_to_the_translators() -> None:
    """Babel passes over one in an f-string, and over a plural beside which a voice is handed on."""
    given = {forms(entry.id) for whose in Voice for entry in template(whose.value)}
    given |= {one[:1] for one in given}
    lost = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                count = SAYING.get(ast.unparse(node.func).rpartition(".")[2], 0)
                said = [one.value for one in node.args[:count] if isinstance(one, ast.Constant)]
                if said and len(said) == count and tuple(said) not in given:
                    lost.append(f"{path.name}:{node.lineno}")
    assert not lost


PACKAGE = Path(__file__).resolve().parents[2] / "tradeoff"
#: What says, marks or tells messages, and how many of its first arguments are one.
SAYING = {
    **dict.fromkeys(("say", "message", "told", "told_later", "sentence"), 1),
    **dict.fromkeys(("many", "told_many", "sentences"), 2),
}
VAGUE = re.compile(r"value|values|join|text|.*_[0-9]")
