"""The client of a language model against a server that speaks the protocol, and one that misbehaves."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from kg.errors import InputError, KgError
from kg.llm import KEY, ChatModel, Completion, LlmError, Request, ask, needed
from tests.cases import tried_on
from tests.models import Json, ModelServer, Reply, model_server
from tests.sampling import some
from tests.serving import run_alone
from tests.shards.made import flip

REQUEST = Request("Judge.", json.dumps({"sentence": "Peru protested."}))
ANSWER = '{"verdict": "right"}'


class Script:
    """Replies one after the other; the last one goes on."""

    def __init__(self, *replies: Reply) -> None:
        self.left = list(replies)

    def __call__(self, _asked: Json) -> Reply:
        return self.left.pop(0) if len(self.left) > 1 else self.left[0]


@pytest.fixture
def served() -> Iterator[ModelServer]:
    with model_server(Script(Reply(ANSWER))) as running:
        yield running


def model_of(running: ModelServer, folder: Path, *, seconds: float = 20.0, tries: int = 3) -> ChatModel:
    return ChatModel(running.url, "tiny", folder, seconds, tries)


def asked(running: ModelServer, folder: Path, *replies: Reply, seconds: float = 20.0) -> tuple[Completion, list[float]]:
    """The answer after some replies, and the pauses between the tries."""
    running.replies = Script(*replies)
    pauses: list[float] = []
    return ask(model_of(running, folder, seconds=seconds), REQUEST, sleep=pauses.append), pauses


def test_a_request_is_of_the_protocol_and_its_key_goes_with_it_alone(
    served: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, "sesame")
    model = model_of(served, tmp_path)
    assert ask(model, REQUEST) == Completion(ANSWER, 100, 10)
    (body,) = served.asked
    assert (body["model"], body["temperature"], body["stream"]) == ("tiny", 0, False)
    assert [one["role"] for one in body["messages"]] == ["system", "user"]  # type: ignore[attr-defined] # JSON
    assert served.headers[0]["Authorization"] == "Bearer sesame"
    assert all("sesame" not in path.read_text() for path in tmp_path.iterdir())
    assert "sesame" not in repr(model)


def test_without_a_key_none_is_sent(served: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY, raising=False)
    ask(model_of(served, tmp_path), REQUEST)
    assert "Authorization" not in served.headers[0]


def test_an_answer_is_kept_and_had_again_without_the_model(served: ModelServer, tmp_path: Path) -> None:
    model = model_of(served, tmp_path)
    assert ask(model, REQUEST) == ask(model, REQUEST)
    assert len(served.asked) == 1
    gone = ChatModel("http://127.0.0.1:1/v1", "tiny", tmp_path)
    assert ask(gone, REQUEST).content == ANSWER
    assert needed(gone, [REQUEST, REQUEST]).held == 1
    (told,) = needed(gone, [REQUEST]).lines("1 article")
    assert told == f"1 answer of tiny stand in {tmp_path}, some from {model.door}: nothing is sent"
    (told,) = needed(model, [REQUEST]).lines("1 article")
    assert told == f"1 answer of tiny stand in {tmp_path}: nothing is sent"
    assert needed(ChatModel(served.url, "other", tmp_path), [REQUEST]).requests == (REQUEST,)


def test_a_damaged_answer_is_asked_for_again(served: ModelServer, tmp_path: Path) -> None:
    model = model_of(served, tmp_path)
    ask(model, REQUEST)
    for path in tmp_path.iterdir():
        path.write_text('{"content": ')
    assert ask(model, REQUEST).content == ANSWER
    assert len(served.asked) == 2


def test_a_bit_that_is_turned_in_an_answer_makes_it_none(served: ModelServer, tmp_path: Path) -> None:
    model = model_of(served, tmp_path)
    answer = ask(model, REQUEST)
    (path,) = tmp_path.iterdir()
    whole, gone = path.read_bytes(), 0
    for place in (places := some(range(len(whole) * 8), 600)):
        flip(path, place)
        held = model.held(REQUEST)
        assert held in {None, answer}
        gone += held is None
        path.write_bytes(whole)
    assert gone > len(places) * 7 / 8


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_server_is_asked_again_after_the_time_that_it_tells(
    served: ModelServer, tmp_path: Path, status: int
) -> None:
    busy = Reply(status=status, data=b'{"error": "busy"}', headers={"Retry-After": "7"})
    answer, pauses = asked(served, tmp_path, busy, busy, Reply(ANSWER))
    assert (answer.content, pauses) == (ANSWER, [7, 7])


def test_the_time_may_be_a_date_and_is_never_longer_than_a_minute(served: ModelServer, tmp_path: Path) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    said = Reply(status=429, data=b"", headers={"Retry-After": later})
    unsaid = Reply(status=429, data=b"", headers={"Retry-After": "²"})
    _, pauses = asked(served, tmp_path, said, unsaid, Reply(ANSWER))
    assert pauses == [60, 2]


def test_a_server_that_stays_busy_is_told_with_its_words(
    served: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, "sesame")
    with pytest.raises(LlmError, match=r"429 Too Many Requests: .*quota of … is spent") as error:
        asked(served, tmp_path, Reply(status=429, data=b'{"error": "quota of sesame is spent"}'))
    assert "goes on" in error.value.hint
    assert len(served.asked) == 3


@pytest.mark.parametrize("status", [400, 401, 404])
def test_what_stays_wrong_is_asked_once(served: ModelServer, tmp_path: Path, status: int) -> None:
    with pytest.raises(LlmError, match=str(status)):
        asked(served, tmp_path, Reply(status=status, data=b"no"))
    assert len(served.asked) == 1
    assert not list(tmp_path.iterdir())


def test_a_server_that_cannot_be_asked_for_json_alone_is_asked_without(served: ModelServer, tmp_path: Path) -> None:
    refused = Reply(status=400, data=b"{\"error\": \"'response_format.type' must be 'json_schema' or 'text'\"}")
    answer, pauses = asked(served, tmp_path, refused, Reply(ANSWER))
    assert (answer.content, pauses) == (ANSWER, [])
    assert ["response_format" in one for one in served.asked] == [True, False]
    assert needed(model_of(served, tmp_path), [REQUEST]).held == 1


def test_nobody_is_followed(served: ModelServer, tmp_path: Path) -> None:
    with pytest.raises(LlmError, match="307"):
        asked(served, tmp_path, Reply(status=307, data=b"", headers={"Location": served.url + "/chat/completions"}))
    assert len(served.asked) == 1


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_no_proxy_of_the_environment_is_told_anything(
    served: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with model_server(Script(Reply("no"))) as proxy:
        monkeypatch.setenv(name, proxy.url)
        assert asked(served, tmp_path, Reply(ANSWER))[0].content == ANSWER
        assert not proxy.asked


@pytest.mark.parametrize("key", ["sesame\r\n", " sesame "])
def test_spaces_around_a_key_are_none_of_it(
    served: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv(KEY, key)
    ask(model_of(served, tmp_path), REQUEST)
    assert served.headers[0]["Authorization"] == "Bearer sesame"


@pytest.mark.parametrize("key", ["ses\rame", "ses ame", "sesam\u00e9"])
def test_a_key_that_is_none_is_not_shown(
    served: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv(KEY, key)
    model = model_of(served, tmp_path)
    for work in (lambda: ask(model, REQUEST), lambda: needed(model, [REQUEST]).lines("1 article")):
        with pytest.raises(KgError, match="KG_LLM_KEY has a character that no key has") as error:
            work()
        assert "ses" not in str(error.value)
    assert not served.asked


def test_a_key_is_taken_out_of_what_a_server_says_before_that_is_cut(
    served: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, "sesame-open")
    for before in range(285, 301):
        with pytest.raises(LlmError, match="401") as error:
            asked(served, tmp_path, Reply(status=401, data=b"x" * before + b"sesame-open"))
        assert not re.search("xs", str(error.value))


@pytest.mark.parametrize("finish", ["length", "content_filter"])
def test_an_answer_that_its_server_ended_is_of_no_use_and_asked_for_again(
    served: ModelServer, tmp_path: Path, finish: str
) -> None:
    served.replies = Script(Reply(ANSWER, finish=finish))
    model = model_of(served, tmp_path)
    used = needed(model, [REQUEST]).met()
    assert (used.cut, used.unfit) == (1, 0)
    assert used.lines()[1:] == (
        "1 answer ended by the server: its limit of tokens, or its filter",
        "what is of no use is asked for again the next time",
    )
    assert needed(model, [REQUEST]).requests == (REQUEST,)
    served.replies = Script(Reply(ANSWER))
    assert needed(model, [REQUEST]).met().lines() == ("1 request answered: 100 tokens read, 10 written",)
    assert not needed(model, [REQUEST]).requests


@pytest.mark.parametrize("content", ["I cannot", '{"verdict": "right"', '{"other": 1}'])
def test_an_answer_of_another_form_is_not_kept(served: ModelServer, tmp_path: Path, content: str) -> None:
    served.replies = Script(Reply(content))
    model, request = model_of(served, tmp_path), Request("Judge.", "{}", lambda told: "verdict" in told)
    used = needed(model, [request]).met()
    assert (used.cut, used.unfit) == (0, 1)
    assert not list(tmp_path.iterdir())
    model.keep(request, Completion(content))
    assert needed(model, [request]).requests == (request,)


@pytest.mark.parametrize("broken", [Reply(ANSWER, cut=True), Reply(ANSWER, reset=True, seconds=0.05)])
def test_what_is_broken_off_is_asked_for_again(served: ModelServer, tmp_path: Path, broken: Reply) -> None:
    answer, pauses = asked(served, tmp_path, broken, Reply(ANSWER))
    assert (answer.content, pauses) == (ANSWER, [1])
    if broken.cut:
        with pytest.raises(LlmError, match="cut off"):
            asked(served, tmp_path / "other", broken)


def test_a_model_is_asked_where_an_event_loop_runs(served: ModelServer, tmp_path: Path) -> None:
    async def cell() -> Completion:
        return ask(model_of(served, tmp_path), REQUEST)

    assert run_alone(cell).content == ANSWER


@pytest.mark.parametrize("late", [Reply(ANSWER, seconds=3), Reply(ANSWER, head_seconds=3)])
def test_a_server_that_trickles_is_late_as_a_silent_one(served: ModelServer, tmp_path: Path, late: Reply) -> None:
    with pytest.raises(LlmError, match=r"took more than 0\.3 seconds"):
        asked(served, tmp_path, late, seconds=0.3)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "data",
    [b"", b"<html>", b"[]", b"{}", b'{"choices": []}', b'{"choices": [{"message": {"content": null}}]}', b"[" * 100000],
)
def test_what_is_not_of_the_protocol_is_told(served: ModelServer, tmp_path: Path, data: bytes) -> None:
    with pytest.raises(LlmError, match="another form than chat completions"):
        asked(served, tmp_path, Reply(data=data))


@pytest.mark.parametrize("count", [b"1e999", b"NaN", b'"many"', b"-3", b"null"])
def test_a_count_that_is_none_counts_nothing(served: ModelServer, tmp_path: Path, count: bytes) -> None:
    data = b'{"choices": [{"message": {"content": "{\\"a\\": 1}"}}], "usage": {"prompt_tokens": ' + count + b"}}"
    assert asked(served, tmp_path, Reply(data=data))[0].read == 0
    for path in tmp_path.iterdir():
        path.write_bytes(b'{"content": "{\\"a\\": 1}", "read": ' + count + b', "written": Infinity}')
    held = model_of(served, tmp_path).held(REQUEST)
    assert held == Completion('{"a": 1}')


def test_a_folder_that_is_none_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("")
    for folder in (place, place / "within"):
        with pytest.raises(InputError, match="answers cannot be kept there"):
            ChatModel("http://127.0.0.1:1/v1", "tiny", folder).open_folder()


def test_an_answer_without_end_is_not_read_to_it(served: ModelServer, tmp_path: Path) -> None:
    with pytest.raises(LlmError, match="more than 4,000,000 bytes"):
        asked(served, tmp_path, Reply("a" * 5_000_000))


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LlmError, match=r"127\.0\.0\.1:1") as error:
        ask(ChatModel("http://127.0.0.1:1/v1", "tiny", tmp_path), REQUEST)
    assert "running" in error.value.hint


@tried_on("url", "name")
def test_what_is_no_model_s_address_is_told(tmp_path: Path, url: str, name: str) -> None:
    with pytest.raises(KgError) as error:
        ChatModel(url, name, tmp_path)
    assert "secret" not in str(error.value)


def test_either_address_of_a_server_leads_to_its_door(tmp_path: Path) -> None:
    for url in (
        "https://models.example/v1",
        "https://models.example/v1/",
        "https://models.example/v1/chat/completions",
    ):
        assert ChatModel(url, "tiny", tmp_path).door == "https://models.example/v1/chat/completions"


def test_what_would_be_sent_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "sesame")
    near, far = (ChatModel(f"http://{host}/v1", "tiny", tmp_path) for host in ("localhost:8080", "models.example"))
    (line,) = needed(near, [Request("a" * 10, "b" * 1500)]).lines("1 article")
    told = "1 request about 1 article: 1,500 characters of it, about 378 tokens with our instructions"
    assert line == f"to localhost:8080 (tiny): {told}"
    assert needed(far, [REQUEST]).lines("1 article")[1] == "it goes unencrypted, and the key with it"
