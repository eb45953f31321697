"""The forms of the rota."""
