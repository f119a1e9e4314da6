"""The rules once more, slowly and in plain Python, written from the study's sentences: what the stage must agree with.

Shares no code with the package: nodes are tuples, components are found by walking, days come from zoneinfo.
"""

import unicodedata
from collections import Counter, defaultdict
from datetime import timedelta
from zoneinfo import ZoneInfo

REASONS = ["public_line", "shared_place", "several_names", "not_first_name"]


def plain(name):
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


def latest(rows, window):
    """Messages as last seen: content of the last live version, state of the last version, earliest perishables."""
    by_message = defaultdict(list)
    for row in rows:
        if window.as_of is None or row["first_seen"] <= window.as_of:
            by_message[row["site"], row["board"], row["message_id"]].append(row)
    for versions in by_message.values():
        versions.sort(key=lambda row: row["version"])
        live = [row for row in versions if row["state"] == "live"]
        shown = dict((live or versions)[-1])
        for mark in ("poster_id", "tripcode", "account_id"):
            if not shown[mark]:
                shown[mark] = next((row[mark] for row in versions if row[mark]), None)
        for fact in ("state", "deleted_at", "deletion_evidence", "version"):
            shown[fact] = versions[-1][fact]
        shown["first_seen"] = versions[0]["first_seen"]
        yield shown


def drop_reason(row, rules, window):
    if window.posted_from or window.posted_to:
        if row["posted_at"] is None:
            return "undated"
        if window.posted_from and row["posted_at"] < window.posted_from:
            return "outside_window"
        if window.posted_to and row["posted_at"] >= window.posted_to:
            return "outside_window"
    return "deleted" if row["state"] == "deleted" and rules.deleted_messages == "drop" else None


def id_scope(row):
    """(place, kind) within which the row's poster ID means one computer, or None."""
    if not row["poster_id"] or row["poster_id"].startswith("???") or row["poster_id"] == "Heaven":
        return None
    site, board, kind = row["site"], row["board"], row["poster_id_scope"]
    if kind in ("board_day", "board_week"):
        if row["posted_at"] is None:
            return None
        day = row["posted_at"].astimezone(ZoneInfo(row["zone"])).date()
        if kind == "board_day":
            return f"{site}/{board}/{day}", kind
        while day.strftime("%a") != "Thu":
            day -= timedelta(days=1)
        return f"{site}/{board}/week-{day}", kind
    return {
        "thread": (f"{site}/{board}/thread-{row['thread_id']}", kind),
        "board": (f"{site}/{board}", kind),
        "site": (site, kind),
        "none": None,
    }[kind]


def nodes_of(row):
    """Everything that identifies the poster, strongest first, as (rank, key string)."""
    found = []
    if row["account_id"]:
        found.append((0, f"account:{row['site']}:{row['account_id']}"))
    if row["tripcode"]:
        found.append((1, f"tripcode:{row['site']}:{row['tripcode']}"))
    if scope := id_scope(row):
        found.append((2, f"poster_id:{scope[0]}:{row['poster_id']}"))
    if row["name"]:
        found.append((3, f"screen_name:{row['site']}/{row['board']}:{row['name']}"))
    return found


def own_node(row, rules):
    joining = {"account": 0, "tripcode": 1}
    ranks = [joining[kind] for kind in ("account", "tripcode") if kind in rules.joins_scopes]
    ranks += [2, *(rank for rank in (0, 1) if rank not in ranks), 3]
    nodes = dict(nodes_of(row))
    return next(((rank, nodes[rank]) for rank in ranks if rank in nodes), None)


def join(rows, rules):
    """node -> key of its component; only what one record shows together with an account or tripcode is joined."""
    joining = [rank for rank, kind in ((0, "account"), (1, "tripcode")) if kind in rules.joins_scopes]
    beside = defaultdict(set)
    for row in rows:
        together = [node for node in nodes_of(row) if node[0] in (*joining, 2)]
        if not row["shared_line"] and any(rank in joining for rank, _ in together):
            for one in together:
                beside[one].update(together)
    key = {}
    for start in sorted(beside):
        if start not in key:
            walk = [start]
            while walk:
                node = walk.pop()
                if node not in key:
                    key[node] = start[1]
                    walk.extend(beside[node])
    return key


