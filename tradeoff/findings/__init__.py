"""Every number of one view: the choices made, and what follows from them for a trial."""
