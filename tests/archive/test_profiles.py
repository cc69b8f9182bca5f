"""Site profiles: which one holds, how a file is read, and that it overrules everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import BadProfile, OverlappingProfiles
from archive.model import NavigationKind
from archive.page import read_page
from archive.parse import parse_page
from archive.profile_files import REGION_NAMES, load_profile, profile_text, profiles_of
from archive.profile_tree import page_tree, select_nodes
from archive.profiles import Profile, check_overlaps, profile_for

URL = "http://blog.example.com/2013/05/paint"
HTML = """<html><title>Paint | Yard</title><body>
<ul id=top><li><a href=/>Home</a></li><li><a href=/yard>Yard</a></li><li><a href=/jobs>Jobs</a></li></ul>
<h2 class=hl>The wrong blue</h2>
<div class=by>Words: <a href=/people/ann>Ann Lee</a> <i class=when>03/04/2013</i></div>
<div class=st><p>The paint came after three weeks, and it was the wrong blue, as it is every year in spring.</p>
<div class=ad>Buy brushes today</div></div>
<ul class=talk><li class=c id=c1><b>Bob</b> <p>Which blue?</p>
<ul><li class=c id=c2><b>Eve</b><p>The other one.</p></li></ul></li></ul>
</body></html>"""
PROFILE = Profile(
    "yard",
    ("blog.example.com",),
    regions={
        "title": (".hl",),
        "byline": (".by",),
        "author": (".by a",),
        "published": (".when",),
        "body": (".st",),
        "furniture": (".ad",),
        "comment": ("li.c",),
        "comment_author": ("li.c > b",),
    },
    navigation={"related": ("#top",)},
    day_first=True,
)


def test_a_profile_decides_every_region_it_names() -> None:
    page = parse_page(HTML, url=URL, profile=PROFILE)
    assert page.title is not None
    assert page.title.text == "The wrong blue"
    assert [(p.name, p.url) for b in page.bylines for p in b.contributors] == [
        ("Ann Lee", "http://blog.example.com/people/ann")
    ]
    assert page.body is not None
    assert (
        page.body.text == "The paint came after three weeks, and it was the wrong blue, as it is every year in spring."
    )
    assert [(c.author, c.text, c.parent, c.depth) for c in page.comments] == [
        ("Bob", "Which blue?", None, 0),
        ("Eve", "The other one.", 0, 1),
    ]
    assert {(n.kind, n.text) for n in page.navigation} == {
        (NavigationKind.RELATED, name) for name in ("Home", "Yard", "Jobs")
    }


def test_the_profiles_order_of_day_and_month_is_taken() -> None:
    page = parse_page(HTML, url=URL, profile=PROFILE)
    assert page.published is not None
    assert page.published.value == "2013-04-03"


def test_segments_name_the_profile_as_the_rule_that_decided() -> None:
    page = parse_page(HTML, url=URL, profile=PROFILE)
    decided = {" ".join(s.text.split()): (s.rule, s.confidence) for s in page.segments}
    assert decided["The wrong blue"] == ("profile:yard", 1.0)
    assert decided["Buy brushes today"] == ("profile:yard", 1.0)


def test_a_selector_that_matches_nothing_changes_nothing() -> None:
    absent = Profile("yard", ("blog.example.com",), regions={"title": (".nowhere",), "comment_author": (".by",)})
    assert parse_page(HTML, url=URL, profile=absent) == parse_page(HTML, url=URL)


def test_every_node_is_still_in_one_segment() -> None:
    nodes = [n for s in parse_page(HTML, url=URL, profile=PROFILE).segments for n in s.nodes]
    assert nodes == sorted(set(nodes))


def test_what_the_page_says_otherwise_is_kept_as_not_accepted() -> None:
    html = HTML.replace("<title>", '<meta property="og:title" content="Blue"><title>')
    claims = [c for c in parse_page(html, url=URL, profile=PROFILE).field_claims if c.field == "title"]
    assert [c.value for c in claims if c.accepted] == ["The wrong blue"]


def test_the_tree_leads_back_to_the_pages_nodes() -> None:
    page = read_page(HTML, url=URL)
    tree = page_tree(page)
    nodes = select_nodes(tree, ["ul.talk > li:first-child > b", "h2.hl"])
    assert [page.tags[n] for n in nodes] == ["h2", "b"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>/abdivp ul=\"'&;é\x00", max_size=80))
def test_any_page_becomes_a_tree_with_as_many_elements(html: str) -> None:
    page = read_page(html, url=URL)
    assert len(page_tree(page).numbers) == sum(tag != "#text" for tag in page.tags)


# -- which profile holds


def test_the_captures_date_picks_among_profiles_of_one_host() -> None:
    old = Profile("old", ("a.example",), valid_until="2013-12-31")
    new = Profile("new", ("a.example",), valid_from="2014-01-01")
    assert profile_for([old, new], "http://a.example/x", "2013-12-31") is old
    assert profile_for([old, new], "http://a.example/x", "2014-01-01") is new
    assert profile_for([old, new], "http://b.example/x", "2014-01-01") is None


def test_a_profile_holds_only_for_addresses_in_its_scope() -> None:
    profile = Profile("blog", ("a.example",), scope=("http://a.example/blog/",))
    assert profile_for([profile], "http://a.example/blog/1") is profile
    assert profile_for([profile], "http://a.example/shop/1") is None


def test_overlapping_profiles_are_an_error_that_names_both_files() -> None:
    one = Profile("one", ("*.a.example",), source="profiles/one.toml")
    other = Profile("other", ("blog.a.example",), valid_from="2014-01-01", source="profiles/other.toml")
    with pytest.raises(OverlappingProfiles, match=r"profiles/one\.toml and profiles/other\.toml"):
        check_overlaps([one, other])


def test_profiles_of_other_days_or_folders_do_not_overlap() -> None:
    old = Profile("old", ("a.example",), valid_until="2013-12-31", scope=("http://a.example/x/",))
    new = Profile("new", ("a.example",), valid_from="2014-01-01")
    shop = Profile("shop", ("a.example",), scope=("http://a.example/shop/",), valid_until="2013-12-31")
    check_overlaps([old, new, shop])


# -- files


def test_a_profile_is_read_from_toml(tmp_path: Path) -> None:
    path = tmp_path / "yard.toml"
    path.write_text(
        'hosts = ["Blog.Example.com"]\nvalid_from = 2008-01-01\n[regions]\ntitle = ".hl"\nbody = [".st", ".old"]\n'
        '[notices]\nredesign = "#banner"\n',
        encoding="utf-8",
    )
    profile = load_profile(path)
    assert (profile.name, profile.hosts, profile.valid_from) == ("yard", ("blog.example.com",), "2008-01-01")
    assert profile.regions == {"title": (".hl",), "body": (".st", ".old")}
    assert profile.notices == {"redesign": ("#banner",)}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("hosts = [", "TOML"),
        ('name = "x"', "hosts"),
        ('hosts = "a.example"', "hosts"),
        ('hosts = ["a.example"]\ncolour = "blue"', "colour"),
        ('hosts = ["a.example"]\n[regions]\nheadline = "h1"', "regions.headline"),
        ('hosts = ["a.example"]\n[regions]\ntitle = "h1["', "regions.title"),
        ('hosts = ["a.example"]\n[navigation]\nmenus = "ul"', "navigation.menus"),
        ('hosts = ["a.example"]\nvalid_from = "yesterday"', "valid_from"),
    ],
)
def test_a_wrong_field_is_named_with_the_file_and_what_to_do(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadProfile) as caught:
        load_profile(path)
    assert named in caught.value.what
    assert str(path) in caught.value.where
    assert caught.value.next_step


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


SELECTORS = st.lists(st.sampled_from([".a", "#b > p", 'a[href="x\\"y"]']), min_size=1).map(tuple)


@settings(max_examples=60, deadline=None)
@given(NAMES, st.dictionaries(st.sampled_from(REGION_NAMES), SELECTORS), st.sampled_from([None, True, False]))
def test_a_profile_written_and_read_again_is_equal(
    tmp_path_factory: pytest.TempPathFactory, name: str, regions: dict[str, tuple[str, ...]], day_first: bool | None
) -> None:
    path = tmp_path_factory.mktemp("p") / "p.toml"
    profile = Profile(name, ("a.example",), "2010-01-01", regions=regions, day_first=day_first, source=str(path))
    path.write_text(profile_text(profile, comments={"regions.body": "a note"}), encoding="utf-8")
    assert load_profile(path) == profile


def test_an_archive_folders_profiles_are_found_and_checked(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "a.toml").write_text('hosts = ["a.example"]', encoding="utf-8")
    assert [p.name for p in profiles_of(tmp_path) if p.hosts == ("a.example",)] == ["a"]
    (tmp_path / "profiles" / "b.toml").write_text('hosts = ["a.example"]', encoding="utf-8")
    with pytest.raises(OverlappingProfiles):
        profiles_of(tmp_path)


def test_a_profile_may_be_python_where_somebody_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "yard.py"
    path.write_text(
        "from archive.profiles import Profile\n"
        'PROFILE = Profile("yard", ("a.example",), regions={"title": ("h1.hl",)})\n',
        encoding="utf-8",
    )
    assert load_profile(path).regions == {"title": ("h1.hl",)}


@pytest.mark.parametrize("text", ["", "PROFILE = 3", "PROFILE = (", "import nothing_of_that_name"])
def test_a_python_file_without_a_profile_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadProfile):
        load_profile(path)


def test_python_in_an_archive_folder_is_never_run(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "evil.py").write_text("raise SystemExit('ran')", encoding="utf-8")
    assert all(profile.name != "evil" for profile in profiles_of(tmp_path))
