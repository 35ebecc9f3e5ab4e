"""Sittings on the screen: today, this week, and planning the next one."""
