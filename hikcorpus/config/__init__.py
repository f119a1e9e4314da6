"""Settings: the shipped `configs/`, the user's own beside their data, and study files. Unknown keys are refused."""
