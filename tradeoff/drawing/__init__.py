"""Pictures: icon arrays and charts, each with its sentence and its table.

Open to other rooms: ``scene`` with ``to_plotly`` and ``to_svg``, what is drawn with them
(``curves``, ``cross_hair``, ``series``, ``survival``, ``forest``, ``age_forest``,
``probability``, ``harms``, ``people``, ``icons``, ``calendar``, ``course``, ``weighed``,
``preview``, ``over_figure``), ``markup`` and ``palette``.
"""
