"""Actions on events, materials and drills."""
