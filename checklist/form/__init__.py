"""The questionnaire as a spreadsheet: written to be sent, read back to be compared."""
