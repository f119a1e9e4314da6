"""Tiny pages in NodeBB's own form, and what must come of them; run by the registry test."""

from typing import Final

from hikcorpus.sources.base import Example

EXAMPLES: Final[tuple[Example, ...]] = (
    Example(
        "listing",
        "https://forum.example/api/category/3",
        b'{"cid":3,"name":"Koti","slug":"3/koti","topics":[{"tid":5,"uid":2,"cid":3,"mainPid":7,'
        b'"title":"Y&amp;&#xF6;","slug":"5/y\xc3\xb6","timestamp":1600000000000,"lastposttime":1600000300000,'
        b'"postcount":2,"deleted":0,"locked":0,"pinned":0,"titleRaw":"Y&\xc3\xb6","teaserPid":8,'
        b'"teaser":{"pid":8,"timestamp":1600000300000,"content":"Samoin"}}],'
        b'"pagination":{"currentPage":1,"pageCount":1}}',
        thread_ids=("5",),
    ),
    Example(
        "listing",
        "https://forum.example/api/category/4",
        b'{"cid":4,"name":"Tyhj\xc3\xa4","topics":[],"pagination":{"currentPage":1,"pageCount":1}}',
    ),
    Example(
        "thread",
        "https://forum.example/api/topic/5",
        b'{"tid":5,"uid":2,"cid":3,"mainPid":7,"title":"Y&amp;&#xF6;","slug":"5/y\xc3\xb6","postcount":2,'
        b'"timestamp":1600000000000,"deleted":0,"locked":0,"pinned":0,"titleRaw":"Y&\xc3\xb6","posts":['
        b'{"pid":7,"uid":2,"tid":5,"content":"<p dir=\\"auto\\">Valvon</p>\\n","timestamp":1600000000000,'
        b'"edited":0,"deleted":0,"votes":0,"index":0,"user":{"uid":2,"username":"Hiiri","displayname":"Hiiri"}},'
        b'{"pid":8,"uid":0,"tid":5,"content":"<p dir=\\"auto\\">@Hiiri said in <a href=\\"/post/7\\">Y\xc3\xb6'
        b'</a>:</p>\\n<blockquote>\\n<p dir=\\"auto\\">Valvon</p>\\n</blockquote>\\n<p dir=\\"auto\\">Samoin '
        b'&lt;3</p>\\n","timestamp":1600000300000,"edited":0,"deleted":0,"votes":0,"index":1,'
        b'"user":{"uid":0,"username":"[[global:guest]]","displayname":"[[global:guest]]"}}],'
        b'"pagination":{"currentPage":1,"pageCount":1}}',
        messages=2,
    ),
)
