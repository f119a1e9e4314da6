"""Pages that a person saved, or that a program mirrored: HTML, JSON and dat files of any engine."""

from datetime import datetime

from hikcorpus.crawl.imports.addresses import address_by_folders, own_addresses, saved_at
from hikcorpus.crawl.imports.given import LARGEST, BoardsOf, Left, Opened, Stream, Wanted
from hikcorpus.crawl.imports.pages import read_page
from hikcorpus.sources.base import Page


def read(file: Opened, boards: BoardsOf, wanted: Wanted) -> Stream:
    """One page. Its address: `--url`, else what it tells of itself, else its folders; else its board is `--board`."""
    body = file.stream.read(LARGEST + 1)
    if len(body) > LARGEST:
        yield Left("too_large")
        return
    addresses = [wanted.url] if wanted.url else own_addresses(body)
    by_folders = address_by_folders(file.path)
    if by_folders is not None and not wanted.url:
        addresses.append(by_folders)
    seen: datetime = saved_at(body) or file.seen
    name = file.name.replace("\\", "/").rpartition("/")[2]
    yield read_page(Page(name, body, seen), addresses, boards, file.stem)
