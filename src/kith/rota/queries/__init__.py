"""Reading the rota. Pages read frozen dataclasses from here and never a row of a model."""
