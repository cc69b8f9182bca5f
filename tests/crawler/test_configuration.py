"""oldface.toml is written with explanations, read back the same, and says which field is wrong."""

from dataclasses import fields, replace

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadConfiguration, BadInput, CrawlRefused
from archive.profile_files import profile_text
from archive.profiles import Profile
from crawler.configuration import Configuration, configuration_text, read_configuration, write_configuration
from crawler.crawl_folder import apply_profile, configure_folder, contact_of, scrapy_settings, split_seeds

SEED = "http://blog.example/news/"


def test_what_was_written_is_read(tmp_path):
    configuration = Configuration(
        seeds=(SEED, "http://blog.example/old/"), name="Das Blog, „letzte Tage“", include=(r"^http://a\.b/", "it's"),
        obey_robots=False, delay_seconds=2.5, browser="empty",
    )  # fmt: skip
    write_configuration(tmp_path / "oldface.toml", configuration)
    assert read_configuration(tmp_path / "oldface.toml") == configuration


@given(st.lists(st.text(alphabet="abc\\.'\"^$ é#", min_size=1, max_size=8), max_size=3))
def test_any_exclude_rule_survives_the_file(rules):
    text = configuration_text(Configuration(exclude=tuple(rules)))
    assert tomlkit.parse(text).unwrap()["scope"]["exclude"] == rules


def test_every_field_is_in_the_file_with_a_comment():
    text = configuration_text(Configuration(seeds=(SEED,)))
    document = tomlkit.parse(text).unwrap()
    keys = [(section, key) for section, table in document.items() for key in table]
    assert len(keys) == len(fields(Configuration))
    lines = text.splitlines()
    for _, key in keys:
        place = next(number for number, line in enumerate(lines) if line.startswith(f"{key} = "))
        assert lines[place - 1].startswith("# "), key


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[crawl]\nseeds = 'http://a/'", "crawl.seeds"),
        ("[crawl]\nname = 3", "crawl.name"),
        ("[crawl]\nname = 'a\\u000ab'\n".replace("'", '"'), "crawl.name"),
        ("[scope]\ntype = 'site'", "scope.type"),
        ("[scope]\ninclude = ['(']", "scope.include"),
        ("[scope]\npage_limit = -1", "scope.page_limit"),
        ("[scope]\npage_limit = 1.5", "scope.page_limit"),
        ("[scope]\nrequisites = 'yes'", "scope.requisites"),
        ("[politeness]\ndelay_seconds = nan", "politeness.delay_seconds"),
        ("[politeness]\nconcurrent_requests_per_host = 0", "politeness.concurrent_requests_per_host"),
        ("[politeness]\ndelay = 1", "politeness.delay"),
        ("[discovery]\nbrowser = 'yes'", "discovery.browser"),
        ("[files]\nwarc_prefix = '../x'", "files.warc_prefix"),
        ("crawl = 3", "crawl"),
    ],
)
def test_a_bad_value_names_its_field_and_file(tmp_path, text, field):
    path = tmp_path / "oldface.toml"
    path.write_text(text)
    with pytest.raises(BadConfiguration) as caught:
        read_configuration(path)
    assert field in str(caught.value)
    assert caught.value.next_step


def test_a_file_that_is_no_toml_says_so(tmp_path):
    (tmp_path / "oldface.toml").write_text("[crawl\n")
    with pytest.raises(BadConfiguration, match="no TOML"):
        read_configuration(tmp_path / "oldface.toml")


def test_sections_of_other_commands_are_left_alone(tmp_path):
    (tmp_path / "oldface.toml").write_text(f"[crawl]\nseeds = ['{SEED}']\n[people]\nmerge = []\n")
    assert read_configuration(tmp_path / "oldface.toml").seeds == (SEED,)


def test_the_first_crawl_writes_what_it_was_given(tmp_path):
    configure_folder(tmp_path, seeds=["blog.example/news/"], changes={"delay_seconds": 3.0})
    written = read_configuration(tmp_path / "oldface.toml")
    assert (written.seeds, written.delay_seconds) == ((SEED,), 3.0)


def test_a_later_crawl_uses_the_file_and_options_overrule_it_once(tmp_path):
    configure_folder(tmp_path, seeds=[SEED], changes={"page_limit": 5})
    assert configure_folder(tmp_path).page_limit == 5
    assert configure_folder(tmp_path, changes={"page_limit": 7}).page_limit == 7
    assert read_configuration(tmp_path / "oldface.toml").page_limit == 5


def test_a_new_seed_joins_the_file_and_leaves_peoples_comments(tmp_path):
    configure_folder(tmp_path, seeds=[SEED])
    path = tmp_path / "oldface.toml"
    path.write_text(path.read_text() + "\n# mine\n")
    configure_folder(tmp_path, seeds=["http://blog.example/old/"])
    assert read_configuration(path).seeds == (SEED, "http://blog.example/old/")
    assert "# mine" in path.read_text()


def test_a_crawl_without_a_seed_says_how_to_give_one(tmp_path):
    with pytest.raises(BadInput, match="oldface crawl http"):
        configure_folder(tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_seed_that_is_no_web_address_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(CrawlRefused):
        configure_folder(tmp_path / "new", seeds=["mailto:a@b.example"])
    assert not (tmp_path / "new").exists()


def test_the_operator_is_named_to_sites(tmp_path):
    configuration = replace(Configuration(seeds=(SEED,)), operator="Example Archive, crawl@archive.example")
    settings = scrapy_settings(configuration, tmp_path)
    assert "+crawl@archive.example" in settings["USER_AGENT"]
    assert settings["DEFAULT_REQUEST_HEADERS"]["From"] == "crawl@archive.example"
    assert contact_of("https://archive.example/crawler (a@b.example)") == "https://archive.example/crawler"


def test_a_profile_adds_its_addresses_and_asks_for_the_browser(tmp_path):
    (tmp_path / "profiles").mkdir()
    profile = Profile(
        "mill", ("blog.example",), valid_until="2014-12-31", scope=("http://blog.example/archive/",),
        seeds=("http://blog.example/archive/",), needs_browser=True,
    )  # fmt: skip
    (tmp_path / "profiles" / "mill.toml").write_text(profile_text(profile))
    fitting = apply_profile(Configuration(seeds=("http://blog.example/archive/a",)), tmp_path, day="2014-02-26")
    assert (fitting.include, fitting.browser) == ((r"^http://blog\.example/archive/",), "always")
    later = apply_profile(Configuration(seeds=("http://blog.example/archive/a",)), tmp_path, day="2015-02-26")
    assert later.browser == "never"
    named = apply_profile(Configuration(seeds=(SEED,), profile="mill"), tmp_path, day="2015-02-26")
    assert named.seeds == (SEED, "http://blog.example/archive/")


def test_a_profile_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadConfiguration, match="'none'"):
        apply_profile(Configuration(seeds=(SEED,), profile="none"), tmp_path, day="2014-02-26")


def test_seeds_are_split_at_spaces_and_before_addresses():
    assert split_seeds("http://a.example/ http://b.example/?x=1,2,http://c.example/") == [
        "http://a.example/", "http://b.example/?x=1,2", "http://c.example/",
    ]  # fmt: skip
