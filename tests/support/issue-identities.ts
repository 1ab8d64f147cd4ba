import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bytesToHex } from "@yanta/bytes";
import { generatePrivateKey, issueChainmakerCertificate, nodeIdFromPublicKey, randomBytes } from "@yanta/crypto";
import { orgIdOf, type ChainFolder } from "./chain-folder.ts";

const orgCount = 4;
/** Clocks of two processes on one machine agree; certificates begin a little earlier all the same. */
const headStartSeconds = 60n;

/** Gives the chain's organisations new CAs, nodes, administrators and clients that hold until `notAfter` (unix seconds). */
export function issueIdentities(folder: ChainFolder, notAfter: bigint): void {
  const now = BigInt(Math.floor(Date.now() / 1000));
  const validity = { notBefore: now - headStartSeconds, notAfter };
  let chainConfig = readFileSync(join(folder.path, "bc1.yml"), "utf8");
  for (let org = 1; org <= orgCount; org++) {
    const organizationId = orgIdOf(org);
    const path = join(folder.path, "crypto-config", organizationId);
    const oldNodeId = readFileSync(join(path, "node/consensus1/consensus1.nodeid"), "utf8").trim();
    const signingKey = generatePrivateKey("ECDSA_P256");
    const common = { organizationId, signingKey, ...validity };
    const issuer = issueChainmakerCertificate({ ...common, kind: "ca", publicKey: signingKey.publicKey });
    writeFileSync(join(path, "ca/ca.crt"), issuer.pem);
    for (const [group, name, role] of [
      ["node", "consensus1", "consensus"],
      ["user", "admin1", "admin"],
      ["user", "client1", "client"],
    ] as const) {
      for (const kind of ["sign", "tls"] as const) {
        const key = generatePrivateKey("ECDSA_P256");
        const nodeIdExtension =
          kind === "tls" && group === "node" ? { nodeIdExtension: bytesToHex(randomBytes(16)) } : {};
        const certificate = issueChainmakerCertificate({
          ...common,
          kind,
          issuer,
          name,
          role,
          publicKey: key.publicKey,
          ...nodeIdExtension,
        });
        writeFileSync(join(path, group, name, `${name}.${kind}.crt`), certificate.pem);
        writeFileSync(join(path, group, name, `${name}.${kind}.key`), key.toPem());
        if (kind === "tls" && group === "node")
          chainConfig = chainConfig.replaceAll(oldNodeId, nodeIdFromPublicKey(certificate.publicKey));
      }
    }
  }
  writeFileSync(join(folder.path, "bc1.yml"), chainConfig);
}
