"""The frozen values, and pure rules on them."""
