"""Signatures of releases: an Ed25519 key that the operator keeps signs the list of files, which has the hash of every one.

Keys are those of OpenSSH or PEM files. Who a public key belongs to is said by a file of signers, kept where nobody who may
write into the folder of releases can write: on each line a name and a public key as in ``authorized_keys``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import DamagedError, ExtraError, UsageError
from kb.release.intact import sha256_of
from kb.release.sealing import LIST, SIGNATURE, json_text, read_mapping
from kb.saving import save

SETTING = "KB_SIGNERS"
NEEDED = "signatures need the package 'cryptography': pip install 'policykb[signing]'"


@dataclass(frozen=True)
class Signature:
    """What a look at the signature of a release came to; without ``key`` there is none."""

    key: str = ""
    name: str = ""
    is_broken: bool = False
    is_checked: bool = True

    @property
    def said(self) -> str:
        """In words."""
        if not self.key:
            return "not signed"
        if not self.is_checked:
            return f"signed, but nobody checked it: {NEEDED}"
        if self.is_broken:
            return "its signature is not one of this release"
        return (
            f"signed by {self.name} ({self.key})" if self.name else f"signed by a key that no file of signers names ({self.key})"
        )


def sign(folder: Path, key_file: Path) -> Signature:
    """Sign a release; UsageError for a key that cannot be used."""
    serialization, ed25519 = _cryptography()
    key = _private_key(key_file, serialization)
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise UsageError(f"{key_file} is no Ed25519 key; make one with: ssh-keygen -t ed25519 -N '' -f FILE")
    form = serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    public = key.public_key().public_bytes(*form).decode()
    signature = base64.b64encode(key.sign(_statement(folder))).decode()
    save(folder / SIGNATURE, json_text({"key": public, "signature": signature}))
    return signature_of(folder)


def signature_of(folder: Path, signers: Path | None = None) -> Signature:
    """Whether a release is signed, and by whom."""
    if not (folder / SIGNATURE).is_file():
        return Signature()
    try:
        said = read_mapping(folder, SIGNATURE)[1]
        public, signature = str(said["key"]), base64.b64decode(str(said["signature"]), validate=True)
    except (DamagedError, KeyError, binascii.Error):
        return Signature(key="unknown", is_broken=True)
    try:
        is_good = _is_good(public, signature, _statement(folder))
    except UsageError:
        return Signature(fingerprint(public), is_checked=False)
    return Signature(fingerprint(public), _name_of(public, signers), not is_good)


def fingerprint(public: str) -> str:
    """A public key in short, as OpenSSH writes it."""
    try:
        content = base64.b64decode(public.split()[1], validate=True)
    except (IndexError, binascii.Error):
        return "unknown"
    return "SHA256:" + base64.b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")


def _statement(folder: Path) -> bytes:
    """What is signed: the name of the release and the hash of the list of its files."""
    return json_text({"release": folder.name, LIST: sha256_of(folder / LIST)})


def _is_good(public: str, signature: bytes, statement: bytes) -> bool:
    serialization, ed25519 = _cryptography()
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

    try:
        key = serialization.load_ssh_public_key(public.encode())
        if not isinstance(key, ed25519.Ed25519PublicKey):
            return False
        key.verify(signature, statement)
        return True
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False


def _private_key(path: Path, serialization: Any) -> Any:
    try:
        content = path.read_bytes()
        is_openssh = b"OPENSSH" in content
        return (serialization.load_ssh_private_key if is_openssh else serialization.load_pem_private_key)(content, None)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError):
        raise UsageError(f"{path} is no private key that can be used; one with a passphrase cannot") from None


def _name_of(public: str, signers: Path | None) -> str:
    """The name that the file of signers gives a key."""
    file = signers or (Path(os.environ[SETTING]) if os.environ.get(SETTING) else None)
    if file is None:
        return ""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{file} cannot be read as a file of signers: a name and a public key on each line") from None
    named = (line.split() for line in lines if line.strip() and not line.startswith("#"))
    return next((parts[0] for parts in named if parts[1:3] == public.split()[:2]), "")


def _cryptography() -> tuple[Any, Any]:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        raise ExtraError("cryptography") from None
    return serialization, ed25519
