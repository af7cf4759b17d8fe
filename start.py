"""Set up a private environment in .venv and run drijfveer in it: `python start.py demo`, `python start.py test`.

Needs nothing but Python 3.11 or newer; works alike on Linux, macOS and Windows.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
USAGE = """usage: python start.py COMMAND [OPTIONS]

  demo       analyse the survey export that ships and write a report
  test       run the tests; options go to pytest
  analyse    analyse an export of your own: python start.py analyse export.csv -o out
  ...        any other command of drijfveer; `python start.py --help` lists them
"""


def install(extras: str) -> None:
    """Make the environment if need be and install this folder into it, with its extras."""
    if not PYTHON.exists():
        print("Setting up .venv (once; a few minutes) ...", flush=True)
        venv.create(ENVIRONMENT, with_pip=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable"]
    subprocess.run([*pip, f"{HERE}{extras}"], check=True)


def main(arguments: list[str]) -> int:
    """Install what the command needs and run it; return its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036  # the version is not yet checked when this runs
        print(f"drijfveer needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    if not arguments:
        print(USAGE)
        return 2
    testing = arguments[0] == "test"
    try:
        install("[dev]" if testing else "")
    except subprocess.CalledProcessError as error:
        print("The packages could not be installed; what pip said stands above.", file=sys.stderr)
        return error.returncode
    command = (
        ["-m", "pytest", "-n", "auto", "--dist", "loadfile", *arguments[1:]]
        if testing
        else ["-m", "drijfveer", *arguments]
    )
    return subprocess.run([PYTHON, *command], check=False, cwd=HERE if testing else None).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
