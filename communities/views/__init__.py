"""Pages of the foundation: home, areas, population, organisations, accounts, audit trail."""
