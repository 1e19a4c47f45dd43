"""From one row per patient: Kaplan-Meier, median, restricted mean, log-rank, Cox.

Every function takes times in one unit of the caller's choice and answers in that unit. ``event``
is True where the event was seen and False where the patient was censored (CDISC's CNSR is the
reverse); ``experimental`` is True in the experimental arm. Differences are *experimental minus
control*, ratios *experimental over control*. At equal times events come before censorings. Times
closer to each other than 1.5e-8 of the latest one count as equal, so that a tie outlives a
conversion of units; R's ``survival`` does the same (``timefix``).
"""

from tradeoff.statistics.survival.comparison import (
    LogRankTest,
    ProportionalHazardsTest,
    cox_hazard_ratio,
    log_rank,
    proportional_hazards_test,
)
from tradeoff.statistics.survival.curve import (
    KaplanMeierCurve,
    MedianInterval,
    RiskTable,
    kaplan_meier,
    median_follow_up,
    median_survival,
    median_survival_interval,
    number_at_risk,
    pointwise_limits,
    restricted_mean,
    restricted_mean_difference,
    risk_table,
    survival_at,
)

__all__ = [
    "KaplanMeierCurve",
    "LogRankTest",
    "MedianInterval",
    "ProportionalHazardsTest",
    "RiskTable",
    "cox_hazard_ratio",
    "kaplan_meier",
    "log_rank",
    "median_follow_up",
    "median_survival",
    "median_survival_interval",
    "number_at_risk",
    "pointwise_limits",
    "proportional_hazards_test",
    "restricted_mean",
    "restricted_mean_difference",
    "risk_table",
    "survival_at",
]
