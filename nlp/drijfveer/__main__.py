"""Run the command line with ``python -m drijfveer``."""

from drijfveer.cli import main

if __name__ == "__main__":
    main()
