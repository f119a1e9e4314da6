"""Words and signs that are never part of a name: at these a segment may be cut, and each part tagged by itself.

Chosen on turku-ner dev: with these words and `,!?` its figures stay what they are uncut; brackets and colons cost
a name.
English is not cut: its threshold is so low (.03) that what stands beyond an article still tells.
"""

_FINNISH = (
    "ja on ei en et se että kun niin mutta jos oli kuin tai olen ole olla olisi ovat ollut voi vaan vain nyt sitten "
    "sit siis eli koska vai myös vielä jo joka jotka mikä mitä miksi miten missä siitä siinä sitä sen sille niitä "
    "niiden ne nuo tuo tämä tämän tätä tässä tää mä sä mun sun mulla mulle sulla minä sinä minun sinun minua me te "
    "he hän hänen meidän ihan kyllä eikä enkä eivät emme ette aina joku jotain jonkun kaikki kaikkea muut muuta "
    "paljon enemmän ennen jälkeen kanssa kautta varten vasta itse asti jopa edes ehkä sekä siksi silti tosin "
    "oikeasti todella pitää pitäisi täytyy saa haluaa tuli tulee teki tekee vittu vitun paska"
)

PLAIN: dict[str, frozenset[str]] = {"fi": frozenset((*",!?", *_FINNISH.split()))}
"""By language (ISO 639-1), in lower case only: with a capital inside a sentence any word may be a name."""
