"""`python -m checklist`, for where the scripts folder is not on PATH."""

from checklist.cli.app import main

if __name__ == "__main__":
    main()
