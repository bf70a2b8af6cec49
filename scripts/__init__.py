"""Commands behind the Makefile. They need nothing but Python's own library.

They run before anything is installed; whatever needs Django runs in the project's `.venv`.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said before anything newer is parsed
    sys.exit("Python 3.11 or later is needed: make PYTHON=python3.11 ...")
