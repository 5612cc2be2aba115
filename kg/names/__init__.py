"""Who and what is named: titles, offices, persons, bodies and places, linked to what tables and Wikidata know."""
