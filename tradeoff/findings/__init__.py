"""Every number of one view: the choices made, and what follows from them for a trial.

Open to other rooms: ``choices``, ``places``, ``preferences``, ``applicability``, ``view`` and the
numbers in it (``survival``, ``harm``, ``weigh``, ``course``, ``subgroups``, ``landmarks``,
``reconstructed``, ``curve_ranges``, ``provenance``), ``agreement`` and ``ledger``.
"""
