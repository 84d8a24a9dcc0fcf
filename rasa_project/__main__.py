"""`python -m rasa_project` is the command `evening-note`."""

from rasa_project.cli import main

raise SystemExit(main())
