"""FoolFuuka: archives of 4chan."""
