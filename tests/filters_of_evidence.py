"""Each filter of evidence: its queries with the ties that they find, as in tests/filters_of_others.py."""

OF_EVIDENCE = {
    "id": {
        "id=evd_repeats": "repeats",
        "id=evd_repeats&id=evd_cited&id=evd_nothing": "repeats cited",
        "id__not=evd_repeats": "against cited own proposed desk",
    },
    "rev": {
        "rev={cited[rev]}": "cited",
        "rev={cited[rev]}&rev={own[rev]}": "cited own",
        "rev__not={cited[rev]}": "repeats against own proposed desk",
        "rev__gte={own[rev]}": "own proposed against desk",
        "rev__lt={cited[rev]}": "repeats",
    },
    "created_at": {
        "created_at={cited[created_at]}": "cited",
        "created_at={cited[created_at]}&created_at={own[created_at]}": "cited own",
        "created_at__not={cited[created_at]}": "repeats against own proposed desk",
        "created_at__gte={cited[created_at]}": "cited own proposed desk",
        "created_at__lt={cited[created_at]}": "repeats against",
    },
    "updated_at": {
        "updated_at={against[updated_at]}": "against",
        "updated_at={against[updated_at]}&updated_at={cited[updated_at]}": "against cited",
        "updated_at__not={against[updated_at]}": "repeats cited own proposed desk",
        "updated_at__gte={desk[updated_at]}": "against desk",
        "updated_at__lt={cited[updated_at]}": "repeats",
    },
    "claim_id": {
        "claim_id=clm_two": "repeats against",
        "claim_id=clm_one": "repeats cited own",
        "claim_id=clm_one&claim_id=clm_three": "repeats cited own against proposed",
        "claim_id__not=clm_two": "cited own proposed desk",
        "claim_id__not=clm_one&claim_id__not=clm_three": "desk",
    },
    "subject": {
        "subject=clm_two": "against",
        "subject=clm_two&subject=clm_three": "against proposed",
        "subject__not=clm_two": "repeats cited own proposed desk",
    },
    "tie": {
        "tie=supported_by": "cited own",
        "tie=supported_by&tie=repeats": "repeats cited own",
        "tie__not=supported_by": "repeats against proposed desk",
    },
    "state": {
        "state=proposed": "proposed",
        "state=proposed&state=accepted": "repeats against cited own proposed desk",
        "state__not=proposed": "repeats against cited own desk",
    },
    "reviewer": {
        "reviewer=ben": "against proposed",
        "reviewer=ben&reviewer=mina": "repeats against cited own proposed",
        "reviewer__not=ben": "repeats cited own desk",
        "reviewer__exists=true": "repeats against cited own proposed",
        "reviewer__exists=false": "desk",
    },
    "article_id": {
        "article_id=art_cited": "cited proposed",
        "article_id=art_cited&article_id=art_own": "cited own proposed",
        "article_id__not=art_cited": "repeats against own desk",
        "article_id__exists=true": "cited own proposed desk",
        "article_id__exists=false": "repeats against",
    },
    "source_id": {
        "source_id=src_wire": "cited",
        "source_id=src_ada": "proposed",
        "source_id=src_adah": "cited",
        "source_id=src_ada&source_id=src_wire": "cited proposed",
        "source_id=src_speaker": "",
        "source_id__not=src_wire": "repeats against own proposed desk",
        "source_id__all=src_adah&source_id__all=src_wire": "cited",
        "source_id__all=src_adah&source_id__all=src_ada": "",
    },
}
