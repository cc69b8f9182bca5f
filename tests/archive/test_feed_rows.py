"""The rows of feeds travel as bytes and come back equal."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.feed_rows import FeedRows, FeedTask, WaitingFeed, dump_feeds, feed_id_of, feed_task, load_feeds

VALUES = st.none() | st.integers(0, 2**53) | st.text(st.characters(codec="utf-8"))
TABLES = st.dictionaries(st.sampled_from(["feeds", "problems"]), st.lists(st.tuples(VALUES, VALUES)))


@given(st.lists(st.builds(FeedRows, st.integers(0, 2**53), TABLES)))
@settings(deadline=None)  # the first example loads msgpack
def test_rows_that_were_packed_are_unpacked_equal(feeds: list[FeedRows]) -> None:
    assert load_feeds(dump_feeds(feeds)) == feeds


def test_a_feed_whose_file_is_gone_is_a_problem() -> None:
    task = FeedTask(
        WaitingFeed("http://blog.example/feed", "ab", None, 7, "2014-03-31", "2014-03-31", "x.warc", 0, 0),
        "/none/x.warc",
        "v",
    )
    read = feed_task(task)
    assert read.feed_id == feed_id_of("http://blog.example/feed", "ab", None)
    assert [row[5] for row in read.tables["problems"]] == ["feed.unreadable"]
    assert read.tables["feed_entries"] == []
