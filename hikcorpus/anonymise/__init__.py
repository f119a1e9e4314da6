"""From identifiable tables to pseudonymised ones: find identifiers, mask them, prove that they are gone."""
