"""News items: ninjs 2 and 3, the IPTC's News in JSON, and what a page says of itself as schema.org's NewsArticle.

Names of fields are compared without their case: ``pubstatus`` of ninjs 2 is ``pubStatus`` in 3, and ``embargoed`` is
``embargoedUntil``. Of several bodies the one with markup is taken, whose paragraphs are known.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import escape

from kg.errors import InputError, WithheldError
from kg.text.formats import Page, fragment_page, iso_date
from kg.text.kinds import is_item

_STATUSES = {"usable": "", "withheld": "withheld", "canceled": "cancelled"}
_WORK_STATUSES = {
    "withdrawn": "cancelled", "retracted": "cancelled", "cancelled": "cancelled", "canceled": "cancelled",
    "withheld": "withheld", "draft": "withheld",
}  # fmt: skip
"""What the status of a creative work, which is free text, says of whether it is out."""
_DAYS = ("firstcreated", "contentcreated", "versioncreated")
_LINKED_DATA = re.compile(
    rb"<script\b[^>]*\btype\s*=\s*[\"']?application/ld\+json\b[^>]*>(.*?)</script", re.IGNORECASE | re.DOTALL
)
ItemFields = Mapping[str, object]


def check_free(page: Page, place: str, article: str, by: datetime | None) -> None:
    """``WithheldError`` where its publisher holds an article back; an embargo that is over by a time holds nothing."""
    if page.status:
        told = f"{place}: is {page.status} by its publisher"
        raise WithheldError(told, hint=_TAKEN_OUT, article=article, why=page.status)
    until = moment(page.embargo, place) if page.embargo else None
    if until and (by is None or until > by):
        told = f"{place}: is withheld by its embargo until {page.embargo}"
        raise WithheldError(told, hint="--embargo-by TIME reads what is free by then", article=article, why="embargoed")


_TAKEN_OUT = "kg remove GRAPH ID takes it out of a graph that has it"


def moment(text: str, place: str) -> datetime:
    """A time as ISO 8601 has it; a day is its beginning, and where no zone is told it is UTC.

    ``InputError``, with ``place``, for what is no time.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"{place}: {text!r} is no time", hint="write it as 2026-01-14T06:00:00Z") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def items_in(data: bytes) -> Sequence[ItemFields] | None:
    """The news items of a whole file of JSON, one or a list of them; None for what is none."""
    if data.lstrip()[:1] not in {b"{", b"["}:
        return None
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    several = found if isinstance(found, list) else [found]
    return several if several and all(map(is_item, several)) else None


def ninjs(record: ItemFields, place: str) -> tuple[str, Page]:
    """The id of a news item, and its article.

    Raises ``InputError`` for a field of another form, and for what is no text: a picture, a planned event.
    """
    fields = {key.lower(): value for key, value in record.items()}
    kind = _text(fields, "type", place)
    if kind not in {"", "text", "composite"}:
        raise InputError(f"{place}: is no text but a {kind}", hint="items of the type text are read")
    status = _text(fields, "pubstatus", place) or "usable"
    if status not in _STATUSES:
        raise InputError(f"{place}: pubStatus {status!r} is none", hint=f"one of {', '.join(_STATUSES)}")
    days = (iso_date(_text(fields, name, place)) for name in _DAYS)
    title = " ".join(_main(fields, "headlines", place).get("value", "").split())
    subjects = (one.get("name") or one.get("literal") or one.get("uri") for one in _listed(fields, "subjects", place))
    told = [
        ("version", _text(fields, "version", place)),
        ("usageTerms", _text(fields, "usageterms", place)),
        ("dateline", _text(fields, "located", place)),
        *(("subject", one) for one in subjects),
    ]
    body = _main(fields, "bodies", place)
    text = body.get("value", "")
    if "html" not in body.get("contenttype", ""):
        text = "".join(f"<p>{escape(part)}</p>" for part in re.split(r"\n\s*\n", text))
    page = replace(
        fragment_page(text, title),
        title=title,
        authors=tuple(filter(None, re.split(r"\s*[,;&]\s*|\s+and\s+", _text(fields, "by", place)))),
        publisher=_text(fields, "copyrightholder", place),
        notes=frozenset((name, value) for name, value in told if value)
        | modified_on(_text(fields, "versioncreated", place)),
        status=_STATUSES[status],
        embargo=_text(fields, "embargoeduntil", place) or _text(fields, "embargoed", place),
    )
    day = min(filter(None, days), default=None)
    return _text(fields, "uri", place), replace(page, date=day, date_from="the item") if day else page


def modified_on(text: str) -> frozenset[tuple[str, str]]:
    """The note of the day on which an article was last changed; none for what is no day."""
    day = iso_date(text)
    return frozenset({("modified", day.isoformat())} if day else ())


def with_linked_data(page: Page, data: bytes) -> Page:
    """The page of HTML with what it says of its article as a NewsArticle in JSON-LD."""
    work = next(_works(data), None)
    if work is None:
        return page
    keys = {"version": "version", "usageInfo": "usageTerms", "license": "usageTerms", "dateline": "dateline"}
    keys |= {"about": "subject", "keywords": "subject"}
    status = next(_names(work.get("creativeWorkStatus")), "").casefold()
    return replace(
        page,
        authors=page.authors or tuple(_names(work.get("author"))),
        publisher=page.publisher or next(_names(work.get("publisher")), ""),
        notes=frozenset((name, one) for key, name in keys.items() for one in _names(work.get(key)))
        | modified_on(next(_names(work.get("dateModified")), "")),
        status=_WORK_STATUSES.get(status, ""),
    )


def _works(data: bytes) -> Iterator[ItemFields]:
    """The news articles that scripts of a page describe."""
    for found in _LINKED_DATA.finditer(data):
        try:
            document = json.loads(found[1].decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            continue
        for node in _nodes(document):
            if any(str(kind).endswith("NewsArticle") for kind in _several(node.get("@type"))):
                yield node


def _nodes(value: object) -> Iterator[ItemFields]:
    """The objects of a document of JSON-LD, its graph's too."""
    for one in _several(value):
        if isinstance(one, dict):
            yield one
            yield from _nodes(one.get("@graph"))


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _names(value: object) -> Iterator[str]:
    """Texts, or the names of things, else their addresses."""
    for one in _several(value):
        found = one.get("name") or one.get("@id") or one.get("url") if isinstance(one, dict) else one
        if isinstance(found, str | int | float) and str(found).strip():
            yield str(found).strip()


def _text(fields: ItemFields, name: str, place: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(f'{place}: the field "{name}" of a news item is no text')
    return value.strip()


def _listed(fields: ItemFields, name: str, place: str) -> list[dict[str, str]]:
    """The objects of a list, their texts alone, by names in lower case."""
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise InputError(f'{place}: the field "{name}" of a news item is no list of objects')
    return [{key.lower(): text for key, text in one.items() if isinstance(text, str)} for one in value]


def _main(fields: ItemFields, name: str, place: str) -> dict[str, str]:
    """The one that is marked up, else the main one, else the first."""
    found = _listed(fields, name, place)
    ranked = sorted(found, key=lambda one: ("html" not in one.get("contenttype", ""), one.get("role") != "main"))
    return ranked[0] if ranked else {}
