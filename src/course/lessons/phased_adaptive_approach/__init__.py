"""Unit 05, The phased adaptive approach: retreat, or better fit?."""
