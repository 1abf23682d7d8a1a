"""What the page shows, as frozen values its scripts draw from."""
