"""What scripts/tables.py writes, a module for each language."""
