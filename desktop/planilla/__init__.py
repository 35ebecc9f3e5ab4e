"""The paper evening: the sheet people sign on is printed, and keyed in afterwards."""
