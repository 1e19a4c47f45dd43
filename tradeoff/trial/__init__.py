"""What was published of a trial: records, their rules, and the only reader and writer of data/.

Open to other rooms: ``records``, ``curves``, ``digitised``, ``clicked``, ``confirmed``,
``problems``, ``reading``, ``told``, ``word_rules``, ``self_check`` and ``validated``.
"""
