"""The tables of the Evidence page: every number with its source, and how it was checked."""
