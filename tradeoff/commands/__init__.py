"""The command line: one module for each kind of command, and what they share.

Every command ends with 0 when it did what it was asked to, 1 when data or files have problems, and
2 when the command itself was not understood. What was made goes to the standard output, everything
else that is said to the standard error, so that each command can be part of a pipe.
"""
