"""Secrets of second factors at rest: encrypted, as personal data are."""

from allauth.mfa.adapter import DefaultMFAAdapter

from lib.crypto import decrypt, encrypt
from lib.keys import JsonSecrets

#: The key of an app (TOTP) and what recovery codes are made of: allauth keeps them in JSON.
SECRETS = JsonSecrets(
    key="mfa.Authenticator", column="data", names=("secret", "seed", "migrated_codes")
)


class PortalFactors(DefaultMFAAdapter):
    """allauth with its secrets encrypted under ENCRYPTION_KEYS: who reads a dump has no codes."""

    def encrypt(self, text: str) -> str:
        """Return `text` as the database keeps it."""
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` was given. Raises `InvalidToken` when no key opens it."""
        return decrypt(encrypted_text)
