"""Insights: figures read from the record, one query each."""
