"""Exercises, predictions, quizzes and what frames them in a unit."""
