"""Evidence."""

from tradeoff.interface import evidence, frame

frame.show_page("evidence", evidence.show)
