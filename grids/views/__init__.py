"""Views of this app: fetch in sight, permit, validate, do, respond."""
