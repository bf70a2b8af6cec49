"""Pages of injury records, reporting sites and imports."""
