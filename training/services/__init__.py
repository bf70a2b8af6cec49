"""Actions on events, materials, drills and findings."""
