"""The lawyer's copy (复核表): every entry of a rulebook to be signed off, and how it comes back."""
