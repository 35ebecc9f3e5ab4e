"""Surveys: questionnaires, answers typed in, results."""
