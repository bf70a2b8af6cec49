"""Library of the portal: no tables, knows no app. What apps share, one noun a file."""
