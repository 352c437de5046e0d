#!/usr/bin/env python3
"""Lays sample drawings out as a fan of framed cards: make-fan.py SAMPLES NAME... > fan.svg"""

import math
import pathlib
import re
import sys

WIDTH, HEIGHT, MARGIN = 226, 180, 4  # of a card, and its white frame


def own_ids(text, prefix):
    text = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}\1)", text)
    return re.sub(r'(href=")#', rf"\1#{prefix}", text)


def card(samples, name, place, total):
    drawing = (samples / f"{name}.svg").read_text(encoding="utf-8")
    drawing = re.sub(r"<\?xml[^>]*\?>", "", drawing)
    drawing = own_ids(drawing, f"c{place}-")
    drawing = re.sub(r'width="1000" height="800"', f'width="{WIDTH}" height="{HEIGHT}"', drawing, count=1)

    off = place - (total - 1) / 2
    angle = off * 7.5
    x = off * 120
    y = (1 - math.cos(math.radians(angle * 2.2))) * 330
    outer = (
        f'x="{-WIDTH / 2 - MARGIN}" y="{-HEIGHT / 2 - MARGIN}" '
        f'width="{WIDTH + 2 * MARGIN}" height="{HEIGHT + 2 * MARGIN}" rx="14"'
    )
    return (
        f'<g transform="translate({x:.2f} {y:.2f}) rotate({angle:.2f})">'
        f'<rect {outer} fill="#000" opacity=".28" filter="url(#shadow)" transform="translate(0 4)"/>'
        f'<rect {outer} fill="#fff"/>'
        f'<g clip-path="url(#round)"><g transform="translate({-WIDTH / 2} {-HEIGHT / 2})">{drawing}</g></g></g>'
    )


def main():
    samples = pathlib.Path(sys.argv[1])
    names = sys.argv[2:]
    total = len(names)
    width = (total - 1) * 120 + WIDTH + 90
    # the middle one lies on top
    order = sorted(range(total), key=lambda i: -abs(i - (total - 1) / 2))
    cards = "".join(card(samples, names[i], i, total) for i in order)
    print(
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="304" viewBox="{-width / 2} -105 {width} 304">'
        '<defs><filter id="shadow" x="-20%" y="-20%" width="140%" height="140%">'
        '<feGaussianBlur stdDeviation="7"/></filter>'
        f'<clipPath id="round"><rect x="{-WIDTH / 2}" y="{-HEIGHT / 2}" width="{WIDTH}" height="{HEIGHT}" rx="10"/>'
        f"</clipPath></defs>{cards}</svg>"
    )


if __name__ == "__main__":
    main()
