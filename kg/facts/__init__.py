"""What follows from a graph: selections, status of events, who acts for a state, PLOVER codes, parties, countries."""
