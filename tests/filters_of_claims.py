"""Each filter of claims: its queries with the claims that they find.

{claim[key]} is filled in from what was stored, by the fixture of tests/test_claim_filters.py.
"""

EVERYONE = "own seen expert official officials relayed long wire body paper"

TABLE = {
    "id": {
        "id=clm_own": "own",
        "id=clm_own&id=clm_wire&id=clm_nobody": "own wire",
        "id__not=clm_own&id__not=clm_wire": "seen expert official officials relayed long body paper",
    },
    "rev": {
        "rev={wire[rev]}": "wire",
        "rev={wire[rev]}&rev={body[rev]}": "wire body",
        "rev__not={expert[rev]}": "official officials relayed long wire body paper",
        "rev__gte={body[rev]}": "own seen expert body paper",
        "rev__lt={relayed[rev]}": "official officials",
    },
    "created_at": {
        "created_at={wire[created_at]}": "wire",
        "created_at={wire[created_at]}&created_at={own[created_at]}": "own wire",
        "created_at__not={wire[created_at]}": "own seen expert official officials relayed long body paper",
        "created_at__gte={wire[created_at]}": "wire body paper",
        "created_at__lt={expert[created_at]}": "own seen",
    },
    "updated_at": {
        "updated_at={expert[updated_at]}": "own seen expert",
        "updated_at={wire[updated_at]}&updated_at={body[updated_at]}": "wire body",
        "updated_at__not={expert[updated_at]}": "official officials relayed long wire body paper",
        "updated_at__gte={body[updated_at]}": "own seen expert body paper",
        "updated_at__lt={relayed[updated_at]}": "official officials",
    },
    "source_type": {
        "source_type=expert": "expert relayed",
        "source_type=media&source_type=document": "wire paper",
        "source_type__not=expert&source_type__not=outlet": "official officials long wire body paper",
    },
    "speaker_kind": {
        "speaker_kind=anonymous": "official officials",
        "speaker_kind=anonymous&speaker_kind=none": "own seen official officials",
        "speaker_kind__not=named": "own seen official officials",
    },
    "identification": {
        "identification=withheld&identification=collective": "official officials",
        "identification__not=named": "own seen official officials",
        "identification__exists=false": "own seen",
    },
    "ground_rule": {
        "ground_rule=background": "official",
        "ground_rule=background&ground_rule=on-the-record": "expert official",
        "ground_rule__not=background": "own seen expert officials relayed long wire body paper",
        "ground_rule__exists=false": "own seen officials relayed long wire body paper",
    },
    "speaker_id": {
        "speaker_id=src_ada": "expert relayed",
        "speaker_id=src_courier&speaker_id=src_ben": "long wire",
        "speaker_id__not=src_ada": "own seen official officials long wire body paper",
        "speaker_id__exists=false": "own seen",
    },
    "speaker": {
        "speaker=Ada+Obi": "expert relayed",
        "speaker=++aDA+++OBI+": "expert relayed",
        "speaker=prof.+obi": "expert relayed",
        "speaker=Courier&speaker=Ben+Cole": "long wire",
        "speaker=Ada": "",
        "speaker__not=PROF.+OBI": "own seen official officials long wire body paper",
    },
    "channel": {
        "channel=quote": "expert relayed",
        "channel=press-report&channel=direct-observation": "seen wire",
        "channel__not=quote": "own seen official officials long wire body paper",
        "channel__exists=false": "own officials long body paper",
    },
    "source_id": {
        "source_id=src_courier": "relayed long wire",
        "source_id=src_ada&source_id=src_port": "expert relayed long body",
        "source_id__not=src_courier": "own seen expert official officials body paper",
        "source_id__all=src_courier&source_id__all=src_ada": "relayed",
    },
    "via": {
        "via=src_courier": "relayed long wire",
        "via=src_port": "long",
        "via=src_ada": "",
        "via=src_port&via=src_ada": "long",
        "via__not=src_port": "own seen expert official officials relayed wire body paper",
        "via__all=src_courier&via__all=src_port": "long",
    },
    "via_type": {
        "via_type=media": "relayed long wire",
        "via_type=organisation&via_type=expert": "long",
        "via_type__not=organisation": "own seen expert official officials relayed wire body paper",
        "via_type__all=media&via_type__all=organisation": "long",
    },
    "hearsay_depth": {
        "hearsay_depth=0&hearsay_depth=3": "own seen long",
        "hearsay_depth__not=1": "own seen relayed long",
        "hearsay_depth__gte=2": "relayed long",
        "hearsay_depth__lt=1": "own seen",
    },
    "article_id": {
        "article_id=art_one": "own seen expert",
        "article_id=art_one&article_id=art_two": "own seen expert official officials relayed",
        "article_id__not=art_one": "official officials relayed long wire body paper",
    },
    "article_url": {
        "article_url=https://two.example/b%3Fx%3D1": "official officials relayed",
        "article_url=HTTPS://TWO.example:443/a/../%2562%3Fx%3D1%23top": "official officials relayed",
        "article_url=https://two.example/b": "",
        "article_url=https://one.example/&article_url=https://ONE.example": "own seen expert",
        "article_url__not=https://one.example": "official officials relayed long wire body paper",
    },
    "publisher_id": {
        "publisher_id=src_daily": "own seen expert",
        "publisher_id=src_daily&publisher_id=src_weekly": "own seen expert official officials relayed",
        "publisher_id__not=src_daily": "official officials relayed long wire body paper",
        "publisher_id__exists=false": "long wire body paper",
    },
    "position": {
        "position=4": "paper",
        "position=4&position=3": "expert relayed body paper",
        "position__not=1": "seen expert officials relayed wire body paper",
        "position__gte=3": "expert relayed body paper",
        "position__lt=2": "own official long",
    },
    "corroboration": {
        "corroboration=unresolved&corroboration=unattributed": "own wire",
        "corroboration__not=single_source": "own officials wire",
    },
    "origins_min": {
        "origins_min=0": "own wire",
        "origins_min=0&origins_min=2": "own wire",
        "origins_min__not=0": "seen expert official officials relayed long body paper",
        "origins_min__gte=1": "seen expert official officials relayed long body paper",
        "origins_min__lt=1": "own wire",
    },
    "origins_max": {
        "origins_max=4": "officials",
        "origins_max=3&origins_max=4": "officials",
        "origins_max__not=1": "officials",
        "origins_max__gte=2": "officials",
        "origins_max__lt=4": "own seen expert official relayed long wire body paper",
    },
    "documented": {
        "documented=true": "paper",
        "documented=true&documented=false": EVERYONE,
        "documented__not=false": "paper",
    },
    "override": {
        "override=contested": "expert",
        "override=contested&override=retracted": "expert paper",
        "override__not=contested": "own seen official officials relayed long wire body paper",
        "override__exists=true": "expert paper",
        "override__exists=false": "own seen official officials relayed long wire body",
    },
    "story": {
        "story=sty_own": "own",
        "story=sty_own&story=sty_wire": "own wire",
        "story__not=sty_own": "seen expert official officials relayed long wire body paper",
    },
    "in_text": {
        "in_text=true": "expert",
        "in_text=true&in_text=false": "seen expert",
        "in_text__not=true": "own seen official officials relayed long wire body paper",
        "in_text__exists=true": "seen expert",
        "in_text__exists=false": "own official officials relayed long wire body paper",
    },
    "language": {
        "language=en&language=fr": "own seen expert official officials relayed",
        "language__not=en": "official officials relayed long wire body paper",
        "language__exists=false": "long wire body paper",
    },
    "published_at": {
        "published_at=2020-10-09T15:00:00Z": "own seen expert",
        "published_at=2020-10-09T17:00:00%2B02:00": "own seen expert",
        "published_at=2020-10-09T15:00:00Z&published_at=1999-01-01T00:00:00Z": "own seen expert",
        "published_at__not=2020-10-09T15:00:00Z": "official officials relayed long wire body paper",
        "published_at__gte=2020-10-10T00:00:00Z": "official officials relayed",
        "published_at__lt=2020-10-10T00:00:00Z": "own seen expert",
        "published_at__exists=true": "own seen expert official officials relayed",
        "published_at__exists=false": "long wire body paper",
    },
    "tag": {
        "tag=check:done": "expert official",
        "tag=check:done&tag=check:level%3D%22b%22": "expert official wire",
        "tag__not=check:done": "own seen officials relayed long wire body paper",
        "tag__all=check:done&tag__all=check:level%3D%22b%22": "official",
    },
    "reviewer": {
        "reviewer=mina": "expert official wire",
        "reviewer=mina&reviewer=ben": "expert official officials wire",
        "reviewer__not=mina": "own seen officials relayed long body paper",
        "reviewer__all=mina&reviewer__all=ben": "official",
    },
    "q": {
        "q=smoke": "seen",
        "q=courier": "relayed long wire",
        "q=courier+-obi": "long wire",
        "q=unsafe&q=cole": "expert long",
        "q=weekly": "official officials relayed",
    },
}  # fmt: skip
