"""A decision aid: survival gain against harm, from published trials.

The house has eleven rooms; each says in its ``__init__`` what it is for. From first to last, and a
room imports from those before it only (the contract stands in ``pyproject.toml``):
``statistics``, ``trial``, ``uploads``, ``digitising``, ``findings``, ``words``,
``drawing``, ``papers``, ``screens``, ``server``, ``commands``.
"""

__version__ = "0.1.0"
