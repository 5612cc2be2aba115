"""Articles as text: read from files, folders and feeds, taken apart into blocks; no grammar."""
