"""Actions on injury records, reporting sites and imports."""
