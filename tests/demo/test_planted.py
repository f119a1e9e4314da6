"""Planted data: really there, of every kind on every board, and nobody's."""

import re

from hikcorpus.demo import secrets
from hikcorpus.demo.markup import reader_text
from hikcorpus.demo.records import BEYOND


def test_planted_values_stand_in_their_texts(world):
    """Exactly as noted, in what was typed and in what a reader sees."""
    for post in world.posts:
        for mark in post.planted:
            assert mark.value in post.typed, (post.key, mark)
            assert mark.value in reader_text(post.typed, post.board == "en"), (post.key, mark)
            assert all(part in mark.value for part in mark.parts)


def test_every_kind_is_planted_on_every_board(world):
    """Each board carries each kind, right and wrong check digits, and each cue."""
    for board in world.boards:
        marks = [m for p in world.posts if p.board == board.name for m in p.planted]
        kinds = {m.kind for m in marks}
        assert kinds >= {
            "email",
            "phone",
            "url",
            "ip",
            "host",
            "hetu",
            "iban",
            "card",
            "handle",
            "tripcode",
            "poster_id",
        }
        assert kinds >= BEYOND | {"decoy"}
        forms = {f"{m.kind}/{m.form}" for m in marks}
        assert forms >= {turn for turn in secrets.turns(board.language) if not turn.startswith("url")}


def test_quoted_poster_ids_and_tripcodes_are_real_ones(world):
    """An ID or tripcode in a text belongs to a post of the same thread."""
    for thread in world.threads:
        ids = {world.poster_id(p.computer, thread.number) for p in thread.posts}
        trips = {p.trip for p in thread.posts}
        names = {p.name for p in thread.posts}
        for mark in (m for p in thread.posts for m in p.planted):
            assert mark.kind != "poster_id" or mark.value in ids
            assert mark.kind != "tripcode" or mark.value in trips
            assert mark.kind != "screen_name" or mark.value in names


def _mod97(iban: str) -> int:
    text = iban.replace(" ", "")
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97


def _luhn(card: str) -> int:
    digits = [int(d) for d in re.sub(r"\D", "", card)][::-1]
    return sum(d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits)) % 10


def _hetu_right(value: str) -> bool:
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(value[:6] + value[7:10]) % 31] == value[-1]


def test_check_digits_are_right_and_wrong_as_declared(world):
    """Checked with other formulas than those that made them."""
    seen = set()
    for mark in (m for p in world.posts for m in p.planted):
        check = {"iban": lambda v: _mod97(v) == 1, "card": lambda v: _luhn(v) == 0, "hetu": _hetu_right}.get(mark.kind)
        if check:
            assert check(mark.value) is (mark.form == "right"), mark
            seen.add((mark.kind, mark.form))
    assert len(seen) == 6


PHONES = [
    r"(?:\+358|00358|0)(?:40)?40?555\d{4}", r"(?:\+81|0)900000\d{4}", r"030000\d{4}", r"(?:\+44|0)7700900\d{3}",
    r"02079460\d{3}", r"\+?1?\d{3}55501\d{2}",
]  # fmt: skip
ADDRESS = re.compile(r"(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}|2001:db8:[0-9a-f:]+", re.IGNORECASE)


def test_nothing_planted_could_be_anybodys(world):
    """Domains are example.*, addresses for documentation, numbers reserved or given to nobody."""
    for post in world.posts:
        if "@" in post.mail:
            _is_invented("email", post.mail)
        for mark in post.planted:
            _is_invented(mark.kind, mark.value)


def _is_invented(kind: str, value: str) -> None:
    if kind in {"email", "url", "host"}:
        assert re.search(r"(?:[.@＠/ (]|あっと|\)|\]|^)?(?:example|ｅｘａｍｐｌｅ)", value), value
    elif kind == "ip":
        assert ADDRESS.fullmatch(value), value
    elif kind == "phone":
        digits = re.sub(r"[^\d+]", "", value.translate({ord(w): chr(ord(w) - 0xFEE0) for w in "０１２３４５６７８９"}))
        assert any(re.fullmatch(pattern, digits) for pattern in PHONES), value
    elif kind == "hetu":
        assert value[7] == "9", value
    elif kind == "card":
        assert re.sub(r"\D", "", value).startswith("4000000000"), value
    elif kind == "iban":
        assert re.match(r"FI\d\d 9999 99|FI\d\d999999|GB\d\d ?XMPL|DE\d\d ?0000 ?0000", value), value


def test_every_domain_and_address_in_all_texts_is_invented(world):
    """Nothing outside the planted values either: every dotted name with a top level is an example domain."""
    name = re.compile(r"(?<![\w.-])(?:[\w-]+\.)+(?:com|org|net|fi|jp|uk|example)\b", re.ASCII)
    address = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
    domain = re.compile(r"(?:[\w-]+\.)*(?:example(?:\.(?:com|org|net|fi|jp|co\.uk))?)", re.ASCII)
    found = 0
    for post in world.posts:
        text = f"{post.typed} {post.mail} {post.subject} {post.name}"
        for match in name.finditer(text):
            found += 1
            assert domain.fullmatch(match.group()), match.group()
        for match in address.finditer(text):
            assert ADDRESS.fullmatch(match.group()), match.group()
    assert found > 100
