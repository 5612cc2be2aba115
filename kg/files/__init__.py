"""Graphs and articles as commands read and write them: files, stores, corpora, standard input and output."""
