import { hexToBytes } from "@yanta/bytes";
import { parseCertificates } from "@yanta/crypto";
import type { TrustRoots } from "@yanta/proof";
import { auditErrors } from "./errors.ts";
import { rootFileCharactersMax, rootFilesMax } from "./limits.ts";

/** A file of trust roots. */
export interface RootFile {
  readonly name: string;
  readonly text: string;
}

/** Names that are looked at; others in the folder are passed over. */
export function isRootFile(name: string): boolean {
  return name === "genesis.hash" || /\.(?:crt|pem|cer)$/i.test(name);
}

/**
 * Trust roots from files: `genesis.hash` with 64 hex digits, and the organisations' CA certificates. Without certificates the CAs rest on the genesis hash
 * alone, which covers them. Errors: DIRECTORY_AUDIT_ROOTS.
 */
export function readTrustRoots(files: readonly RootFile[]): TrustRoots {
  const refuse = (reason: string, cause?: unknown): Error =>
    auditErrors.create("DIRECTORY_AUDIT_ROOTS", { reason }, cause);
  if (files.length > rootFilesMax) throw refuse(`more than ${rootFilesMax} files`);
  let genesisHash: Uint8Array | undefined;
  const certificates: string[] = [];
  for (const { name, text } of files) {
    if (text.length > rootFileCharactersMax) throw refuse(`${name} is too long`);
    if (name === "genesis.hash") {
      const digits = text.trim().toLowerCase();
      genesisHash = digits.length === 64 ? hexToBytes(digits) : undefined;
      if (genesisHash === undefined) throw refuse(`${name} has not 64 hex digits`);
    } else {
      checkCertificates(name, text, refuse);
      certificates.push(text);
    }
  }
  if (genesisHash === undefined) throw refuse("genesis.hash is missing");
  return { genesisHash, certificates };
}

function checkCertificates(name: string, text: string, refuse: (reason: string, cause?: unknown) => Error): void {
  let count: number;
  try {
    count = parseCertificates(text).length;
  } catch (error) {
    throw refuse(`${name} is no certificate`, error);
  }
  if (count === 0) throw refuse(`${name} holds no certificate`);
}
