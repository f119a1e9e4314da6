"""vichan's family by its HTML: where a board serves no JSON, and for saved pages."""
