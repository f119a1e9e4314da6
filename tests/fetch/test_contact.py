"""Nobody is asked for anything without saying who asks."""

import pytest

from hikcorpus import __version__
from hikcorpus.errors import ConfigError
from hikcorpus.fetch.client import Client
from hikcorpus.fetch.contact import user_agent


@pytest.mark.parametrize(
    "contact",
    [
        "study@university.example",
        "first.last+hiki@cs.university.example",
        "https://university.example/study",
        "http://university.example",
        "https://university.example/study?id=3#contact",
        "  study@university.example ",
    ],
)
def test_an_address_of_a_person_goes_into_the_user_agent(contact):
    """Mail or web page, spaces around it do not matter."""
    assert user_agent(contact) == f"hikcorpus/{__version__} (research crawler; +{contact.strip()})"


@pytest.mark.parametrize(
    "contact",
    [
        "me",
        "me@localhost",
        "@university.example",
        "two@words at.example",
        "a@b.example\r\nCookie: x",
        "a@b.example) Mozilla/5.0 (",
        "ftp://university.example",
        "https://",
        "https://localhost",
        "https://user:word@university.example/",
        "päivi@yliopisto.example",
    ],
)
def test_other_words_are_refused_by_name_of_the_option(contact):
    """Also what would smuggle something into the header."""
    with pytest.raises(ConfigError, match="--contact"):
        user_agent(contact)


@pytest.mark.parametrize("contact", [None, "", "   "])
def test_without_a_contact_there_is_no_client(contact, clock):
    """The refusal comes before anything is opened."""
    with pytest.raises(ConfigError, match="refuses to crawl without a contact address") as caught:
        Client(contact=contact, clock=clock)
    assert caught.value.exit_code == 3
    assert "--contact" in caught.value.next_step


def test_every_request_says_who_asks(network, client):
    """robots.txt too."""
    net = network({"/a": b"x"})
    client(net).get("http://board.example/a")
    assert len(net.asked) == 2
    for _, headers, _ in net.asked:
        assert headers["user-agent"] == f"hikcorpus/{__version__} (research crawler; +study@university.example)"
