"""Exercises, quizzes and glossary in the two formats that Moodle reads."""
