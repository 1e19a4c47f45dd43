"""Benefit and harm."""

from tradeoff.screens import benefit_and_harm, frame

frame.show_page("benefit_and_harm", benefit_and_harm.show)
