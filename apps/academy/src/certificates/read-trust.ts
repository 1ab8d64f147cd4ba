import { hexToBytes } from "@yanta/bytes";
import { genesisHashOfFile } from "@yanta/proof";
import { certificateErrors } from "./errors.ts";
import { didKeyPattern } from "./did-key.ts";
import { trustFileCharactersMax, trustFilesMax } from "./limits.ts";
import type { CertificateTrust } from "./verify-certificate.ts";

/** A file that says whom its owner trusts. */
export interface TrustFile {
  readonly name: string;
  readonly text: string;
}

/** Names that are looked at; others in the folder are passed over. */
export function isTrustFile(name: string): boolean {
  return name === "issuers.txt" || name === "genesis.hash" || name === "bc1.yml" || /\.(?:crt|pem|cer)$/i.test(name);
}

/**
 * Trust from files: `issuers.txt` with a DID a line, and of the chain `genesis.hash` (64 hex digits) or the `bc1.yml` that it began with, and its organisations' CA
 * certificates. Errors: ACADEMY_CERTIFICATE_UNREADABLE, PROOF_GENESIS_FILE.
 */
export function readTrust(files: readonly TrustFile[]): CertificateTrust {
  const refuse = (reason: string): Error =>
    certificateErrors.create("ACADEMY_CERTIFICATE_UNREADABLE", {
      what: { en: "trust roots", zh: "信任根" },
      reason,
    });
  if (files.length > trustFilesMax) throw refuse(`> ${trustFilesMax}`);
  for (const { name, text } of files) if (text.length > trustFileCharactersMax) throw refuse(name);
  const textOf = (wanted: string): string | undefined => files.find(({ name }) => name === wanted)?.text;
  const issuers = (textOf("issuers.txt") ?? "")
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "");
  for (const issuer of issuers) if (!didKeyPattern.test(issuer)) throw refuse(`issuers.txt: ${issuer.slice(0, 80)}`);
  const certificates = files.filter(({ name }) => /\.(?:crt|pem|cer)$/i.test(name)).map(({ text }) => text);
  const [digits, configuration] = [textOf("genesis.hash"), textOf("bc1.yml")];
  const given = digits === undefined ? undefined : hexToBytes(digits.trim().toLowerCase());
  if (digits !== undefined && given?.length !== 32) throw refuse("genesis.hash");
  const genesisHash =
    given ?? (configuration === undefined ? undefined : genesisHashOfFile(configuration, certificates));
  return { issuers, chain: genesisHash === undefined ? undefined : { genesisHash, certificates } };
}
