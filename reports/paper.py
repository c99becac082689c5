"""Pages for paper: one HTML file with our font, that asks nobody, runs no script and prints on A4."""

from __future__ import annotations

from html import escape
from typing import Final

from reports.takeaway import font_faces
from views import svg
from views.map_svg import FONT

STYLE: Final = f"""
@page {{ size: A4; margin: 14mm }}
body {{ margin: 24px auto; max-width: 1040px; padding: 0 16px; font: 16px/1.4 {FONT}; color: #17232e; background: #fff }}
.kp-exercise {{ display: inline-block; border: 2px solid #000; border-radius: 6px; padding: 1px 10px; font-size: 14px; font-weight: 650; background: repeating-linear-gradient(45deg, #fff3d6 0 8px, #fff 8px 16px) }}
svg {{ max-width: 100%; height: auto }}
@media print {{ body {{ margin: 0; padding: 0; max-width: none }} }}
"""
"""No page of ours may load or run anything: the policy in its head says so to the browser."""


def page(title: str, style: str, body: str) -> bytes:
    """Return a whole page; ``style`` and ``body`` are markup that this package wrote, the title is escaped here."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
    return (
        '<!doctype html>\n<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>{escape(svg.clean(title))}</title>'
        f"<style>{font_faces()}{STYLE}{style}</style></head><body><main>{body}</main></body></html>\n"
    ).encode()
