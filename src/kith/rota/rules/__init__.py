"""Plain rules of the rota: how long travel takes, when somebody can work, whose day changed. No database."""
