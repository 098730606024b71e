"""Pure functions over the model: comparison, streaks, national totals, findings, and what fails a check.

It may import the model and nothing else.
"""
