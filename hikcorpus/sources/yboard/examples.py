"""Tiny invented pages in YBoard's markup, for the registry's test."""

from typing import Final

_HEAD: Final = (
    '<!doctype html>\n<html>\n<head>\n    <title>{title} | YBoard</title>\n</head>\n<body class="{kind}-page ">\n'
    '<button id="e-sidebar-hide"></button>\n<header class="page-header">\n    <div class="board-title">\n'
    '        <h1><a href="/koti/">Koti</a></h1>\n    </div>\n</header>\n'
)
_THREAD: Final = (
    '<div class="thread" id="thread-15" data-id="15">\n    <h3>\n        \n'
    '    <a class="subject" href="/koti/15">\n        Yö    </a>\n    </h3>\n'
)
_META: Final = '<div class="thread-meta">\n    one reply,\n    read 3 times</div>\n'


def _post(number: int, kind: str, name: str, minute: int, message: str) -> str:
    opener = '                            <span class="text-tag op">OP</span>\n' if kind == "first-post" else ""
    return (
        f'    <div class="post {kind}" id="post-{number}" data-id="{number}">\n        <div class="post-meta">\n'
        f'    <div class="col">\n        <div class="user-info">\n            <span class="username">{name}</span>\n'
        f'{opener}                    </div>\n        <div class="post-info">\n'
        f'            <span class="post-time datetime">2020-09-13 12:{minute}:40</span>\n'
        f'                        <a href="/post-{number}" class="post-id e-post-reply">No. {number}</a>\n'
        f'                    </div>\n    </div>\n</div>\n\n<blockquote class="message">\n        {message}'
        "</blockquote>\n\n    </div>\n"
    )


CATALOG: Final = (
    _HEAD.format(title="Koti", kind="board-catalog")
    + f'<div class="catalog">\n{_THREAD}<blockquote class="message">\n            Valvon        </blockquote>\n'
    + f"{_META}    </div>\n</div>\n</body>\n</html>\n"
).encode()
EMPTY: Final = (
    _HEAD.format(title="Koti", kind="board-catalog")
    + '<div class="content-box">\n    <h3>There are no threads here...</h3>\n</div>\n</body>\n</html>\n'
).encode()
THREAD_PAGE: Final = (
    _HEAD.format(title="Yö", kind="thread")
    + _THREAD
    + _post(15, "first-post", "Anonymous", 26, "Valvon")
    + f'    {_META}    <div class="replies">\n'
    + _post(
        16, "reply", "Hiiri", 31, '<a href="/post-15" data-id="15" class="ref">&gt;&gt;15 (OP)</a><br />\nSamoin &lt;3'
    )
    + '    </div>\n\n    <div class="thread-buttons">\n    </div>\n</div>\n</body>\n</html>\n'
).encode()
