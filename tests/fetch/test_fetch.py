"""What is fetched comes whole, within limits of time and size, and from nowhere that was not meant."""

import gzip
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest

from kg.fetch import (
    Fetched,
    FetchError,
    FetchLimits,
    Follower,
    ForbiddenError,
    Validators,
    Web,
    _is_public,
    fetch,
    place_of,
)  # fmt: skip
from kg.version import VERSION
from tests.webserver import Answer, Server, server

DAY = "Wed, 14 Jan 2026 10:00:00 GMT"
NOTHING = Validators()
LIMITS = FetchLimits(own={("127.0.0.1", 0)})


@pytest.fixture
def site() -> Iterator[Server]:
    with server({"/page": Answer(b"Words.", headers={"ETag": '"one"', "Last-Modified": DAY})}) as found:
        yield found


def asked(site: Server, path: str, limits: FetchLimits = LIMITS, known: Validators = NOTHING) -> Fetched | None:
    """What a path gives."""
    return fetch(site.address + path, limits, known)


def test_a_page_comes_with_its_type_and_validators_and_is_asked_by_name(site: Server) -> None:
    found = asked(site, "/page")
    validators = Validators('"one"', DAY)
    assert found == Fetched(f"{site.address}/page", b"Words.", "text/html; charset=utf-8", validators)
    assert site.asked[0][1]["User-Agent"] == f"newsgraph/{VERSION}"


@pytest.mark.parametrize("known", [Validators(etag='"one"'), Validators(modified=DAY)])
def test_what_has_not_changed_is_not_sent_again(site: Server, known: Validators) -> None:
    assert asked(site, "/page", known=known) is None
    assert asked(site, "/page", known=Validators(etag='"two"')) is not None


def test_what_is_packed_is_unpacked_and_a_bomb_is_not(site: Server) -> None:
    packed = {"Content-Encoding": "gzip"}
    site.answers["/packed"] = Answer(gzip.compress(b"Words."), headers=packed)
    site.answers["/bomb"] = Answer(gzip.compress(bytes(10_000_000)), headers=packed)
    found = asked(site, "/packed")
    assert found is not None
    assert found.data == b"Words."
    with pytest.raises(FetchError, match="larger than 1,000,000 bytes"):
        asked(site, "/bomb", replace(LIMITS, largest=1_000_000))


