import { concatBytes } from "@yanta/bytes";
import { bytesToBase58, type PublicKey } from "@yanta/crypto";

/** A DID that is its own Ed25519 key. Spec: W3C did:key §3.1.1. */
export type DidKey = `did:key:z6Mk${string}`;

/** Base58 of 34 bytes that begin with 0xed01. */
export const didKeyPattern = /^did:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/;

const ed25519Prefix = Uint8Array.of(0xed, 0x01);

/** The DID of an Ed25519 key. */
export function didOfKey({ keyBits }: PublicKey): DidKey {
  return `did:key:${multibaseOf(keyBits)}`;
}

function multibaseOf(keyBits: Uint8Array): `z6Mk${string}` {
  return `z${bytesToBase58(concatBytes(ed25519Prefix, keyBits))}` as `z6Mk${string}`;
}

/** How a signature of the DID names its key. */
export function keyIdOf(did: string): string {
  return `${did}#${did.slice("did:key:".length)}`;
}

/** What a DID or its key's id stands for, as documents that verifiers read; undefined when it is no such DID. */
export function resolveDidKey(url: string): object | undefined {
  const [did = "", fragment] = url.split("#");
  if (!didKeyPattern.test(did)) return undefined;
  const key = { id: keyIdOf(did), type: "Multikey", controller: did, publicKeyMultibase: did.slice("did:key:".length) };
  if (fragment === undefined)
    return {
      "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
      id: did,
      verificationMethod: [key],
      assertionMethod: [key.id],
    };
  return url === key.id ? { "@context": "https://w3id.org/security/multikey/v1", ...key } : undefined;
}
