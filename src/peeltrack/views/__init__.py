"""What each command shows: a Document made from records and comparisons."""
