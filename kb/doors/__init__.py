"""What can be asked of the base by programs and assistants, declared once: parameters, answers, refusals, descriptions."""
