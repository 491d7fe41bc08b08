"""What the respondent says: answers, the questionnaire, the answers file."""
