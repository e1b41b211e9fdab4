"""What holds for a whole run: a home of its own, nothing written or left running, fast order."""
