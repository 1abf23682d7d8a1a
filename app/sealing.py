"""What the store keeps and nobody but the service may read, sealed with the key secret, for one purpose each."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


@dataclass(frozen=True)
class Seal:
    """Seals with the key secret, and opens what the one before it sealed while secrets are being changed."""

    purpose: str
    secret: bytes
    old: bytes = b""

    def close(self, content: bytes) -> str:
        """The content as a text that does not say it."""
        return self._fernet().encrypt(content).decode()

    def open(self, sealed: str) -> bytes | None:
        """The content; None where the key secret has been changed for good."""
        try:
            return self._fernet().decrypt(sealed)
        except InvalidToken:
            return None

    def _fernet(self) -> MultiFernet:
        secrets = [self.secret, *([self.old] if self.old else [])]
        digests = [hmac.digest(secret, self.purpose.encode(), "sha256") for secret in secrets]
        return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
