"""``python -m kb``."""

from kb.commands.cli import main

main()
