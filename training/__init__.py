"""From treebanks to the weights of the parser: a converter, a network, its training, its export."""
