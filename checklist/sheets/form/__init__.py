"""The questionnaire as a spreadsheet: what it asks, how it is written, and how it is read back."""
