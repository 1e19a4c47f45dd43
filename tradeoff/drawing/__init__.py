"""Pictures: icon arrays and charts, each with its sentence and its table."""
