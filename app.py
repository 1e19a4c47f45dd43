"""Consultation: the page that opens first."""

from tradeoff.interface import consultation, frame

frame.show_page("consultation", consultation.show)
