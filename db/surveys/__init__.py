"""Surveys: what people were asked on paper, on a tablet, at their door or by a poll of the call."""
