"""Many respondents in one overview."""
