"""The hand-out that a patient takes home, as PDF and as one HTML file.

One frozen record holds all texts, the table and the pictures; both renderings draw that record and
word nothing. Numbers come from ``findings``; the date, the link and what the applicability check
found are given by the caller.
"""

from tradeoff.papers.handout.composition import compose
from tradeoff.papers.handout.rendering import Paper, html, pdf
from tradeoff.papers.handout.sheet import Chance, Handout

__all__ = ["Chance", "Handout", "Paper", "compose", "html", "pdf"]
