"""What an operator does with releases: look whether they are whole, list, pin, prune, sign, back up and restore them."""
