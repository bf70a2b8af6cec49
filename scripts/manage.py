"""manage.py in the mode of one machine, connected to the running portal's broker if there is one.

`python3 -m scripts.manage COMMAND …`
"""

import json
import os
import sys

from scripts.layout import PRIVATE, PYTHON, ROOT, Missing, complain
from scripts.packages import RUNTIME, ensure_npm_packages, ensure_python_packages
from scripts.run import STATE, local_environment


def main() -> int:
    """Replace this process by manage.py."""
    try:
        ensure_python_packages(RUNTIME)
        ensure_npm_packages(development=False)
    except Missing as problem:
        complain(str(problem))
        return 1
    environment = local_environment()
    if STATE.exists():
        environment.setdefault("REDIS_URL", json.loads(STATE.read_text())["REDIS_URL"])
    os.chdir(ROOT)
    os.umask(PRIVATE)
    os.execve(PYTHON, [str(PYTHON), "manage.py", *sys.argv[1:]], environment)


if __name__ == "__main__":
    sys.exit(main())
