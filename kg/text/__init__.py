"""Reading of articles from files, folders and feeds, and their layout as blocks; no grammar."""
