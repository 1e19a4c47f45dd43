"""The standards for patient decision aids that the self-assessment answers."""

from __future__ import annotations

from typing import Final

_IPDAS_QUALITY: Final = "Quality"

#: Each line of the standards: its name, and what it asks for.
IPDAS_CRITERIA: Final = {
    "q1": ("Q1", "The condition is described."),
    "q2": ("Q2", "The decision to be made is stated."),
    "q3": ("Q3", "The options are described."),
    "q4": ("Q4", "The good sides of each option are described."),
    "q5": ("Q5", "The hard sides of each option are described."),
    "q6": ("Q6", "What it is like to live with each option is described."),
    "c1": ("C1", "Good and hard sides are shown in equal detail."),
    "c2": ("C2", "The evidence used is cited."),
    "c3": ("C3", "The date of the content is given."),
    "c4": ("C4", "It is said how and when the content is updated."),
    "c5": ("C5", "It is said how uncertain the figures are."),
    "c6": ("C6", "It is said who paid."),
    "class": (_IPDAS_QUALITY, "Figures name the people that they stand for."),
    "frequencies": (_IPDAS_QUALITY, "Chances are told as people out of a whole group."),
    "period": (_IPDAS_QUALITY, "Figures name their period of time."),
    "denominator": (_IPDAS_QUALITY, "Options are compared with the same denominator."),
    "uncertainty": (_IPDAS_QUALITY, "The uncertainty around a figure is shown beside it."),
    "views": (_IPDAS_QUALITY, "The same chances are shown in several ways."),
    "frames": (_IPDAS_QUALITY, "Chances are told from both ends."),
    "course": (_IPDAS_QUALITY, "What happens without further treatment is told."),
    "comparison": (_IPDAS_QUALITY, "The options can be compared side by side."),
    "values": (_IPDAS_QUALITY, "Patients are asked what matters to them."),
    "steps": (_IPDAS_QUALITY, "Guidance comes in steps."),
    "questions": (_IPDAS_QUALITY, "There are questions to ask the clinician."),
    "readability": (_IPDAS_QUALITY, "The reading level is measured and stated."),
}
