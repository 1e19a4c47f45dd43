"""Patient view: one idea a screen, in plain words."""

from tradeoff.screens import frame, patient_view

frame.show_plain_page("patient_view", patient_view.show, patient=patient_view.language)
