"""Words beside which English names stand."""

KIN = frozenset((
    "aunt", "auntie", "aunty", "bestie", "bf", "bff", "boss", "boy", "boyfriend", "bro", "brother", "buddy",
    "bully", "chick", "classmate", "colleague", "cousin", "coworker", "crush", "dad", "daughter", "dude", "ex",
    "father", "fiance", "fiancee", "flatmate", "friend", "gf", "girl", "girlfriend", "gran", "grandad",
    "grandfather", "grandma", "grandmother", "grandpa", "granny", "guy", "housemate", "hubby", "husband", "kid",
    "lady", "landlord", "man", "manager", "mate", "mom", "mother", "mum", "nan", "nana", "neighbor", "neighbour",
    "nephew", "niece", "pal", "papa", "partner", "roommate", "sis", "sister", "son", "spouse", "stepbrother",
    "stepdad", "stepmom", "stepsister", "supervisor", "uncle", "wife", "woman",
))  # fmt: skip
"""Kin, friends and other third parties."""

TITLES = frozenset((
    "actor", "actress", "author", "bishop", "captain", "coach", "comedian", "counsellor", "counselor",
    "detective", "director", "doc", "doctor", "dr", "father", "general", "governor", "judge", "king", "lady",
    "lord", "madam", "mayor", "minister", "miss", "mister", "mr", "mrs", "ms", "nurse", "officer", "pastor", "pm",
    "pope", "president", "prince", "princess", "principal", "prof", "professor", "psychiatrist", "psychologist",
    "queen", "rapper", "rev", "reverend", "saint", "senator", "sergeant", "singer", "sir", "st", "teacher",
    "therapist",
))  # fmt: skip

CUES = frozenset((
    "and", "ask", "asked", "by", "bye", "call", "called", "congrats", "dear", "feat", "from", "ft", "goodbye",
    "happy", "hello", "hey", "hi", "knew", "know", "love", "meet", "met", "miss", "name", "named", "names",
    "nickname", "old", "poor", "regards", "rip", "said", "says", "signed", "sincerely", "sorry", "tell", "thank",
    "thanks", "thx", "told", "ty", "vs", "with", "yo",
))  # fmt: skip

VERBS = frozenset((
    "always", "and", "asked", "called", "came", "did", "died", "does", "gets", "got", "had", "has", "hated",
    "hates", "is", "just", "knew", "knows", "left", "liked", "likes", "lived", "lives", "loved", "loves",
    "messaged", "moved", "never", "said", "says", "still", "texted", "thinks", "thought", "told", "wanted",
    "wants", "was", "went", "who", "will", "worked", "works", "would", "wrote",
))  # fmt: skip
"""What persons do: stands after names."""

COMMON = frozenset((
    "4chan", "adhd", "af", "afaik", "aint", "aka", "anime", "anon", "anons", "app", "apps", "arent", "aspergers",
    "aspie", "asshole", "autism", "autist", "autistic", "ayy", "based", "bc", "bcz", "bitch", "bro", "bruh",
    "btw", "bullshit", "bump", "cant", "copypasta", "cos", "couldnt", "covid", "coz", "cringe", "cuz", "didnt",
    "doesnt", "dont", "dr", "dude", "dudes", "dunno", "eg", "em", "etc", "fag", "faggot", "fags", "ffs", "fuck",
    "fucked", "fuckin", "fucking", "fyi", "gonna", "gotta", "greentext", "haha", "hahaha", "hasnt", "havent",
    "hes", "hikikomori", "hikki", "hikkis", "hmm", "hmmm", "huh", "i", "id", "idk", "ie", "iirc", "ill", "im",
    "imho", "imo", "incel", "incels", "internet", "irl", "isnt", "ive", "k", "kek", "kinda", "lemme", "lets",
    "lmao", "lmfao", "lmfaoo", "lol", "lurk", "lurker", "lurking", "manga", "meds", "meh", "meme", "memes", "mfw",
    "mod", "mods", "motherfucker", "mrw", "n", "nah", "neet", "neets", "ngl", "nigga", "nigger", "nope",
    "normalfag", "normie", "normies", "np", "ok", "okay", "omg", "oof", "op", "otaku", "pc", "pls", "plz", "r",
    "reddit", "rn", "rofl", "sage", "shes", "shit", "shitpost", "shitposting", "shouldnt", "smh", "sorta", "ssri",
    "ssris", "tbh", "tfw", "thats", "theres", "theyre", "tho", "thru", "thx", "til", "till", "tl", "topkek",
    "tumblr", "tv", "ty", "u", "ugh", "uh", "um", "ur", "vidya", "vs", "waifu", "wanna", "wasnt", "weeb", "whats",
    "wifi", "wont", "wouldnt", "wow", "wtf", "y", "ya", "yall", "yay", "ye", "yea", "yeah", "yep", "yo", "youre",
    "youtube", "yup", "yw",
))  # fmt: skip
"""Words that the dictionary does not have, or not so."""
