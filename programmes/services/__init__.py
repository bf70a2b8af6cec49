"""Actions on projects, their parts, values, measures and money."""
