"""Readers of the files that Zoom hands out, one module per format: rows or text in, frozen values or `Refused` out.

`opening` is the door: it alone touches the disk, and recognises what a file is by what it says. `participants` reads
the participant report in every generation and language, `webinars` that of a webinar, then `registrations`, `polls`,
`chats` and `transcripts`. `cells` makes rows of bytes, `headers` knows the words over columns, `moments` the order of
day and month. No clock, no database. What is damaged is refused, left out or pointed out by its line.
"""
