"""What Zoom heard of a sitting, on the screen: the chat beside the agenda, the words of the recording, the survey."""
