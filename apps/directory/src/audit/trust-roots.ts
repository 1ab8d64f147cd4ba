import { equalBytes, hexToBytes } from "@yanta/bytes";
import { parseCertificates } from "@yanta/crypto";
import { genesisHashOfFile, type TrustRoots } from "@yanta/proof";
import { auditErrors } from "./errors.ts";
import { rootFileCharactersMax, rootFilesMax } from "./limits.ts";

/** A file of trust roots. */
export interface RootFile {
  readonly name: string;
  readonly text: string;
}

/** Names that are looked at; others in the folder are passed over. */
export function isRootFile(name: string): boolean {
  return name === "genesis.hash" || name === "bc1.yml" || /\.(?:crt|pem|cer)$/i.test(name);
}

/**
 * Trust roots from files: `genesis.hash` with 64 hex digits or the `bc1.yml` that the chain began with, and the organisations' CA certificates. With
 * genesis.hash alone the CAs rest on that hash, which covers them. Errors: DIRECTORY_AUDIT_ROOTS, PROOF_GENESIS_FILE.
 */
export function readTrustRoots(files: readonly RootFile[]): TrustRoots {
  const refuse = (reason: string, cause?: unknown): Error =>
    auditErrors.create("DIRECTORY_AUDIT_ROOTS", { reason }, cause);
  if (files.length > rootFilesMax) throw refuse(`more than ${rootFilesMax} files`);
  let genesisHash: Uint8Array | undefined;
  let configuration: string | undefined;
  const certificates: string[] = [];
  for (const { name, text } of files) {
    if (text.length > rootFileCharactersMax) throw refuse(`${name} is too long`);
    if (name === "genesis.hash") {
      const digits = text.trim().toLowerCase();
      genesisHash = digits.length === 64 ? hexToBytes(digits) : undefined;
      if (genesisHash === undefined) throw refuse(`${name} has not 64 hex digits`);
    } else if (name === "bc1.yml") {
      configuration = text;
    } else {
      checkCertificates(name, text, refuse);
      certificates.push(text);
    }
  }
  const computed = configuration === undefined ? undefined : genesisHashOfFile(configuration, certificates);
  if (genesisHash !== undefined && computed !== undefined && !equalBytes(genesisHash, computed))
    throw refuse("genesis.hash is not that of bc1.yml");
  const found = genesisHash ?? computed;
  if (found === undefined) throw refuse("genesis.hash or bc1.yml is missing");
  return { genesisHash: found, certificates };
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
