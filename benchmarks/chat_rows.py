"""What a language model says that an article says, as rows: python -m benchmarks.chat_rows URL MODEL.

Its answers are kept in the folder KG_BENCHMARK_ANSWERS, or in the cache, so that a second run asks nothing again:
whether a model gives the same bytes is told by a run with another folder.
"""

import json
import os
import sys
from pathlib import Path

from kg.llm import ChatModel, Request, default_folder, needed

COLUMNS = ("subject", "predicateText", "object", "factuality", "attributedTo", "quote")
INSTRUCTIONS = """List what the article says, as a JSON object {"statements": [...]}. Each statement is an object with:
subject, predicateText, object (names and words as in the article, pronouns resolved), factuality (one of Asserted,
Planned, Expected, Possible, Requested, Conditional, Denied), attributedTo (who says so, or "" for the article itself),
quote (its sentence)."""


def main() -> None:
    """Read articles as JSON Lines on standard input, write rows on standard output."""
    url, name = sys.argv[1:]
    folder = os.environ.get("KG_BENCHMARK_ANSWERS")
    model = ChatModel(url, name, Path(folder) if folder else default_folder())
    articles = [json.loads(line) for line in sys.stdin]
    requests = [Request(INSTRUCTIONS, json.dumps({"text": one["text"], "date": one.get("date")})) for one in articles]
    needed(model, requests).met(lambda _: None)
    for article, request in zip(articles, requests, strict=True):
        answer = model.held(request)
        told = (answer.fields() or {}).get("statements") if answer else None
        for said in told if isinstance(told, list) else []:
            if isinstance(said, dict):
                row = {column: str(said.get(column) or "") for column in COLUMNS}
                print(json.dumps({"article": article["id"], **row}, ensure_ascii=False))


if __name__ == "__main__":
    main()
