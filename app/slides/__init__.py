"""The slides of the review deck; python-pptx is used in `deck.py` and `charts.py` alone."""
