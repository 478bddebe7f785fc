"""Questionnaires: what they ask, how answers become a score, what a change means."""
