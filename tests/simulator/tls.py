"""Certificates for whatever host a tool asks, from an authority that lives one test run."""

import ssl
from functools import cache

import trustme


class Authority:
    """Mints one certificate a host; a client that trusts `pem` trusts them all."""

    def __init__(self) -> None:
        self._authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
        self._contexts: dict[str, ssl.SSLContext] = {}

    @property
    def pem(self) -> bytes:
        """The authority's own certificate."""
        return self._authority.cert_pem.bytes()

    def context(self, host: str) -> ssl.SSLContext:
        """What a server shows that claims to be `host`; HTTP/1.1 only."""
        if host not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.set_alpn_protocols(["http/1.1"])
            self._authority.issue_cert(host, key_type=trustme.KeyType.ECDSA).configure_cert(context)
            self._contexts[host] = context
        return self._contexts[host]


@cache
def authority() -> Authority:
    """The run's authority: keys cost milliseconds, and nothing is gained from fresh ones."""
    return Authority()
