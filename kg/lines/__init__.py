"""What a graph tells as lines of text: statements under their sentences, cards, explanations, reports, a summary."""
