"""Several graphs taken as one by their links: opened for the commands, and as pages that show what they tell."""
