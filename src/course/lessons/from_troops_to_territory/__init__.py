"""Unit 03, From troops to territory: why did NATO widen the mission?."""
