"""Pages that were not found are known by what they say, not by their status alone."""

from crawler.soft_404 import NotFoundPages, needs_browser, probe_address, similarity, sketch, visible_words

HOST = "http://blog.example"
WORDS = "mill flour grain river stone wheel baker oven dough crust rye wheat harvest field barn cart horse road bridge"
MISSING = f"<html><head><title>Oops</title></head><body><p>Sorry, we looked everywhere. {WORDS}</p></body></html>"
ARTICLE = "<html><head><title>Bread</title></head><body>" + "".join(
    f"<p>Sentence about {word} and the people of the valley who knew it {word}s well.</p>" for word in WORDS.split()
)


def test_a_page_that_says_what_the_probe_got_is_a_soft_404():
    pages = NotFoundPages()
    probe = pages.next_probe(f"{HOST}/news/a", salt="1")
    assert pages.note_answer(probe, status=200, text=MISSING)
    assert pages.is_soft_404(f"{HOST}/news/b", MISSING.replace("Oops", "Oops 2"))
    assert not pages.is_soft_404(f"{HOST}/news/c", ARTICLE)


def test_an_honest_error_page_served_with_200_elsewhere_is_a_soft_404():
    pages = NotFoundPages()
    probe = pages.next_probe(f"{HOST}/news/a", salt="1")
    assert not pages.note_answer(probe, status=404, text=MISSING)
    assert pages.is_soft_404(f"{HOST}/news/b", MISSING)


def test_pages_read_before_the_probe_is_answered_are_judged_when_it_is():
    pages = NotFoundPages()
    probe = pages.next_probe(f"{HOST}/news/a", salt="1")
    assert not pages.is_soft_404(f"{HOST}/news/a", MISSING)
    assert not pages.is_soft_404(f"{HOST}/news/b", ARTICLE)
    pages.note_answer(probe, status=200, text=MISSING)
    assert pages.take_late(probe) == [f"{HOST}/news/a"]
    assert pages.take_late(probe) == []


def test_a_page_redirected_where_missing_ones_are_is_a_soft_404():
    pages = NotFoundPages()
    probe = pages.next_probe(f"{HOST}/news/a", salt="1")
    pages.note_redirect(probe, f"{HOST}/")
    assert pages.is_redirected_as_missing(f"{HOST}/news/b", f"{HOST}/")
    assert not pages.is_redirected_as_missing(f"{HOST}/news/b", f"{HOST}/news/c")
    assert not pages.is_redirected_as_missing(f"{HOST}/2011/06/b", f"{HOST}/")


def test_a_title_that_says_not_found_is_enough():
    assert NotFoundPages().is_soft_404(f"{HOST}/x", "<title>404 - Page Not Found</title><p>Try the search.</p>")
    assert NotFoundPages().is_soft_404(f"{HOST}/x", "<title>Seite nicht gefunden</title>")


def test_an_article_about_errors_is_no_soft_404():
    words = " ".join(
        f"word{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}{'uvwxyzabcd'[n // 100]}" for n in range(600)
    )
    assert not NotFoundPages().is_soft_404(f"{HOST}/x", f"<title>How we fixed 404 pages</title><p>{words}</p>")


def test_one_probe_for_each_kind_of_folder():
    pages = NotFoundPages()
    asked = [pages.next_probe(f"{HOST}{path}", salt="1") for path in ("/2011/06/a", "/2012/07/b", "/tag/x", "/tag/y")]
    assert [probe is not None for probe in asked] == [True, False, True, False]
    assert pages.next_probe(asked[0], salt="1") is None


def test_probes_are_bounded():
    pages = NotFoundPages(maximum_probes=3)
    asked = [pages.next_probe(f"{HOST}/{'abcdef'[n]}/x", salt="1") for n in range(6)]
    assert sum(probe is not None for probe in asked) == 3


def test_a_probe_stands_beside_its_page():
    assert probe_address(f"{HOST}/tag/wheat/", salt="1").startswith(f"{HOST}/tag/oldface-no-such-page-")
    assert probe_address(f"{HOST}/tag/wheat/", salt="1").endswith("/")
    assert probe_address(f"{HOST}/?p=3", salt="1").startswith(f"{HOST}/oldface-no-such-page-")


def test_likeness_is_that_of_words_without_numbers():
    one = sketch(visible_words("<p>Events of June 2031: none</p>"))
    assert similarity(one, sketch(visible_words("<p>Events of June 2032: none</p>"))) == 1.0
    assert similarity(one, sketch(visible_words(ARTICLE))) < 0.2
    assert similarity(one, frozenset()) == 0.0


def test_a_page_of_scripts_needs_a_browser():
    assert needs_browser("<div id=root></div><script src=/app.js></script>")
    assert not needs_browser(ARTICLE + "<script src=/app.js></script>")
    assert not needs_browser("<p>short</p>")
