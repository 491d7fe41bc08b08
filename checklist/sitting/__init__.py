"""The questionnaire in a terminal: one question after the other, each answer saved at once."""
