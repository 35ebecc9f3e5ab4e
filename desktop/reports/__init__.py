"""What leaves the house in numbers: reports of a period on paper, and open data for anybody."""
