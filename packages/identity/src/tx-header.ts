import { utf8ToBytes, bytesToUtf8 } from "@yanta/bytes";
import { MemberType, TxType, type TxView } from "@yanta/protocol";
import { readCertificate } from "./certificates.ts";
import type { Refusal } from "./interface.ts";

/** ChainMaker's limit for a transaction id, in bytes. */
const txIdSizeBytesMax = 64;

/** What ChainMaker really asks of an INVOKE's id: 1 to 64 characters, none of Go's white space. Its message claims less. */
const txIdPattern = /^[^\t\n\f\r ]{1,64}$/u;

/**
 * Payload checks that need no state: presence, chain id, transaction id, expiration; undefined = good. The text starts
 * where `tx verify failed, ` ends.
 *
 * Spec: rpc.md §5 rows 5–9.
 */
export function checkTxHeader(
  { hasPayload, payload }: Pick<TxView, "hasPayload" | "payload">,
  chainId: string,
): Refusal | undefined {
  if (!hasPayload) return refuseHeader("tx header is nil");
  if (payload.chainId !== chainId)
    return refuseHeader(`chain id [${payload.chainId}] is incorrect, wanted [${chainId}]`);
  if (utf8ToBytes(payload.txId).length > txIdSizeBytesMax) return refuseHeader("tx id length is incorrect, wanted 64");
  if (payload.txType === TxType.INVOKE_CONTRACT && !txIdPattern.test(payload.txId)) {
    return refuseHeader(`check tx id failed, only [a-zA-Z0-9_] are allowed, your TxId is:${payload.txId}`);
  }
  if (payload.expirationTime !== 0n && payload.expirationTime <= payload.timestamp) {
    return refuseHeader(`tx timestamp ${payload.timestamp} should be before expiration time ${payload.expirationTime}`);
  }
  return undefined;
}

/**
 * The check that `node.cert_key_usage_check` turns on, for a sender that shows its certificate; undefined = good. The
 * text starts where `tx verify failed, ` ends.
 *
 * Spec: rpc.md §5 rows 2–4.
 */
export function checkSenderKeyUsage({ sender }: Pick<TxView, "sender">): Refusal | undefined {
  const member = sender?.signer;
  if (member === undefined || member.memberType !== MemberType.CERT) return undefined;
  const certificate = readCertificate(member.memberInfo);
  if (certificate === undefined || !isOnePemBlock(member.memberInfo))
    return { message: "failed to decode sign cert, rest not nil" };
  if (!certificate.keyUsage.has("digitalSignature"))
    return { message: "tx sign certificate is not valid for Digital Signature" };
  if (certificate.keyUsage.has("keyAgreement")) return { message: "tls certificate is misused for tx sign" };
  return undefined;
}

/** One PEM block and nothing after it but its line end. DER is not PEM: ChainMaker refuses it here. */
function isOnePemBlock(bytes: Uint8Array): boolean {
  const text = bytesToUtf8(bytes);
  const start = text.indexOf("-----BEGIN ");
  return start >= 0 && /^-----BEGIN [^-]*-----[^-]*-----END [^-]*-----[ \t\r]*\n?$/.test(text.slice(start));
}

function refuseHeader(reason: string): Refusal {
  return { message: `verify tx header failed, ${reason}` };
}
