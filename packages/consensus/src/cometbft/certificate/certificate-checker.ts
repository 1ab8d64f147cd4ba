import { fromBinary } from "@bufbuild/protobuf";
import { binaryStringToBytes, equalBytes } from "@yanta/bytes";
import { encodeBlockInfo, scanBlockInfo, type ScannedBlockInfo, TxRWSetSchema } from "@yanta/protocol";
import { decodeEngineData } from "../app/engine-data.ts";
import { validatorPower } from "../engine/engine-genesis.ts";
import { type GenesisKeys, readChainConfig, validatorsOf } from "../governance/validators.ts";
import type { EngineBinding } from "../interface.ts";
import type { BlockCertificateVerdict } from "./check-block-certificate.ts";
import type { EngineValidatorKey } from "./engine-hashes.ts";
import { verifyCertificate } from "./verify-certificate.ts";

/** Validators that a block decided on, and the engine height that it was decided at; undefined = before the first one. */
interface Decided {
  readonly engineHeight: bigint | undefined;
  readonly validators: readonly EngineValidatorKey[];
}

const configKey = binaryStringToBytes("CHAIN_CONFIG");

/**
 * Checks the certificates of a chain from its blocks alone, from the genesis block on, without a node: it follows the configuration by what the blocks wrote.
 * The caller has verified each block's hashes (`verifyBlock`).
 */
export class CertificateChecker {
  readonly #chainId: string;
  readonly #keys: GenesisKeys;
  /** Oldest first; those that no later block needs are dropped. */
  #decided: readonly Decided[] = [];

  /** `bindings`: those of the engine's genesis. */
  constructor(chainId: string, bindings: readonly EngineBinding[]) {
    this.#chainId = chainId;
    this.#keys = new Map(bindings.map(({ nodeId, engineKey }) => [nodeId, engineKey]));
  }

  /** The next block: M(BlockInfo) with its rwsets. Errors: those of `scanBlockInfo`. */
  add(blockInfoBytes: Uint8Array): BlockCertificateVerdict {
    const block = scanBlockInfo(blockInfoBytes);
    const data = block.additionalDataBytes === undefined ? undefined : decodeEngineData(block.additionalDataBytes);
    const verdict = this.#judge(block, data?.engineHeight, data?.certificate);
    const config = writtenConfig(block);
    if (config !== undefined) {
      const validators = [...validatorsOf(readChainConfig(config), this.#keys).values()];
      const power = BigInt(validatorPower);
      this.#decided = [
        ...this.#decided,
        { engineHeight: data?.engineHeight, validators: validators.map(({ engineKey }) => ({ engineKey, power })) },
      ];
    }
    return verdict;
  }

  #judge(
    { headerBytes, dagBytes, txBytes }: ScannedBlockInfo,
    engineHeight: bigint | undefined,
    certificate: Uint8Array | undefined,
  ): BlockCertificateVerdict {
    if (engineHeight === undefined) return { kind: "absent", reason: "no engine decided on this block" };
    if (certificate === undefined) return { kind: "absent", reason: "it was stored without a certificate" };
    return verifyCertificate({
      certificate,
      chainId: this.#chainId,
      engineHeight,
      blockBytes: encodeBlockInfo({ headerBytes, dagBytes, txBytes, rwSetBytes: [] }),
      validators: this.#inForce(engineHeight),
    });
  }

  /** A change that engine height H makes is in force from H + 2 on. */
  #inForce(engineHeight: bigint): readonly EngineValidatorKey[] {
    const last = this.#decided.findLastIndex((each) => (each.engineHeight ?? -2n) <= engineHeight - 2n);
    this.#decided = this.#decided.slice(Math.max(0, last));
    return last < 0 ? [] : (this.#decided[0]?.validators ?? []);
  }
}

/** The configuration that a block wrote; configuration stands alone in its block. */
function writtenConfig({ header, rwSetBytes }: ScannedBlockInfo): Uint8Array | undefined {
  const [only] = rwSetBytes;
  if (only === undefined || header.txCount !== 1) return undefined;
  const { txWrites } = fromBinary(TxRWSetSchema, only);
  return txWrites.find(({ contractName, key }) => contractName === "CHAIN_CONFIG" && equalBytes(key, configKey))?.value;
}
