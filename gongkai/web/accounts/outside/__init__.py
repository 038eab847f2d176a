"""Signing in through the province's or city's unified identity (OpenID Connect), by django-allauth (the extra ``oidc``).

Loaded only when ``GONGKAI_OIDC_ISSUER`` is set. Nobody is created by signing in: only who is a person here already, with the
identity that the provider states in ``outside_id``, gets in.
"""
