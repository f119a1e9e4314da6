"""Tiny pages in Discourse's own form, and what must come of them; run by the registry test."""

from typing import Final

from hikcorpus.sources.base import Example

EXAMPLES: Final[tuple[Example, ...]] = (
    Example(
        "listing",
        "https://forum.example/c/koti/3/none/l/latest.json",
        b'{"users":[{"id":2,"username":"Hiiri"}],"primary_groups":[],"topic_list":{"can_create_topic":false,'
        b'"per_page":30,"topics":[{"id":5,"title":"Y\\u0026\xc3\xb6","fancy_title":"Y\\u0026amp;\xc3\xb6",'
        b'"slug":"yo","posts_count":2,"reply_count":1,"highest_post_number":2,'
        b'"created_at":"2020-09-13T12:26:40.000Z","last_posted_at":"2020-09-13T12:31:40.000Z","bumped":true,'
        b'"bumped_at":"2020-09-13T12:31:40.000Z","pinned":false,"visible":true,"closed":false,"archived":false,'
        b'"views":9,"like_count":0,"category_id":3}]}}',
        thread_ids=("5",),
    ),
    Example("listing", "https://forum.example/c/tyhja/4/none/l/latest.json", b'{"topic_list":{"topics":[]}}'),
    Example(
        "thread",
        "https://forum.example/t/5.json",
        b'{"post_stream":{"posts":[{"id":70,"username":"Hiiri","created_at":"2020-09-13T12:26:40.000Z",'
        b'"cooked":"\\u003cp\\u003eValvon\\u003c/p\\u003e","post_number":1,"post_type":1,'
        b'"updated_at":"2020-09-13T12:26:40.000Z","reply_to_post_number":null,"topic_id":5,"version":1,'
        b'"user_id":2,"hidden":false,"deleted_at":null,"user_deleted":false},{"id":81,"username":"Orava",'
        b'"created_at":"2020-09-13T12:31:40.000Z","cooked":"\\u003caside class=\\"quote no-group\\" '
        b'data-username=\\"Hiiri\\" data-post=\\"1\\" data-topic=\\"5\\"\\u003e\\n\\u003cdiv class=\\"title\\"'
        b'\\u003e\\n\\u003cdiv class=\\"quote-controls\\"\\u003e\\u003c/div\\u003e\\n Hiiri:\\u003c/div\\u003e\\n'
        b"\\u003cblockquote\\u003e\\n\\u003cp\\u003eValvon\\u003c/p\\u003e\\n\\u003c/blockquote\\u003e\\n"
        b'\\u003c/aside\\u003e\\n\\u003cp\\u003eSamoin \\u0026lt;3\\u003c/p\\u003e","post_number":2,'
        b'"post_type":1,"updated_at":"2020-09-13T12:31:40.000Z","reply_to_post_number":null,"topic_id":5,'
        b'"version":1,"user_id":4,"hidden":false,"deleted_at":null,"user_deleted":false}],"stream":[70,81]},'
        b'"id":5,"title":"Y\\u0026\xc3\xb6","posts_count":2,"slug":"yo","category_id":3,"closed":false,'
        b'"archived":false,"pinned":false,"highest_post_number":2,"chunk_size":20}',
        messages=2,
    ),
)
