"""Spreadsheets that go out and come back: the questionnaire form and the remediation register."""
