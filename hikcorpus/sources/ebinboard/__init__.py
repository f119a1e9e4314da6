"""ebinboard (ebinlauta.net)."""
