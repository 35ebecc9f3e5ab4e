"""Places: the districts of the city and their neighbourhoods."""
