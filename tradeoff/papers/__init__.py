"""What leaves the program: tables, hand-out, exchange format, files.

Open to other rooms: ``tables``, ``effects``, ``beside_harms``, ``evidence``, ``examples``,
``exchange``, ``files``, ``folder``, ``handout``, ``patient_arrays``, ``patient_course`` and
``record_note``.
"""
