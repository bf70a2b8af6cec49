"""Forms of this app: they turn strings into domain types and do not act."""
