"""Unit 02, missiles and defences: its charts, sums, exercises, quiz and model answers."""
