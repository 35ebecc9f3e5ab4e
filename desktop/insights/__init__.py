"""The charts page: figures of a period, for those who look at many evenings at once."""
