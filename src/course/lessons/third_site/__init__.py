"""Unit 04, The Third Site: sound plan or wrong plan?."""
