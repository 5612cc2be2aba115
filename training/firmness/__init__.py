"""How firm a clause is told, learned from read news."""
