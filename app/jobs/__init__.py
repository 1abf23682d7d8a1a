"""Jobs: requests that nobody waits for; they are kept, carried out by whichever process is free, and their answers fetched."""
