"""Readers of the files that Zoom hands out, one module per format: bytes in, frozen values or `Refused` out.

Today `participants` reads the participant report in CSV (English and Spanish, both generations, and the flat export
of an administrator). Chat, polls, webinars and what the API answers get a module each beside it, with the same shape:
`read(data, ...) -> values`, no clock, no database. Only `opening` touches the disk.
"""
