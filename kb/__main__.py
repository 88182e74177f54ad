"""``python -m kb`` and the command ``kb``: starts the command line in a process that soon ends."""

import gc

# of objects that can be thrown away in cycles, a short command makes few: look for them rarely, and not at all at the end
RARELY = 100_000


def main() -> None:
    """Run the command line."""
    gc.set_threshold(RARELY)
    try:
        from kb.commands.cli import run

        run()
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
