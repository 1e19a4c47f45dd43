"""How a day is written, by its month; which language writes it is told where it is said."""

from __future__ import annotations

from typing import Final

from tradeoff.trial.told import told_later

DATES: Final = (
    told_later("{day} January {year}"),
    told_later("{day} February {year}"),
    told_later("{day} March {year}"),
    told_later("{day} April {year}"),
    told_later("{day} May {year}"),
    told_later("{day} June {year}"),
    told_later("{day} July {year}"),
    told_later("{day} August {year}"),
    told_later("{day} September {year}"),
    told_later("{day} October {year}"),
    told_later("{day} November {year}"),
    told_later("{day} December {year}"),
)
