"""Each filter of evidence: its queries with the ties that they find, as in tests/filters_of_others.py."""

OF_EVIDENCE = {
    "id": {
        "id=evd_repeats": "repeats",
        "id=evd_repeats&id=evd_cited&id=evd_nothing": "repeats cited",
        "id__not=evd_repeats": "against cited own proposed",
    },
    "rev": {
        "rev={cited[rev]}": "cited",
        "rev={cited[rev]}&rev={own[rev]}": "cited own",
        "rev__not={cited[rev]}": "repeats against own proposed",
        "rev__gte={own[rev]}": "own proposed against",
        "rev__lt={cited[rev]}": "repeats",
    },
    "created_at": {
        "created_at={cited[created_at]}": "cited",
        "created_at={cited[created_at]}&created_at={own[created_at]}": "cited own",
        "created_at__not={cited[created_at]}": "repeats against own proposed",
        "created_at__gte={cited[created_at]}": "cited own proposed",
        "created_at__lt={cited[created_at]}": "repeats against",
    },
    "updated_at": {
        "updated_at={against[updated_at]}": "against",
        "updated_at={against[updated_at]}&updated_at={cited[updated_at]}": "against cited",
        "updated_at__not={against[updated_at]}": "repeats cited own proposed",
        "updated_at__gte={proposed[updated_at]}": "proposed against",
        "updated_at__lt={cited[updated_at]}": "repeats",
    },
    "claim_id": {
        "claim_id=clm_two": "repeats against",
        "claim_id=clm_one": "repeats cited own",
        "claim_id=clm_one&claim_id=clm_three": "repeats cited own against proposed",
        "claim_id__not=clm_two": "cited own proposed",
        "claim_id__not=clm_one&claim_id__not=clm_three": "",
    },
    "subject": {
        "subject=clm_two": "against",
        "subject=clm_two&subject=clm_three": "against proposed",
        "subject__not=clm_two": "repeats cited own proposed",
    },
    "tie": {
        "tie=supported_by": "cited own",
        "tie=supported_by&tie=repeats": "repeats cited own",
        "tie__not=supported_by": "repeats against proposed",
    },
    "state": {
        "state=proposed": "proposed",
        "state=proposed&state=accepted": "repeats against cited own proposed",
        "state__not=proposed": "repeats against cited own",
    },
    "reviewer": {
        "reviewer=ben": "against proposed",
        "reviewer=ben&reviewer=mina": "repeats against cited own proposed",
        "reviewer__not=ben": "repeats cited own",
        "reviewer__exists=true": "repeats against cited own proposed",
        "reviewer__exists=false": "",
    },
    "article_id": {
        "article_id=art_cited": "cited proposed",
        "article_id=art_cited&article_id=art_own": "cited own proposed",
        "article_id__not=art_cited": "repeats against own",
        "article_id__exists=true": "cited own proposed",
        "article_id__exists=false": "repeats against",
    },
    "source_id": {
        "source_id=src_wire": "cited",
        "source_id=src_ada": "proposed",
        "source_id=src_adah": "cited",
        "source_id=src_ada&source_id=src_wire": "cited proposed",
        "source_id=src_speaker": "",
        "source_id__not=src_wire": "repeats against own proposed",
        "source_id__all=src_adah&source_id__all=src_wire": "cited",
        "source_id__all=src_adah&source_id__all=src_ada": "",
    },
}
