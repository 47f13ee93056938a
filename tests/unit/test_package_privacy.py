"""Credentials go over encrypted connections, or to this machine."""

from __future__ import annotations

import pytest
from plandialog.plugin.core.package.privacy import is_private, is_private_address, ssl_mode
from plandialog.plugin.core.package.uri import parse_uri


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("https://example.org/wfs", True),
        ("http://example.org/wfs", False),
        ("http://localhost:8080/wfs", True),
        ("http://127.0.0.1/wfs", True),
        ("http://[::1]:5000/", True),
        ("http://localhost.example.org/", False),
        ("http://127.0.0.1.example.org/", False),
    ],
)
def test_an_address_is_private_where_nobody_can_listen(url, private):
    assert is_private_address(url) is private
    assert is_private(parse_uri("WFS", f"url='{url}' typename='a:b'")) is private


@pytest.mark.parametrize(
    ("host", "mode", "login", "expected"),
    [
        ("db.example.org", "disable", True, "require"),
        ("db.example.org", "disable", False, "disable"),
        ("db.example.org", "verify-ca", True, "verify-ca"),
        ("localhost", "disable", True, "disable"),
    ],
)
def test_a_database_is_encrypted_as_soon_as_there_are_credentials(host, mode, login, expected):
    uri = parse_uri("postgres", f'dbname=\'d\' host={host} sslmode={mode} table="s"."t" (geom)')
    assert is_private(uri)
    assert ssl_mode(uri, login) == expected


def test_a_database_prefers_encryption_where_the_uri_says_nothing():
    uri = parse_uri("postgres", 'dbname=\'d\' host=localhost table="s"."t" (geom)')
    assert ssl_mode(uri, False) == "prefer"
