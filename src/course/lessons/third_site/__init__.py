"""Unit 04, The Third Site: sound plan, wrong route?."""