def shared_names(rows, rules):
    """((site, board, name) -> excluded?, and -> flags)."""
    limit = rules.max_ids_per_screen_name
    ids, records, boards = defaultdict(set), Counter(), defaultdict(set)
    everywhere = set()
    for row in rows:
        if row["name"] and not row["account_id"] and not row["tripcode"] and not row["shared_line"]:
            everywhere.add((row["site"], row["board"], row["name"]))
            if scope := id_scope(row):
                place = (scope[0], row["name"])
                ids[place].add(row["poster_id"])
                records[place] += 1
                boards[row["site"], row["board"], row["name"]].add(place)
    excluded, flags = set(), {}
    for name in everywhere:
        most = max((len(ids[place]) for place in boards[name]), default=0)
        seen = max((records[place] for place in boards[name]), default=0)
        if most > limit:
            excluded.add(name)
            continue
        flags[name] = {f"shared_name_{most}"} if most > 1 else set()
        if seen <= limit:
            flags[name].add("shared_place_not_decidable")
    return excluded, flags


def settle(raw, rules, window):
    """All messages of the study with participant and reason; and what was dropped before, by reason."""
    dropped, rows = Counter(), []
    for row in latest(raw, window):
        if reason := drop_reason(row, rules, window):
            dropped[reason] += 1
            continue
        name = None if row["is_default_name"] or row["author_name"] is None else plain(row["author_name"])
        row["name"] = None if name in {"", *map(plain, rules.extra_default_names)} else name
        rows.append(row)
    key = join(rows, rules)
    excluded, flags = shared_names(rows, rules)
    names = defaultdict(dict)
    for row in rows:
        node = own_node(row, rules)
        row["participant"] = node and key.get(node, node[1])
        row["tied"] = bool(row["account_id"] or row["tripcode"])
        here = (row["site"], row["board"], row["name"])
        row["flags"] = set() if row["tied"] else flags.get(here, set())
        row["reason"] = "public_line" if row["shared_line"] else None
        if not row["reason"] and not row["tied"] and here in excluded:
            row["reason"] = "shared_place"
        if not row["reason"] and row["name"]:
            when = (row["posted_at"] is None, row["posted_at"] and row["posted_at"].timestamp())
            used = names[row["participant"]].setdefault(row["name"], [when, row["number"]])
            used[0], used[1] = min(used[0], when), min(used[1], row["number"])
    for row in rows:
        used = names[row["participant"]]
        if not row["reason"] and row["participant"] and len(used) > 1:
            first = min(used, key=lambda name: (*used[name], name))
            row["flags"] = {*row["flags"], "several_names"}
            if rules.several_names == "exclude":
                row["reason"] = "several_names"
            elif rules.several_names == "first" and row["name"] not in (None, first):
                row["reason"] = "not_first_name"
    return rows, dropped


def people(rows):
    """participant -> (messages, threads, flags, status, reason), counted records only."""
    found = defaultdict(list)
    for row in rows:
        if row["participant"]:
            found[row["participant"]].append(row)
    out = {}
    for participant, mine in found.items():
        counted = [row for row in mine if not row["reason"]]
        several = {flag for row in mine for flag in row["flags"] if flag == "several_names"}
        flags = {flag for row in counted for flag in row["flags"]} | several
        threads = {(row["site"], row["board"], row["thread_id"]) for row in counted}
        reason = None if counted else max((row["reason"] for row in mine), key=REASONS.index)
        names = {row["name"] for row in counted if row["name"]}
        out[participant] = (len(counted), len(threads), sorted(flags), len(names), reason)
    return out
