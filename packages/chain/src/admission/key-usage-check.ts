import { type AccessControl, checkSenderKeyUsage, type Identity, type Refusal } from "@yanta/identity";
import type { TxView } from "@yanta/protocol";

/** `null` = good, as a WeakMap cannot tell undefined from absent. */
type Verdict = Refusal | null;

/**
 * The check of `node.cert_key_usage_check`. It parses the sender's certificate, which costs more than its signature, so the
 * verdict is kept beside the identity that access control keeps for the same certificate bytes.
 */
export class KeyUsageCheck {
  readonly #verdicts = new WeakMap<Identity, Verdict>();

  /** Why the sender's certificate may not sign transactions, undefined when it may. */
  check(tx: TxView, accessControl: AccessControl, unixSeconds: bigint): Refusal | undefined {
    const member = tx.sender?.signer;
    const resolved = member && accessControl.resolveMember(member, unixSeconds);
    if (resolved?.kind !== "identity") return checkSenderKeyUsage(tx);
    const known = this.#verdicts.get(resolved.identity);
    if (known !== undefined) return known ?? undefined;
    const refusal = checkSenderKeyUsage(tx);
    this.#verdicts.set(resolved.identity, refusal ?? null);
    return refusal;
  }
}
