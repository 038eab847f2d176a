"""The open interface: everything public for programs, described by OpenAPI."""
