"""Posters' addresses and providers out of Futaba's bytes, before they are kept or parsed.

On boards that show them, `IP:203.0.*(example.ne.jp)` stands behind the time, and staff may print a host in brackets at
the head of a text; the JSON has it in `host` and `id`. `IP:*` stays in its place: that it was shown is a fact of the
thread. Works on bytes whatever the charset: no second byte of cp932 is one of the characters looked for. Scrubbing
twice is scrubbing once, and the parsers read only what scrubbing leaves.
"""

import re
from typing import Final

from hikcorpus.text.patterns import compiled

_NOTED: Final = "|".join(("なー", "管理人", "スレッドを", "書き込みを", "削除依頼"))
_OWN: Final = tuple(word.encode(charset) for word in _NOTED.split("|") for charset in ("cp932", "utf-8"))
_BEHIND_TIME: Final = compiled(rb"([0-9]{2}:[0-9]{2}:[0-9]{2}(?:</a>|<[/\\a-z]{1,5}>)?\s{0,20})IP:[^\s<\"\\]{1,300}")
_OLD_NUMBER: Final = compiled(rb"(?<=[\s>])IP:[0-9A-Fa-f.:*]{3,60}\([^()<>\"\\]{0,200}\)")
_HEAD: Final = compiled(
    rb"(<(?:blockquote|BLOCKQUOTE)\b[^<>]{0,200}>\s*)\[\s*<(font|span)\b([^<>]{0,200})>((?:<b>)?[^<>]{0,200}(?:</b>)?)</\2>\s*\]"
    rb"\s*(?:<br\s*/?>)?"
)
_HEAD_SIGN: Final = compiled(rb"\[\s*<(?:font|span)\b")  # finding it alone is much faster
_JSON_HOST: Final = compiled(rb'"host"\s*:\s*"((?:[^"\\]|\\.){1,400}+)"')
_JSON_ID: Final = compiled(rb'"id"\s*:\s*"\s*IP:(?:[^"\\]|\\.){0,400}+"')


def scrub_bytes(body: bytes) -> bytes:
    """The page without addresses and providers of posters; everything else byte for byte."""
    if b"IP:" in body:
        body = _BEHIND_TIME.sub(rb"\1IP:*", body)
        body = _OLD_NUMBER.sub(b"IP:*", body)
    if _HEAD_SIGN.search(body):
        body = _HEAD.sub(_head, body)
    if b'"host"' in body:
        body = _JSON_HOST.sub(b'"host":""', body)
    if b'"id"' in body:
        body = _JSON_ID.sub(b'"id":"IP:*"', body)
    return body


def _head(match: re.Match[bytes]) -> bytes:
    whole: bytes = match[0]
    if b"ff0000" not in match[3].lower() and b"255" not in match[3]:
        return whole
    if any(word in match[4] for word in _OWN):
        return whole
    return bytes(match[1])
