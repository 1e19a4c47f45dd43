"""Survival curves."""

from tradeoff.screens import frame, survival_curves

frame.show_page("survival_curves", survival_curves.show)
