"""Changing the rota. Each action asks permission, checks the rules, changes, records, and tells who must know."""
