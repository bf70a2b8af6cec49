"""Draws charts in a process of its own: `python draw_child.py`, Vega-Lite in, pictures out.

vl-convert runs Vega inside the process that calls it: 0.7 s and 70 MB the first time, which stay
for as long as the process lives. Here they go with the last picture.

Standard input is JSON: {"fonts": [folder], "scale": number, "pictures": [[form, spec]]}, form "svg"
or "png". Standard output is a pickle of the pictures as bytes, in their order.
"""

import json
import pickle
import sys
from typing import Any

import vl_convert


def draw(form: str, spec: dict[str, Any], scale: float) -> bytes:
    """Return one picture; SVG keeps its texts as texts."""
    # Data is in the spec; an empty list of allowed addresses keeps Vega from loading any.
    options: dict[str, Any] = {
        "vl_version": vl_convert.get_vegalite_versions()[-1],
        "allowed_base_urls": [],
    }
    if form == "svg":
        return vl_convert.vegalite_to_svg(spec, **options).encode()
    return vl_convert.vegalite_to_png(spec, scale=scale, **options)


def main() -> None:
    """Register the fonts, draw, answer."""
    asked = json.load(sys.stdin.buffer)
    for folder in asked["fonts"]:
        vl_convert.register_font_directory(folder)
    pictures = [draw(form, spec, asked["scale"]) for form, spec in asked["pictures"]]
    pickle.dump(pictures, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
