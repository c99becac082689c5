"""Build the package from official files: all or nothing, byte for byte the same from the same files."""
