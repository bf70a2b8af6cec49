"""Deeds on injury records, reporting sites and imports."""
