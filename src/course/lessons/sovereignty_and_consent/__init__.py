"""Unit 12, Sovereignty and consent: does hosting spend it or buy it?."""
