"""What those who speak amount to together: who is independent of whom (rules 3 to 5 of docs/corroboration.md)."""

from tests.testimonies import amounts_to, asserts, body, discarded, document, named, outlet, says, story, unnamed

ADA = says("ada", named("Ada"))
BEA = says("bea", named("Bea"))


def test_two_named_people_corroborate_each_other() -> None:
    verdict = story(ADA, BEA)

    assert amounts_to(verdict) == ("corroborated", 2, 2)
    assert verdict.why[0].text == "At least 2 independent origins can be shown."
    assert verdict.why[0].sources == ("Ada", "Bea")


def test_an_anonymous_speaker_beside_a_named_one_may_be_the_same() -> None:
    verdict = story(ADA, says("official", unnamed("an official")))

    assert amounts_to(verdict) == ("possibly_corroborated", 1, 2)
    assert verdict.why[0].text == "One independent origin can be shown; up to 2 are possible."


def test_two_anonymous_speakers_in_two_articles_may_be_one() -> None:
    verdict = story(says("one", unnamed("an official")), says("two", unnamed("a source")))

    assert amounts_to(verdict) == ("possibly_corroborated", 1, 2)


def test_one_anonymous_speaker_in_two_passages_is_one() -> None:
    source = unnamed("a source")

    assert amounts_to(story(says("one", source), says("two", source))) == ("single_source", 1, 1)


def test_two_people_quoted_in_one_article_are_two() -> None:
    assert amounts_to(story(ADA, says("bea", named("Bea"), article=ADA.article, original=ADA.article)))[1:] == (2, 2)


def test_two_outlets_of_one_owner_without_a_source_count_once() -> None:
    verdict = story(asserts("one", outlet("Herald", "Group")), asserts("two", outlet("Gazette", "Group")))

    assert amounts_to(verdict) == ("unattributed", 0, 1)
    assert discarded(verdict) == {"two": 4}


def test_two_outlets_of_two_owners_without_a_source_are_possibly_two() -> None:
    assert amounts_to(story(asserts("one", outlet("Herald")), asserts("two", outlet("Courier")))) == (
        "unattributed", 0, 2,
    )  # fmt: skip


def test_two_outlets_of_one_owner_that_each_saw_it_are_two() -> None:
    verdict = story(
        asserts("one", outlet("Herald", "Group", saw=True)), asserts("two", outlet("Gazette", "Group", saw=True))
    )

    assert amounts_to(verdict) == ("corroborated", 2, 2)


def test_a_third_outlet_of_that_owner_that_did_not_see_it_adds_nothing() -> None:
    verdict = story(
        asserts("one", outlet("Herald", "Group", saw=True)),
        asserts("three", outlet("Post", "Group")),
        asserts("two", outlet("Gazette", "Group", saw=True)),
    )

    assert amounts_to(verdict) == ("corroborated", 2, 2)
    assert discarded(verdict) == {"three": 4}


def test_an_outlet_that_says_it_first_and_sees_it_later_is_one() -> None:
    verdict = story(asserts("one", outlet("Herald"), at=1), asserts("two", outlet("Herald", saw=True), at=2))

    assert amounts_to(verdict) == ("single_source", 1, 1)
    assert discarded(verdict) == {"one": 4}


def test_a_ministry_and_its_spokeswoman_may_be_one_voice() -> None:
    verdict = story(says("one", body("ministry")), says("two", named("Ada", "ministry")))

    assert amounts_to(verdict) == ("possibly_corroborated", 1, 2)


def test_two_spokespeople_of_one_government_may_be_one_voice() -> None:
    verdict = story(
        says("one", named("Ada", "ministry of health", "government")),
        says("two", named("Bea", "ministry of labour", "government")),
    )

    assert amounts_to(verdict) == ("possibly_corroborated", 1, 2)


def test_who_speaks_for_an_outlet_that_saw_it_is_its_voice() -> None:
    verdict = story(
        asserts("one", outlet("Herald", "Group", saw=True)), says("two", named("its editor", "Herald", "Group"))
    )

    assert amounts_to(verdict) == ("possibly_corroborated", 1, 2)


def test_who_speaks_for_the_owner_of_an_outlet_that_saw_it_may_have_it_from_there() -> None:
    verdict = story(
        asserts("one", outlet("State Television", "government", saw=True)), says("two", named("Ada", "government"))
    )

    assert amounts_to(verdict) == ("possibly_corroborated", 1, 2)


def test_a_memo_and_its_author_may_be_one_voice() -> None:
    verdict = story(says("one", document("memo", "Ada")), says("two", named("Ada")))

    assert amounts_to(verdict) == ("possibly_corroborated", 1, 2)


def test_a_document_and_a_person_corroborate_each_other() -> None:
    verdict = story(says("one", document("land register", has_same_as=True)), ADA)

    assert amounts_to(verdict) == ("corroborated", 2, 2)
    assert verdict.documented


def test_one_man_under_two_affiliations_is_one() -> None:
    verdict = story(says("professor", named("Cyd"), at=1), says("adviser", named("Cyd"), at=2))

    assert amounts_to(verdict) == ("single_source", 1, 1)
    assert discarded(verdict) == {"adviser": 4}


def test_two_namesakes_are_two() -> None:
    assert amounts_to(story(says("one", named("Jan Novak, a baker")), says("two", named("Jan Novak, a judge")))) == (
        "corroborated", 2, 2,
    )  # fmt: skip


def test_an_unnamed_speaker_who_turned_out_to_be_a_named_one_is_that_one() -> None:
    identified = named("Ada")._replace(source="an official")

    assert amounts_to(story(ADA, says("one", identified))) == ("single_source", 1, 1)


def test_four_officials_and_a_named_person_are_at_least_one_and_at_most_five() -> None:
    assert amounts_to(story(ADA, says("four", unnamed("four officials", 4)))) == ("possibly_corroborated", 1, 5)


def test_steps_are_told_in_the_order_of_publication() -> None:
    told = (
        says("b", named("Ada")),
        says("c", named("Bea"), at=2),
        says("d", named("Cyd"), at=1),
        says("a", named("D")),
    )

    assert [step.testimony.id for step in story(*told).steps] == ["d", "c", "a", "b"]


def test_an_outlet_quoted_by_another_and_a_named_person_are_possibly_two() -> None:
    assert amounts_to(story(ADA, says("two", outlet("Courier")))) == ("possibly_corroborated", 1, 2)


def test_a_story_of_several_outlets_that_only_cite_others_is_unresolved() -> None:
    assert amounts_to(story(says("one", outlet("Courier")), asserts("two", outlet("Daily")))) == ("unresolved", 0, 2)
