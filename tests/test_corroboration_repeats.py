"""What reports that repeat or copy others add to a story, which is nothing (rule 2 of docs/corroboration.md)."""

from service.domain.hearing import ring
from tests.testimonies import amounts_to, copies, discarded, named, outlet, says, side, story

ADA = says("ada", named("Ada"))
BEA = says("bea", named("Bea"))


def test_four_outlets_that_repeat_one_interview_add_nothing() -> None:
    papers = [says(f"paper {number}", outlet(f"Paper {number}")) for number in range(4)]

    verdict = story(ADA, *papers, repeats={one.id: ["ada"] for one in papers})

    assert amounts_to(verdict) == ("single_source", 1, 1)
    assert discarded(verdict) == {one.id: 2 for one in papers}
    assert verdict.why[1].text == "Of 5 testimonies these add nothing: 4 repeated, copied or taken back."


def test_five_outlets_that_print_one_agency_story_have_one_voice() -> None:
    reprints = [copies(f"reprint {number}", ADA, f"Paper {number}") for number in range(5)]

    verdict = story(ADA, *reprints)

    assert amounts_to(verdict) == ("single_source", 1, 1)
    assert discarded(verdict) == {one.id: 2 for one in reprints}


def test_where_the_original_is_not_there_the_earliest_copy_speaks() -> None:
    wire = says("wire", outlet("agency"))

    verdict = story(copies("late", wire, "Daily", at=2), copies("early", wire, "Courier", at=1))

    assert amounts_to(verdict) == ("unresolved", 0, 1)
    assert discarded(verdict) == {"late": 2}


def test_a_copy_of_an_article_that_only_repeats_adds_nothing_either() -> None:
    wire = says("wire", named("Cyd"))

    verdict = story(ADA, wire, copies("reprint", wire, "Daily"), repeats={"wire": ["ada"]})

    assert amounts_to(verdict) == ("single_source", 1, 1)
    assert discarded(verdict) == {"wire": 2, "reprint": 2}


def test_a_copy_leaves_the_word_to_what_its_original_says_on_its_own() -> None:
    wire = says("wire", named("Cyd"))
    also = says("also", named("Dan"), article=wire.article, original=wire.article)

    verdict = story(wire, also, copies("reprint", wire, "Daily"), repeats={"also": ["reprint"]})

    assert amounts_to(verdict) == ("single_source", 1, 1)
    assert [step.reason.about for step in verdict.steps if step.testimony.id == "reprint"] == [("wire",)]


def test_reports_that_repeat_each_other_in_a_ring_are_circular() -> None:
    told = side(ADA, BEA, repeats={"ada": ["bea"], "bea": ["ada"]})

    verdict = story(ADA, BEA, repeats={"ada": ["bea"], "bea": ["ada"]})

    assert amounts_to(verdict) == ("circular", 0, 0)
    assert ring(told) == ("ada", "bea")


def test_a_ring_with_one_real_leg_stands_on_that_leg() -> None:
    leg = says("leg", named("Cyd"))

    verdict = story(ADA, BEA, leg, repeats={"ada": ["bea", "leg"], "bea": ["ada"]})

    assert amounts_to(verdict) == ("single_source", 1, 1)
    assert discarded(verdict) == {"ada": 2, "bea": 2}


def test_a_report_that_repeats_a_copy_of_itself_is_circular() -> None:
    reprint = copies("reprint", ADA, "Daily")

    told = side(ADA, reprint, repeats={"ada": ["reprint"]})

    assert amounts_to(story(ADA, reprint, repeats={"ada": ["reprint"]})) == ("circular", 0, 0)
    assert ring(told) == ("ada", "reprint")


def test_what_leads_into_a_ring_is_silent_with_it() -> None:
    verdict = story(ADA, BEA, says("cyd", named("Cyd")), repeats={"ada": ["bea"], "bea": ["ada"], "cyd": ["ada"]})

    assert amounts_to(verdict) == ("circular", 0, 0)


def test_repeating_what_was_published_later_is_impossible_and_is_said_so() -> None:
    verdict = story(says("one", outlet("Courier"), at=1), says("two", named("Ada"), at=2), repeats={"one": ["two"]})

    assert verdict.steps[0].reason.text.endswith("impossible: it was published before what it repeats.")


def test_a_tie_to_somebody_who_is_not_in_the_story_is_no_tie() -> None:
    verdict = story(ADA, repeats={"ada": ["nobody"], "nobody": ["ada"]})

    assert amounts_to(verdict) == ("single_source", 1, 1)
    assert ring(side(ADA)) == ()
