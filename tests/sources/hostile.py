"""What no board means to send: numbers, markup, JSON values and charsets that parsers have broken on. For `mutants`."""

from typing import Any

MARKER = "SALASANAXYZ"
"""A word that no error and no problem may repeat: it stands where page text stands."""

# fmt: off
NUMBERS = [
    *(b"0", b"-1", b"00", b"9" * 25, b"9" * 5000, b"1e400", b"0.5", b"2147483648", b"9223372036854775808", b"99", b"61"),
    *("１２".encode(), "²".encode(), "٣".encode(), "१".encode(), "一".encode(), b"NaN", b"", MARKER.encode()),
]
HOSTILE = [
    *(b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"<br", b"<p>" * 50, b"</div>", b"<table>", b"<script>", b"<a "),
    *(b"</td>", b"</tr>", b"<blockquote>", b"</blockquote>", b"</article>", b"<form>", b"<template>", b"<svg>", b"<math>"),
    *(b"<textarea>", b"<title>", b"<base href='//x'>", b"<base href='http://['>", b"<a href='http://[::1'>x</a>"),
    *(b"<a href='http://x:99999999/'>y</a>", b'<a href="#', b"&#0;", b"&#xD800;", b"&#1114112;", b"&#99999999999999;"),
    *(b"&amp", b"&#x;", b"&#", b"&NotEqualTilde;", b"\x00", b"\r", b"\x0b", b"\x1c", b"\xe2\x80\xa8", b"\xc2\x85"),
    *(b"\xed\xa0\x80", b"\xff\xfe", b"\xf0\x9f\x98\x80", b"\xe2\x80\x8f", b"\x81", b"\x82", b"\x8f\xa1", b"\xef\xbf\xbd"),
    *(b">>1", b">>99999999999999999999", b">>>/b/1", b">>1-9999999", b"&gt;&gt;" + b"9" * 400, b">>1,2,3-", b"<>"),
    *(b'"', b"'", b"\\", b"{", b"}", b"[", b"]", b",", b":", b"null", b"\\ud800", b"\\u0000", b"\\u", b"\n", b"\n\n"),
    *(b"0000-00-00T00:00:00Z", b"9999-12-31T23:59:59Z", b"0001-01-01T00:00:00+14:00", b"2020/02/30(", b"99/99/99"),
    *(b"2026-03-29T03:30:00", b"31.11.2020", b"Invalid date", b"1 Jan 1", b"253402300800", b"-62135596801", b"24:00:00"),
    *(b" (" * 200, b"<b>" * 3000, b"a" * 20_000, b" " * 20_000, b"<" * 5000, b"&" * 5000, b"&gt;" * 3000, b"\n" * 20_000),
    *(b'<a href="#1">' * 2000, b"<!--" * 2000, b'="' * 3000, b"[" * 20_000, b"(" * 5000, b"1-" * 5000, b"./" * 5000),
    *(b"<blockquote>" * 2000, b'<span class="' * 1500, b"<div>" * 4000, b"</div>" * 4000, b"\xe3\x80\x80" * 5000, b"<><>"),
    *(b"<aside class=quote>" * 1500, b"[quote]" * 2000, b"a." * 5000, b"1.1.1.1" * 2000, b"ab:" * 5000, b"\t " * 5000),
    *(b"24:60", b"\\", MARKER.encode()),
]
VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 2**31, 2**53 + 1, 2**63, 2**64, -(2**63) - 1, 10**30, 0.5, -0.0, 1e18, 1e308, 1e300),
    *("", " ", "0", "-1", "x", MARKER, "\ud800", "\udfff\ud83d", "\0", "1" * 5000, "１２", "²", "null", "1e5", "2020-01-01"),
    *("9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z", "2020-02-30T00:00:00Z", "http://[", "//", "/", "?", "#", "."),
    *([], {}, [[]], [None], {"": None}, [MARKER], {MARKER: MARKER}, [{}], [0], {"0": []}, ["\ud800"]),
]
CHARSETS = [
    *(None, "utf-8", "UTF-8", "cp932", "shift_jis", "euc-jp", "iso-8859-1", "utf-16", "utf-7", "idna", "punycode", "hex"),
    *("undefined", "rot13", "x-unknown", "", "utf\0", "\ud800", "unicode_escape", "raw_unicode_escape", "mbcs"),
    *("iso-2022-jp", "hz", "utf-32", "ascii", '"utf-8"', "a" * 1000, "../../x", "zlib", "koi8-r", "big5", "utf-8-sig"),
]
# fmt: on
