"""The record: what the council knows. Plain Python and SQL; no screen library ever."""
