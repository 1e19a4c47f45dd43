"""What leaves the program: tables, hand-out, exchange format, files."""
