"""What kind of thing a phrase means, learned from GUM and read news."""
