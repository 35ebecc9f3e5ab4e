"""What a person may set to her taste on this laptop."""
