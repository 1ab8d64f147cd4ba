import { bytesToHex, equalBytes } from "@yanta/bytes";
import { type HashAlgorithm, parseCertificates } from "@yanta/crypto";
import { type BlockHeader, type ChainConfig, decodeMessage, hashAlgorithmOf, TxRWSetSchema } from "@yanta/protocol";
import { writtenConfig } from "./configuration.ts";
import { proofErrors } from "./errors.ts";
import type { TransactionProof, TrustRoots } from "./interface.ts";
import { readHeader } from "./read-header.ts";
import { placeTransaction } from "./read-transaction.ts";

export interface ProvenGenesis {
  readonly header: BlockHeader;
  readonly config: ChainConfig;
  readonly algorithm: HashAlgorithm;
}

/**
 * The chain's first block and configuration, when they are those that the verifier trusts. The hash algorithm comes from the configuration that is being
 * checked: another one would make another hash. Errors: PROOF_MALFORMED, PROOF_CONFIG_INVALID, PROOF_GENESIS_FOREIGN, PROOF_AUTHORITY_UNKNOWN, PROOF_BLOCK_INVALID, PROOF_TRANSACTION_INVALID.
 */
export function verifyGenesis(proof: TransactionProof, headerBytes: Uint8Array, roots: TrustRoots): ProvenGenesis {
  const algorithm = readAlgorithm(proof.rwSetBytes);
  const header = readHeader(headerBytes, algorithm);
  if (!equalBytes(header.blockHash, roots.genesisHash))
    throw proofErrors.create("PROOF_GENESIS_FOREIGN", {
      found: bytesToHex(header.blockHash),
      trusted: bytesToHex(roots.genesisHash),
    });
  const { rwSet } = placeTransaction(proof, header, algorithm);
  const config = writtenConfig(rwSet, 0n);
  if (roots.certificates.length > 0) {
    const [unknown] = strangeAuthorities(config, roots);
    if (unknown !== undefined) throw proofErrors.create("PROOF_AUTHORITY_UNKNOWN", { orgId: unknown });
  }
  return { header, config, algorithm };
}

/** Organisations of a configuration with a CA that is not among the trust roots. */
export function strangeAuthorities(config: ChainConfig, roots: TrustRoots): readonly string[] {
  const known = new Set(roots.certificates.flatMap((pem) => parseCertificates(pem)).map(({ der }) => bytesToHex(der)));
  return config.trustRoots
    .filter(({ root }) => root.flatMap((pem) => parseCertificates(pem)).some(({ der }) => !known.has(bytesToHex(der))))
    .map(({ orgId }) => orgId);
}

function readAlgorithm(rwSetBytes: Uint8Array): HashAlgorithm {
  try {
    return hashAlgorithmOf(writtenConfig(decodeMessage(TxRWSetSchema, rwSetBytes), 0n));
  } catch (error) {
    throw proofErrors.create("PROOF_MALFORMED", { part: "the genesis", reason: "it has no configuration" }, error);
  }
}
