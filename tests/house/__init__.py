"""The rules of the house, each as a test that says what is wrong and where."""
