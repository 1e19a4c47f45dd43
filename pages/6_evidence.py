"""Evidence."""

from tradeoff.screens import evidence, frame

frame.show_page("evidence", evidence.show)
