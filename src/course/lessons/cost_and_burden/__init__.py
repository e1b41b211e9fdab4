"""Unit 14: cost and burden."""