def test_what_is_too_large_is_not_read_to_its_end(site: Server) -> None:
    site.answers["/huge"] = Answer(bytes(2_000_000))
    with pytest.raises(FetchError, match="is larger than 1,000 bytes"):
        asked(site, "/huge", replace(LIMITS, largest=1000))


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nHalf a", "was cut off, 994 bytes are missing"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\nHalf a", "IncompleteRead"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nHalf a", "must be non-negative"),
        (b"Good morning\r\n", "Good morning"),
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", "took more than 0.5 seconds"),
    ],
)
def test_what_does_not_come_whole_and_in_time_is_an_error(site: Server, sent: bytes, message: str) -> None:
    is_slow = b"Slow" in sent

    def sends(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(sent)
        with suppress(OSError):
            for _ in range(600 if is_slow else 0):
                time.sleep(0.05)
                handler.wfile.write(b".")

    site.answers["/bad"] = Answer(sends=sends)
    with pytest.raises(FetchError, match=message) as raised:
        asked(site, "/bad", replace(LIMITS, seconds=0.5) if is_slow else LIMITS)
    assert raised.value.message.startswith(f"{site.address}/bad: ")


def test_the_time_is_that_of_all_redirects_together(site: Server) -> None:
    def elsewhere(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.2)
        handler.wfile.write(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")

    site.answers["/again"] = Answer(sends=elsewhere)
    with pytest.raises(FetchError, match=r"/again: took more than 0\.5 seconds"):
        asked(site, "/again", replace(LIMITS, seconds=0.5))


def test_a_redirect_is_followed_a_few_times(site: Server) -> None:
    site.answers["/old"] = Answer(status=301, headers={"Location": "page"})
    site.answers["/loop"] = Answer(status=302, headers={"Location": "/loop"})
    found = asked(site, "/old")
    assert found is not None
    assert found.url == f"{site.address}/page"
    with pytest.raises(FetchError, match="sends elsewhere more than 5 times"):
        asked(site, "/loop")
    assert site.paths.count("/loop") == 6


@pytest.mark.parametrize("host", ["localhost", "[::1]", "0.0.0.0"])
def test_no_page_leads_into_the_users_own_network(site: Server, host: str) -> None:
    port = site.address.rpartition(":")[2]
    site.answers["/old"] = Answer(status=302, headers={"Location": f"http://{host}:{port}/page"})
    with pytest.raises(FetchError, match="is in a network of your own"):
        asked(site, "/old")
    assert site.paths == ["/old"]


def test_a_typed_address_of_ones_own_network_leads_to_no_other_port(site: Server) -> None:
    with server({"/page": Answer(b"Secret.")}) as other:
        site.answers["/old"] = Answer(status=302, headers={"Location": f"{other.address}/page"})
        site.answers["/new"] = Answer(status=302, headers={"Location": "/page"})
        with pytest.raises(FetchError, match="is in a network of your own, to which no page of the web may lead"):
            Web().get(f"{site.address}/old")
        found = Web().get(f"{site.address}/new")
    assert found is not None
    assert found.data == b"Words."
    assert other.asked == []


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://a:b@127.0.0.1/", "http://[x/"])
def test_no_page_leads_to_what_is_no_page(site: Server, place: str) -> None:
    site.answers["/old"] = Answer(status=302, headers={"Location": place})
    with pytest.raises(FetchError, match=r"is no address of the web|with a login"):
        asked(site, "/old")


def test_a_login_in_an_address_is_neither_sent_nor_shown() -> None:
    with pytest.raises(FetchError) as raised:
        fetch("http://anna:secret@127.0.0.1:9/feed")
    assert "secret" not in raised.value.message


def test_where_nobody_answers_it_is_told() -> None:
    with pytest.raises(FetchError, match="Connection refused"):
        fetch("http://127.0.0.1:9/feed", LIMITS)


PUBLIC = "93.184.215.14"
OWN = "10.0.0.1 127.0.0.1 169.254.169.254 192.168.1.1 ::1 fe80::1%eth0 fd00::1 ::ffff:10.0.0.1 0.0.0.0 224.0.0.1"
OWN += " 64:ff9b::a00:1 2002:7f00:1::1 ::7f00:1 fec0::1"


@pytest.mark.parametrize("address", OWN.split())
def test_an_address_of_a_network_of_ones_own_is_not_public(address: str) -> None:
    assert not _is_public(address)


@pytest.mark.parametrize(
    "address", [PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
)
def test_an_address_that_all_reach_is_public(address: str) -> None:
    assert _is_public(address)


def follower(pause: float = 0.0) -> Follower:
    """One that hurries."""
    return Follower(pause=pause)


def test_pages_of_the_feeds_host_are_fetched_one_after_another_with_a_pause(site: Server) -> None:
    pages, start = follower(pause=0.1), time.monotonic()
    for _ in range(3):
        assert pages.page(f"{site.address}/page", f"{site.address}/feed", own=LIMITS.own).data == b"Words."
    assert time.monotonic() - start > 0.3
    assert site.paths == ["/robots.txt", "/page", "/page", "/page"]


@pytest.mark.parametrize("delay", ["0.2", "²", "9" * 5000, "nan", "-1", ""])
def test_robots_txt_is_kept_to(site: Server, delay: str) -> None:
    said = f"User-agent: newsgraph\nCrawl-delay: {delay}\nRequest-rate: 1/{delay}\nDisallow: /private/\n"
    site.answers["/robots.txt"] = Answer(said.encode(), "text/plain")
    site.answers["/private/page"] = site.answers["/page"]
    pages = follower()
    with pytest.raises(ForbiddenError, match=r"robots.txt does not let it be fetched"):
        pages.page(f"{site.address}/private/page", f"{site.address}/feed", own=LIMITS.own)
    pages.page(f"{site.address}/page", f"{site.address}/feed", own=LIMITS.own)
    assert "/private/page" not in site.paths


def test_a_host_whose_robots_txt_fails_gives_nothing(site: Server) -> None:
    site.answers["/robots.txt"] = Answer(status=503)
    with pytest.raises(ForbiddenError):
        follower().page(f"{site.address}/page", f"{site.address}/feed", own=LIMITS.own)


def test_pages_of_other_hosts_are_fetched_where_that_was_allowed(site: Server) -> None:
    other = site.address.replace("127.0.0.1", "localhost")
    with pytest.raises(ForbiddenError, match="leads to localhost, which is another host"):
        follower().page(f"{other}/page", f"{site.address}/feed", own=LIMITS.own)
    site.answers["/moved"] = Answer(status=301, headers={"Location": f"{other}/page"})
    with pytest.raises(ForbiddenError, match="leads to localhost"):
        follower().page(f"{site.address}/moved", f"{site.address}/feed", own=LIMITS.own)
    assert (
        Follower({"localhost"}, pause=0).page(f"{other}/page", f"{site.address}/feed", own=LIMITS.own).data == b"Words."
    )


def test_robots_txt_is_kept_to_where_a_page_leads(site: Server) -> None:
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /private/\n", "text/plain")
    site.answers["/go"] = Answer(status=302, headers={"Location": "/private/page"})
    site.answers["/private/page"] = site.answers["/page"]
    with pytest.raises(ForbiddenError, match=r"/go: robots.txt does not let it be fetched"):
        follower().page(f"{site.address}/go", f"{site.address}/feed", own=LIMITS.own)
    assert site.paths == ["/robots.txt", "/go"]


Names = dict[str, tuple[str, ...]]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """What names of hosts stand for, which a test may change."""
    known: Names = {}
    looked_up = socket.getaddrinfo

    def found(host: str, port: int | None, family: int = 0, type: int = 0) -> list[object]:  # noqa: A002 - its name
        return [one for name in known.get(host, (host,)) for one in looked_up(name, port, family, type)]

    monkeypatch.setattr("socket.getaddrinfo", found)
    return known


def test_a_name_that_comes_to_stand_for_ones_own_network_is_not_asked(site: Server, names: Names) -> None:
    port = site.address.rpartition(":")[2]
    names["news.example.org"] = (PUBLIC,)
    pages = Follower({"News.Example.org"}, pause=0)
    names["news.example.org"] = ("127.0.0.1",)
    with pytest.raises(FetchError):
        pages.page(f"http://news.example.org:{port}/page", "https://news.example.org/feed")
    assert site.asked == []


def test_a_name_of_ones_own_network_is_asked_there_alone(
    site: Server, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = site.address.rpartition(":")[2]
    names["desk.example.org"] = ("127.0.0.1",)
    web = Web(Follower(pause=0))
    feed = f"http://desk.example.org:{port}/page"
    assert web.get(feed) is not None
    assert web.page(feed, feed, feed) is not None
    names["desk.example.org"] = (PUBLIC,)
    monkeypatch.setattr("socket.create_connection", _unreached)
    with pytest.raises(FetchError, match="was in a network of your own, and is no longer"):
        web.page(feed, feed, feed)


def _unreached(*_: object) -> None:
    raise AssertionError("is connected")


def test_a_host_that_is_allowed_may_be_written_in_capitals(site: Server, names: Names) -> None:
    names["other.example.org"] = ("127.0.0.1",)
    other = site.address.replace("127.0.0.1", "other.example.org")
    pages = Follower({"Other.Example.org"}, pause=0)
    assert pages.page(f"{other}/page", f"{site.address}/feed").data == b"Words."


def test_without_a_follower_no_page_is_fetched(site: Server) -> None:
    web = Web()
    assert not web.follows
    assert web.page(f"{site.address}/page", f"{site.address}/feed", "") is None
    assert site.asked == []


def test_an_address_has_a_host_and_a_port() -> None:
    assert place_of("https://[::1]/feed") == ("::1", 443)
    assert place_of("http://News.example.org:8000/") == ("news.example.org", 8000)
    assert place_of("http://[x/") == place_of("http://host:port/") == ("", 0)
