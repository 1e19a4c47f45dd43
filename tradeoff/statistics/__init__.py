"""Pure mathematics: probabilities in, estimates with their ranges out; no trial, no words.

Open to other rooms: ``intervals``, ``survival``, ``weighing``, ``reconstruction``,
``calibration``, ``two_arms`` and ``read_only``.
"""
