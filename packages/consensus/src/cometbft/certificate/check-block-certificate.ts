import { encodeBlockInfo, scanOwnBlockInfo } from "@yanta/protocol";
import type { LedgerReader } from "@yanta/storage";
import { appHash, bindingsDigest } from "../app/app-hash.ts";
import { readEngineData } from "../app/engine-data.ts";
import { digestAt, engineDataAt } from "../app/engine-history.ts";
import { validatorPower } from "../engine/engine-genesis.ts";
import { readChainConfig, validatorsOf } from "../governance/validators.ts";
import type { EngineBinding } from "../interface.ts";
import type { EngineValidatorKey } from "./engine-hashes.ts";
import { type CertificateVerdict, verifyCertificate } from "./verify-certificate.ts";

export interface BlockToCheck {
  readonly ledger: LedgerReader;
  readonly chainId: string;
  readonly height: bigint;
  /** Those of the engine's genesis. */
  readonly bindings: readonly EngineBinding[];
  /** A certificate from the engine for a block that was stored without one. */
  readonly certificate?: Uint8Array;
}

/** `absent` tells why nothing can be said: no engine decided the block, no certificate is known, or its transactions are archived. */
export type BlockCertificateVerdict = CertificateVerdict | { readonly kind: "absent"; readonly reason: string };

/** Whether more than two thirds of the validators in force signed for a stored block. */
export function checkBlockCertificate(block: BlockToCheck): BlockCertificateVerdict {
  const { ledger, chainId, height, bindings } = block;
  const record = ledger.getBlock(height);
  const data = record === undefined ? undefined : readEngineData(record);
  if (record === undefined || data === undefined) return { kind: "absent", reason: "no engine decided on this block" };
  if (record.archived === true) return { kind: "absent", reason: "its transactions are archived" };
  const certificate = data.certificate ?? block.certificate;
  if (certificate === undefined) return { kind: "absent", reason: "it was stored without a certificate" };
  const { headerBytes, dagBytes, txBytes } = scanOwnBlockInfo(record.blockInfoBytes);
  return verifyCertificate({
    certificate,
    chainId,
    engineHeight: data.engineHeight,
    blockBytes: encodeBlockInfo({ headerBytes, dagBytes, txBytes, rwSetBytes: [] }),
    validators: validatorsInForce(ledger, height, data.engineHeight, bindings),
    appHash: appHash(bindingsDigest(bindings), digestAt(ledger, height - 1n)),
  });
}

/** Below every engine height: that of blocks which no engine decided. */
const beforeEngine = -2n;

/** A change that engine height H makes is in force from H + 2 on: the configuration that counts is that of the last block at or below H - 2. */
function validatorsInForce(
  ledger: LedgerReader,
  height: bigint,
  engineHeight: bigint,
  bindings: readonly EngineBinding[],
): readonly EngineValidatorKey[] {
  let deciding = height - 1n;
  while (deciding > 0n && (engineDataAt(ledger, deciding)?.engineHeight ?? beforeEngine) > engineHeight - 2n)
    deciding--;
  const bytes = ledger.getStateAt("CHAIN_CONFIG", "CHAIN_CONFIG", deciding);
  if (bytes === undefined) return [];
  const keys = new Map(bindings.map(({ nodeId, engineKey }) => [nodeId, engineKey]));
  return [...validatorsOf(readChainConfig(bytes), keys).values()].map(({ engineKey }) => ({
    engineKey,
    power: BigInt(validatorPower),
  }));
}
