"""The commands for those who keep the rulebooks."""
