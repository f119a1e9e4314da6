"""4chan's JSON and those who took it over: what fourchan and vichan share."""
