"""Pictures: icon arrays and charts, each with its sentence and its table.

Open to other rooms: ``bars``, ``figures``, ``harms_picture``, ``icons``, ``marks``, ``markup``,
``palette`` and ``preview``.
"""
