"""One small and one whole world for all tests of the demo."""

import pytest

from hikcorpus.demo.truth import Truth
from hikcorpus.demo.world import World


@pytest.fixture(scope="session")
def small() -> World:
    """A world of some 36 threads."""
    return World.make(scale=0.1)


@pytest.fixture(scope="session")
def world() -> World:
    """The world of the demo itself."""
    return World.make()


@pytest.fixture(scope="session")
def truth(world) -> Truth:
    return Truth(world)
