import { parseCertificates } from "@yanta/crypto";
import {
  type ChainConfig,
  ChainConfigSchema,
  createGenesis,
  isMapping,
  lowerCaseKeys,
  messageFromValues,
  verifyChainConfig,
} from "@yanta/protocol";
import { parse } from "yaml";
import { proofErrors } from "./errors.ts";
import { genesisFileCharactersMax } from "./limits.ts";

/**
 * Hash of the genesis block that a chain configuration (bc1.yml) makes. Its certificates are not looked for at their paths: each organisation's root is the one of
 * `certificates` (texts of whole files, as they lay beside bc1.yml when the chain began) that names the organisation. Errors: PROOF_GENESIS_FILE.
 * Spec: config.md §1, ledger.md §4.
 */
export function genesisHashOfFile(text: string, certificates: readonly string[]): Uint8Array {
  const refuse = (reason: string, cause?: unknown): Error =>
    proofErrors.create("PROOF_GENESIS_FILE", { reason }, cause);
  if (text.length > genesisFileCharactersMax) throw refuse("it is too long");
  let values: unknown;
  try {
    values = parse(text, { maxAliasCount: 100 });
  } catch (error) {
    throw refuse("it is no YAML", error);
  }
  if (!isMapping(values)) throw refuse("its top is no mapping");
  const { message: config } = messageFromValues(ChainConfigSchema, lowerCaseKeys(values), (key, reason) =>
    refuse(`${key} ${reason}`),
  );
  putRoots(config, certificates, refuse);
  const fault = verifyChainConfig(config);
  if (fault !== undefined) throw refuse(fault);
  return createGenesis(config).blockHash;
}

function putRoots(config: ChainConfig, certificates: readonly string[], refuse: (reason: string) => Error): void {
  if (config.trustMembers.length > 0) throw refuse("it has trust_members; use genesis.hash");
  const byOrg = Map.groupBy(certificates, (pem) => parseCertificates(pem)[0]?.subject.organization[0] ?? "");
  for (const entry of config.trustRoots) {
    const [root, ...more] = byOrg.get(entry.orgId) ?? [];
    if (root === undefined) throw refuse(`no certificate of ${entry.orgId} is among the trust roots`);
    if (more.length > 0 || entry.root.length !== 1)
      throw refuse(`${entry.orgId} has several certificates; use genesis.hash`);
    entry.root = [root];
  }
}
