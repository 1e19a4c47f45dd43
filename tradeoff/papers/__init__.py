"""What leaves the program: tables, hand-out, exchange format, files.

Open to other rooms: ``tables``, ``evidence``, ``exchange``, ``files``, ``folder``, ``handout``,
``patient_arrays``, ``pictures`` and ``record_note``.
"""
