"""Whether the signatures of a PDF hold: what each covers, what came after it, and what its certificate is worth.

Nothing is asked of the network: the check is the same on any laptop, and what only the certifier knows (that a
certificate was revoked) is said to be unknown unless the file itself carries the answer.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from desktop.minutes import trust
from desktop.minutes.signing import apart

# What a signature covers, what came after it, how its certificate stood when it was made.
WHOLE, EARLIER, PART = "whole", "earlier", "part"
NOTHING, SIGNATURES, OTHERS = "nothing", "signatures", "others"
VALID, EXPIRED, NOT_YET = "valid", "expired", "not_yet"
UNKNOWN, REVOKED = "unknown", "revoked"


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """One signature. `at` is when it was made: by the timestamp where there is one (`stamped`), else as the signer's
    own computer said. `intact`: the bytes it covers are those that were signed, by that certificate.
    """

    field: str
    signer: str
    issuer: str
    kind: str
    at: datetime | None
    stamped: bool
    intact: bool
    covers: str
    after: str
    certificate: str
    revocation: str

    @property
    def holds(self) -> bool:
        """Whether the signature stands: nothing it covers was changed, and nothing but signatures came after it."""
        covered = self.covers in (WHOLE, EARLIER) and self.after in (NOTHING, SIGNATURES)
        return self.intact and covered and self.certificate == VALID and self.revocation != REVOKED


@dataclass(frozen=True, slots=True)
class PdfReport:
    """A PDF and its signatures in the order in which they were made; `readable` is False for a file that is none."""

    readable: bool
    signatures: tuple[SignatureReport, ...] = ()


def examine(content: bytes, *, roots: Iterable[Any] = ()) -> PdfReport:
    """Reads every signature of a PDF. `roots` are the certificates of licensed certifiers.

    A file from anywhere may be broken in any way; whatever cannot be read does not hold.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(content))
        found = list(reader.embedded_regular_signatures)
        return PdfReport(True, tuple(apart(partial(_report, one, tuple(roots))) for one in found))
    except Exception:  # noqa: BLE001 - see above
        return PdfReport(False)


async def _report(signature: Any, roots: tuple[Any, ...]) -> SignatureReport:
    certificate = signature.signer_cert
    try:
        status = await _status(signature)
        stamp = status.timestamp_validity
        stamped = stamp is not None and stamp.intact and stamp.valid
        at = stamp.timestamp if stamped else signature.self_reported_timestamp
        others = signature.other_embedded_certs
        kind = await trust.kind_of(certificate, others, roots=roots, at=at) if at is not None else trust.ELECTRONIC
        revoked = at is not None and await _revoked(signature, roots, at)
        return SignatureReport(
            field=str(signature.field_name or ""),
            signer=trust.name_of(certificate.subject),
            issuer=trust.name_of(certificate.issuer),
            kind=kind,
            at=at,
            stamped=stamped,
            intact=status.intact and status.valid,
            covers=_covers(status),
            after=_after(status),
            certificate=_standing(certificate, at),
            revocation=REVOKED if revoked else UNKNOWN,
        )
    except Exception:  # noqa: BLE001 - a signature that cannot be taken apart is one that does not hold
        return SignatureReport(
            field=str(signature.field_name or ""), signer=trust.name_of(certificate.subject),
            issuer=trust.name_of(certificate.issuer), kind=trust.ELECTRONIC, at=None, stamped=False, intact=False,
            covers=PART, after=OTHERS, certificate=VALID, revocation=UNKNOWN,
        )  # fmt: skip


async def _status(signature: Any, context: Any = None) -> Any:
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    # Without roots nobody is trusted: what is asked is only whether the bytes hold.
    context = context or ValidationContext(trust_roots=[])
    # Some certifiers mark their certificates for signing in general, and not for what cannot be denied later.
    uses = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
    return await async_validate_pdf_signature(signature, context, context, key_usage_settings=uses)


async def _revoked(signature: Any, roots: tuple[Any, ...], moment: datetime) -> bool:
    """Whether the file itself carries the word of a licensed certifier that the certificate was revoked by then."""
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.errors import ValidationInfoReadingError

    if not roots:
        return False
    try:
        carried = DocumentSecurityStore.read_dss(signature.reader)
    except ValidationInfoReadingError:
        return False
    facts = {"trust_roots": list(roots), "moment": moment, "revocation_mode": "soft-fail", "retroactive_revinfo": True}
    return bool((await _status(signature, carried.as_validation_context(facts))).revoked)


def _covers(status: Any) -> str:
    told = {"ENTIRE_FILE": WHOLE, "ENTIRE_REVISION": EARLIER}
    return told.get(status.coverage.name if status.coverage else "", PART)


def _after(status: Any) -> str:
    if _covers(status) == WHOLE:
        return NOTHING
    level = status.modification_level
    if not status.docmdp_ok or level is None:
        return OTHERS
    return {"NONE": NOTHING, "LTA_UPDATES": SIGNATURES, "FORM_FILLING": SIGNATURES}.get(level.name, OTHERS)


def _standing(certificate: Any, moment: datetime | None) -> str:
    if moment is None:
        return UNKNOWN
    if certificate.not_valid_after < moment:
        return EXPIRED
    return NOT_YET if certificate.not_valid_before > moment else VALID
