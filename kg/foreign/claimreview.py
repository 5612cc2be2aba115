"""schema.org ``ClaimReview``: claims that somebody disputes.

A review here is a denial that an article tells: its author is who denies, its rating has no number, for nothing was
checked; how surely both are read stands in its explanation. The claim has the words and authors of the statements that
say so, as a plain statement: who denies that something happened denies no plan. Where the articles have none, and tell
only that somebody denied something, the claim has the words of what is denied.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from kg.convert import FileFormat, Style, begins
from kg.facts.selection import is_dated, time_of
from kg.facts.status import shown
from kg.foreign import trusted
from kg.model import Article, ArticleId, Entity, Factuality, Graph, NodeId, Statement
from kg.model.json import Json

_DENIED = "denied"
"""The relation of who denies to what is denied."""
_NONE = Article(ArticleId(""), "", ())
"""Of what has no article."""
_Key = tuple[NodeId, str, NodeId]


def _content(graph: Graph, style: Style) -> bytes:
    told = trusted(graph, style)
    # Denial -> the statements that it contradicts; without those that contradict none.
    said: defaultdict[_Key, list[Statement]] = defaultdict(list)
    negative = [one for one in told if one.factuality is Factuality.DENIED]
    for one in told:
        if one.factuality is Factuality.ASSERTED:
            said[_key(one)].append(one)
    found = {one.id: [other for other in said[_key(one)] if _contradicts(graph, one, other)] for one in negative}
    claims = {name: claims for name, claims in found.items() if claims}
    disputed = [one for one in told if one.id in claims and one.detail_of not in claims]
    seen = {(one.voice, one.first_evidence) for one in disputed}
    denials = [one for one in told if one.relation == _DENIED and one.is_fact]
    alone = [one for one in denials if (one.subject, one.first_evidence) not in seen]
    articles = {article.id: article for article in graph.articles}
    reviews = [
        *(_review(graph, style, articles, one, claims[one.id]) for one in disputed),
        *(_review(graph, style, articles, one, ()) for one in alone),
    ]
    # Tell what is left out, each statement once.
    written = {one.id for one in (*disputed, *alone)} | {claim.id for one in disputed for claim in claims[one.id]}
    left = [one for one in told if one.id not in written]
    again = sum(one.id in claims or one in denials for one in left)
    bare = sum(one.id not in claims for one in left if one.factuality is Factuality.DENIED)
    style.count(bare, "negative statements left out that no other statement contradicts")
    style.count(again, "denials left out that another review tells")
    style.count(len(left) - bare - again, "statements left out that deny nothing and that nobody denies")
    publisher = {"@type": "Organization", "name": "newsgraph"}
    feed = {"@context": "https://schema.org", "@type": "DataFeed", "sdPublisher": publisher, "dataFeedElement": reviews}
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _key(told: Statement) -> _Key:
    """What is said of what; a happening without an object of its own is of any."""
    return told.subject, told.relation, told.object if told.object != told.event else NodeId("")


def _contradicts(graph: Graph, denial: Statement, claim: Statement) -> bool:
    """Whether somebody else says so, of no other time."""
    one, other = time_of(graph, denial), time_of(graph, claim)
    if (denial.voice, denial.first_evidence.article) == (claim.voice, claim.first_evidence.article):
        return False
    if not is_dated(one) or not is_dated(other):
        return True
    return (one.start or date.min) <= (other.end or date.max) and (other.start or date.min) <= (one.end or date.max)


def _review(
    graph: Graph, style: Style, articles: Mapping[ArticleId, Article], told: Statement, claims: Sequence[Statement]
) -> Json:
    """A denial of some claims, or of what its object names."""
    article = articles.get(told.first_evidence.article) or _NONE
    denier = _who(graph, told.voice if claims else told.subject, told, article)
    authors: list[Json] = []
    appearance: list[Json] = []
    for one in claims:
        place = articles.get(one.first_evidence.article) or _NONE
        authors.append(_who(graph, one.voice, one, place))
        about = {
            "@type": "NewsArticle",
            "url": place.url,
            "headline": place.title,
            "datePublished": str(place.date or ""),
            "text": one.first_evidence.quote,
            "identifier": style.vocabulary.node(one.id),
        }
        appearance.append(_filled(about))
    read = f"Nobody checked this. The denial is read with a confidence of {told.confidence:g}"
    return _filled(
        {
            "@type": "ClaimReview",
            "@id": style.vocabulary.node(told.id),
            "url": article.url,
            "datePublished": str(article.date or ""),
            "author": denier,
            "claimReviewed": shown(graph, claims[0]) if claims else graph.label(told.object),
            "reviewBody": told.first_evidence.quote,
            "reviewRating": {
                "@type": "Rating",
                "alternateName": f"Denied by {denier['name']}",
                "ratingExplanation": (
                    read + (f", the claim of {max(one.confidence for one in claims):g}." if claims else ".")
                ),
            },
            "itemReviewed": _filled({"@type": "Claim", "author": authors, "appearance": appearance}),
        }
    )


def _who(graph: Graph, voice: NodeId | None, told: Statement, article: Article) -> dict[str, Json]:
    """Who says so: the source, else the article's publisher, else the article."""
    if voice is None:
        name = article.publisher or article.title or told.first_evidence.article
        return {"@type": "Organization", "name": name}
    node = graph.nodes.get(voice)
    is_person = isinstance(node, Entity) and node.cls in {"Person", "Office"}
    item = node.wikidata if isinstance(node, Entity) else ""
    same = f"https://www.wikidata.org/entity/{item}" if item else ""
    return _filled({"@type": "Person" if is_person else "Organization", "name": graph.label(voice), "sameAs": same})


def _filled(found: Mapping[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in found.items() if value not in ("", None, [])}


FORMAT = FileFormat(
    name="claimreview",
    description="schema.org ClaimReview: denials, with who says otherwise, as JSON-LD",
    content=_content,
    recognizes=begins(b'{\n "@context": "https://schema.org",\n "@type": "DataFeed",\n "sdPublisher"'),
)
