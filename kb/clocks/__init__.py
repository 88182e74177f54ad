"""Cells over two clocks."""
