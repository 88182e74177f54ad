"""Commands that keep releases: list, pin, prune, sign, back up, restore, upgrade."""
