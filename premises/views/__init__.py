"""Pages of premises, of their kinds, and of what counts as small."""
