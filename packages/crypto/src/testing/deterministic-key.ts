import { createPrivateKey } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import { hashBytes } from "../hash.ts";
import type { PrivateKey } from "../interface.ts";
import { parsePrivateKey } from "../keys/private-key.ts";

/**
 * A P-256 key from its PEM that signs the same message with the same bytes each time (RFC 6979), so that what a seed makes has the same lengths in
 * every run. For tests: what runs outside draws its nonces.
 */
export function parseDeterministicKey(pem: string): PrivateKey {
  const key = parsePrivateKey(pem);
  const { crv, d } = createPrivateKey(pem).export({ format: "jwk" });
  if (crv !== "P-256" || d === undefined) throw new Error(`a key on ${String(crv)}, wanted P-256`);
  const secret = new Uint8Array(Buffer.from(d, "base64url"));
  return {
    algorithm: key.algorithm,
    publicKey: key.publicKey,
    sign: (message, hash) =>
      p256.sign(hashBytes(hash, message), secret, { prehash: false, lowS: false, format: "der" }),
    toPem: () => key.toPem(),
  };
}
