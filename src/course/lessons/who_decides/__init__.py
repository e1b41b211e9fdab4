"""Unit 06, Who decides, who commands, and how fast?."""
