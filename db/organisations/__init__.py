"""Organisations: vecinales, clubs, schools, shops, municipal departments."""
