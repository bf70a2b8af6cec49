"""Reading workbooks of injury cards: columns, cells, rows, profiles, and the work on a batch."""
