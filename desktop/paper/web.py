"""A page for the browser around whatever is published: nothing on it comes from elsewhere, and nothing runs.

Letters and grounds contrast at least 7 to 1 (WCAG 2.2, 1.4.6); it reads on a telephone and on paper, too.
"""

from __future__ import annotations

from html import escape

STYLE = """
:root{color-scheme:light}
body{font:17px/1.55 Inter,'Segoe UI',Arial,sans-serif;color:#172033;background:#fff;max-width:46rem;margin:0 auto;
padding:1.5rem 1rem 4rem}
h1{font-size:1.9rem;line-height:1.2;color:#12233D;margin:0}h2{font-size:1.3rem;color:#12233D;margin:2.5rem 0 .6rem;
border-bottom:2px solid #1F5EAB;padding-bottom:.2rem}
.under{color:#44506A;font-size:1.1rem;margin:.3rem 0 1.5rem}.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.95rem}caption{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
tbody th{font-weight:400}
th,td{padding:.35rem .5rem;border-bottom:1px solid #D5DEEA;text-align:left;vertical-align:top}
thead th{background:#EEF3FA}.n{text-align:right;font-variant-numeric:tabular-nums}
figure{margin:0}svg{max-width:100%;height:auto;display:block;margin:.5rem 0}a{color:#1A4F91}
details{margin:.5rem 0}summary{cursor:pointer;color:#1A4F91}footer{margin-top:3rem;color:#44506A;font-size:.9rem}
:focus-visible{outline:3px solid #1F5EAB;outline-offset:2px}
.narrow{display:none}@media screen and (max-width:40rem){.wide{display:none}.narrow{display:block}}
@media print{body{max-width:none;font-size:11pt}details::details-content{content-visibility:visible;height:auto}
summary{list-style:none}svg,tr{break-inside:avoid}h2,caption,thead{break-after:avoid}thead{display:table-header-group}}
"""


def whole(title: str, language: str, heading: str, under: str, body: str, foot: str) -> str:
    """A page with its head and foot around the body."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header><h1>{escape(heading)}</h1>"
        f'<p class="under">{escape(under)}</p></header>\n<main>\n{body}\n</main>\n'
        f"<footer><p>{escape(foot)}</p></footer>\n</body>\n</html>\n"
    )
