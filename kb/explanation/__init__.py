"""Why a cell says it, kept and replayed."""
