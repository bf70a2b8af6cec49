"""Sets one PDF in a process of its own: `python typeset_child.py`, JSON in, PDF out.

Typst keeps fonts and its memory of earlier documents, 150 MB after a few reports. Here they go with
the document; loading the fonts again costs 0.1 s.

Standard input: {"template": path, "fonts": [folder], "document": text, "standard": name,
"timestamp": seconds}.
"""

import json
import sys

import typst


def main() -> None:
    """Compile the template with the document as its input."""
    asked = json.load(sys.stdin.buffer)
    pdf = typst.compile(
        asked["template"],
        format="pdf",
        font_paths=asked["fonts"],
        ignore_system_fonts=True,
        sys_inputs={"document": asked["document"]},
        pdf_standards=asked["standard"],
        timestamp=asked["timestamp"],
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
