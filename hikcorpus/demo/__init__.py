"""An invented world behind `hikcorpus demo`: three boards served as a vichan site, with the truth to judge by.

    world = World.make(seed, scale)         world.py, from people, history, talk, secrets, compose, timeline
    site = DemoSite(world, clock)           site.py, pages.py, markup.py: vichan 5.2.1 as recorded
    with serve(site) as base_url: ...       then site.moment = 2 for the second visit
    Truth(world).score_masking(...)         truth.py, facts.py, scores.py

Only the standard library is used, and nothing of the rooms that it judges is known here.
"""
