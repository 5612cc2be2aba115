"""Who says what: quotation marks, words that report, and the source of each."""
