"""Before leaving the office: whether this laptop is ready for the evening."""
