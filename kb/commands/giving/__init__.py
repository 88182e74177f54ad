"""Commands that give answers to others: reports, frames, citations, engines."""
