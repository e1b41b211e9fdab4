"""Unit 00, Start here."""
