"""Checks across the records of one trial: what no single row can know about itself.

Each check is a small function that yields one fault after another. A check is left out where a
table that it needs could not be read, so that one fault is reported once.
"""
