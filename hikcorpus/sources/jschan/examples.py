"""Tiny pages in jschan's own form, and what must come of them; run by the registry test."""

from typing import Final

from hikcorpus.sources.base import Example

EXAMPLES: Final[tuple[Example, ...]] = (
    Example(
        "listing",
        "https://board.example/koti/catalog.json",
        b'[{"_id":"650000000000000000000005","date":"2023-09-12T06:00:00.250Z","u":1694498400250,"name":"Anon",'
        b'"country":null,"board":"koti","tripcode":null,"capcode":null,"subject":"Y\xc3\xb6","message":"Valvon",'
        b'"nomarkup":"Valvon","thread":null,"email":"","spoiler":false,"banmessage":null,"userId":null,"files":[],'
        b'"quotes":[],"crossquotes":[],"backlinks":[],"replyposts":1,"replyfiles":0,"sticky":0,"locked":0,'
        b'"bumplocked":0,"cyclic":0,"bumped":"2023-09-12T06:05:00.500Z","postId":5}]',
        thread_ids=("5",),
    ),
    Example("listing", "https://board.example/koti/catalog.json", b"[]"),
    Example(
        "thread",
        "https://board.example/koti/thread/5.json",
        b'{"_id":"650000000000000000000005","date":"2023-09-12T06:00:00.250Z","u":1694498400250,"name":"Anon",'
        b'"country":null,"board":"koti","tripcode":null,"capcode":null,"subject":"Y\xc3\xb6","message":"Valvon",'
        b'"nomarkup":"Valvon","thread":null,"email":"","spoiler":false,"banmessage":null,"userId":"0a1b2c",'
        b'"files":[],"quotes":[],"crossquotes":[],"backlinks":[{"_id":"650000000000000000000006","postId":6}],'
        b'"replyposts":1,"replyfiles":0,"sticky":0,"locked":0,"bumplocked":0,"cyclic":0,'
        b'"bumped":"2023-09-12T06:05:00.500Z","postId":5,"replies":[{"_id":"650000000000000000000006",'
        b'"date":"2023-09-12T06:05:00.498Z","u":1694498700498,"name":"Hiiri","country":null,"board":"koti",'
        b'"tripcode":"!abcdefghij","capcode":null,"subject":"","message":"<a class=\\"quote\\" '
        b'href=\\"/koti/thread/5.html#5\\">&gt;&gt;5</a> <small>(OP)</small> \\r\\nSamoin &lt;3",'
        b'"nomarkup":">>5\\r\\nSamoin <3","thread":5,"email":"sage","spoiler":false,"banmessage":null,'
        b'"userId":"3d4e5f","files":[],"quotes":[{"_id":"650000000000000000000005","thread":5,"postId":5}],'
        b'"crossquotes":[],"backlinks":[],"postId":6}]}',
        messages=2,
    ),
)
