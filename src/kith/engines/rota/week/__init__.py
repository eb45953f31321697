"""A team's own week: who makes which visit when. `problem` says what goes in, `evaluate` judges a
plan, `search` finds one.
"""
