"""The commands that write spreadsheets and read them back."""
