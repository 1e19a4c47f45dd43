"""Consultation: the page that opens first."""

from tradeoff.screens import consultation, frame

frame.show_page(
    "consultation",
    consultation.show,
    actions=consultation.actions,
    below=consultation.below,
)
