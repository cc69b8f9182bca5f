"""Candidates are weighed by the stored models, the same way each time."""

from __future__ import annotations

from archive.evidence import score, scores, weights


def test_every_model_has_weights() -> None:
    assert all(weights(model) for model in ("title", "published", "author"))


def test_a_feature_without_a_weight_counts_nothing() -> None:
    assert score({"never heard of": 5.0}, weights("title")) == 0.0


def test_a_heading_in_the_article_beats_a_teasers_link() -> None:
    heading = {"source:h1": 1.0, "tag:h1": 1.0, "only-h1": 1.0, "first-h1": 1.0, "in-title": 1.0, "article": 1.0}
    teaser = {"source:h3": 1.0, "tag:h3": 1.0, "linked": 1.0, "teaser": 1.0, "place": 0.9}

    better, worse = scores([heading, teaser], "title")

    assert better > worse


def test_no_candidates_have_no_scores() -> None:
    assert scores([], "title") == []


def test_a_model_that_does_not_exist_weighs_nothing() -> None:
    assert scores([{"anything": 1.0}], "no such model") == [0.0]
