"""What an answer with 200 or 203 means on a board of the 2ch family, and where fallen threads lie."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAGES = Path(__file__).parent / "pages" / "dat"
LINE = "名無しさん<><>2022/06/16(木) 05:20:49 ID:8gXHwZY4<>過去ログ倉庫は どこ <>隊長！\n"
ANSWERS = [
    (LINE, "ok"),
    ("", "ok"),
    ("1655324449.dat<>過去ログ倉庫 (3)\n", "ok"),
    ("<html><head><title>404 Not Found</title></head><body>x</body></html>", "gone"),
    ("<html><head><title>そんな板orスレッドないです。</title></head><body>x</body></html>", "gone"),
    ("<html><head><title>■ このスレッドは過去ログ倉庫に格納されています</title></head></html>", "gone"),
    ("<html><head><title>隊長！過去ログ倉庫に</title></head></html>", "gone"),
    ("<html><head><title>２ちゃんねる error 3001</title></head></html>", "gone"),
    ("<html><head></head><body>\nなんらかの原因により、サーバ内にログを見つけることができませんでした。</body></html>", "gone"),
    ("<html><head><title>人大杉</title></head><body>人大杉です。専用ブラウザで</body></html>", "unavailable"),
    ("<html><head><title>夜の部屋</title></head><body>メンテナンス</body></html>", "other"),
    ("-ERR そんな板orスレッドないです\n", "gone"),
    ("ERROR - 5001 x\n", "gone"),
    ("名無しさん<><>2023/11/12(木) 00:00:00 ID:x<>あなたが<>指定されたスレッドは存在しません\n", "gone"),
    (LINE + "1001, 131428 (総レス数, サイズ)<><>1181480550000000 (最終更新)<>中略<>\n", "gone"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "answer"), ANSWERS)
@pytest.mark.parametrize("charset", ["cp932", "utf-8"])
def test_an_answer_is_what_it_says(body, answer, charset):
    """Titles of error pages speak, words in posts and titles of threads do not."""
    page = Page("https://board.example/heya/dat/1655324449.dat", body.encode(charset, errors="replace"), NOW)
    assert source("dat").classify(page) == answer


@pytest.mark.parametrize("name", ["thread.dat", "subject.txt", "SETTING.TXT", "read_cgi_07.html", "versions.dat"])
def test_pages_of_the_engine_are_ok(name):
    """Even where posts speak of archives."""
    assert source("dat").classify(Page("https://board.example/x", (PAGES / name).read_bytes(), NOW)) == "ok"


@pytest.mark.parametrize(
    ("address", "key", "url"),
    [
        ("https://fate.5ch.io", "1655324449", "https://fate.5ch.io/heya/oyster/1655/1655324449.dat"),
        ("https://mercury.bbspink.com", "999999999", "https://mercury.bbspink.com/heya/oyster/9999/999999999.dat"),
        ("https://board.example", "1655324449", "https://board.example/heya/kako/1655/16553/1655324449.dat"),
        ("https://not5ch.io", "1655324449", "https://not5ch.io/heya/kako/1655/16553/1655324449.dat"),
        ("https://board.example", "12", None),
        ("https://board.example", "../x", None),
    ],
)
def test_where_fallen_threads_lie(address, key, url):
    """Oyster on 5ch and bbspink, kako elsewhere; both are recognised as that thread."""
    one = source("dat")
    assert one.fallen_url(Board("test", "heya", "dat", address, "Asia/Tokyo"), key) == url
    if url is not None:
        found = one.recognise(url)
        assert (found.root, found.board, found.thread_id) == (address, "heya", key)


def test_addresses_of_the_mobile_site_lead_to_the_server():
    """itest names the server in its path."""
    found = source("dat").recognise("https://itest.5ch.io/fate/test/read.cgi/heya/1655324449/l50")
    assert (found.root, found.board, found.thread_id) == ("https://fate.5ch.io", "heya", "1655324449")
