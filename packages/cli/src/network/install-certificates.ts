import { existsSync, copyFileSync, renameSync, writeFileSync } from "node:fs";
import type { IdentityFiles, KeyPairFiles } from "@yanta/node";
import type { IssuedIdentity } from "../dev-chain/identities.ts";
import type { NodeCertificates } from "./new-identity.ts";

/**
 * Puts new certificates and keys in the place of those that a node's configuration names; the old ones stay beside them as
 * `*.old`. A node that runs takes them within seconds. Answers with the files that changed.
 */
export function installCertificates(files: IdentityFiles, { sign, tls }: NodeCertificates): readonly string[] {
  return [...installPair(files.signing, sign), ...files.tls.flatMap((pair) => installPair(pair, tls))];
}

function installPair({ certificateFile, keyFile }: KeyPairFiles, { certificate, privateKey }: IssuedIdentity) {
  replaceFile(keyFile, privateKey.toPem(), 0o600);
  replaceFile(certificateFile, certificate.pem, 0o644);
  return [certificateFile, keyFile];
}

/** A crash leaves the old file or the new one. */
function replaceFile(path: string, text: string, mode: number): void {
  if (existsSync(path)) copyFileSync(path, `${path}.old`);
  const building = `${path}.new`;
  writeFileSync(building, text, { mode });
  renameSync(building, path);
}
