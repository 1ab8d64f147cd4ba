import { fromBinary } from "@bufbuild/protobuf";
import { binaryStringToBytes, equalBytes } from "@yanta/bytes";
import { encodeBlockInfo, scanBlockInfo, type ScannedBlockInfo, TxRWSetSchema } from "@yanta/protocol";
import { decodeEngineData } from "../app/engine-data.ts";
import { validatorPower } from "../engine/engine-genesis.ts";
import { type GenesisKeys, readChainConfig, validatorsOf } from "../governance/validators.ts";
import type { EngineBinding } from "../interface.ts";
import type { BlockCertificateVerdict } from "./check-block-certificate.ts";
import { engineValidatorsHash, type EngineValidatorKey } from "./engine-hashes.ts";
import { verifyCertificate } from "./verify-certificate.ts";

/** Validators that a block decided on, and the engine height that it was decided at; undefined = before the first one. */
interface Decided {
  readonly engineHeight: bigint | undefined;
  readonly validators: readonly EngineValidatorKey[];
  /** Whether validators that were known before signed for it: by its own certificate, or by a later block's, which its hash covers. */
  isCertified: boolean;
}

const configKey = binaryStringToBytes("CHAIN_CONFIG");

/**
 * Checks the certificates of a chain from its blocks alone, from the genesis block on, without a node: it follows the configuration by what the blocks wrote.
 * Validators that come with a block nobody signed for prove nothing: a forger could bring their own. The genesis block is trusted as it is given.
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
    const isCertified = verdict.kind === "valid";
    if (isCertified) for (const each of this.#decided) each.isCertified = true;
    const config = writtenConfig(block);
    const validators = config && this.#validatorsOf(config);
    if (validators !== undefined)
      this.#decided = [
        ...this.#decided,
        {
          engineHeight: data?.engineHeight,
          validators,
          isCertified: isCertified || block.header.blockHeight === 0n,
        },
      ];
    return verdict;
  }

  /** The validators of a configuration; undefined when they are those of the change before. */
  #validatorsOf(config: Uint8Array): readonly EngineValidatorKey[] | undefined {
    const power = BigInt(validatorPower);
    const nodes = [...validatorsOf(readChainConfig(config), this.#keys).values()];
    const validators = nodes.map(({ engineKey }) => ({ engineKey, power }));
    const last = this.#decided.at(-1)?.validators;
    const isSame = last !== undefined && equalBytes(engineValidatorsHash(last), engineValidatorsHash(validators));
    return isSame ? undefined : validators;
  }

  #judge(
    { headerBytes, dagBytes, txBytes }: ScannedBlockInfo,
    engineHeight: bigint | undefined,
    certificate: Uint8Array | undefined,
  ): BlockCertificateVerdict {
    if (engineHeight === undefined) return { kind: "absent", reason: "no engine decided on this block" };
    if (certificate === undefined) return { kind: "absent", reason: "it was stored without a certificate" };
    const inForce = this.#inForce(engineHeight);
    if (inForce?.isCertified === false)
      return { kind: "absent", reason: "nobody signed for the change of its validators" };
    return verifyCertificate({
      certificate,
      chainId: this.#chainId,
      engineHeight,
      blockBytes: encodeBlockInfo({ headerBytes, dagBytes, txBytes, rwSetBytes: [] }),
      validators: inForce?.validators ?? [],
    });
  }

  /** A change that engine height H makes is in force from H + 2 on. */
  #inForce(engineHeight: bigint): Decided | undefined {
    const last = this.#decided.findLastIndex((each) => (each.engineHeight ?? -2n) <= engineHeight - 2n);
    this.#decided = this.#decided.slice(Math.max(0, last));
    return last < 0 ? undefined : this.#decided[0];
  }
}

/** The configuration that a block wrote; configuration stands alone in its block. */
function writtenConfig({ header, rwSetBytes }: ScannedBlockInfo): Uint8Array | undefined {
  const [only] = rwSetBytes;
  if (only === undefined || header.txCount !== 1) return undefined;
  const { txWrites } = fromBinary(TxRWSetSchema, only);
  return txWrites.find(({ contractName, key }) => contractName === "CHAIN_CONFIG" && equalBytes(key, configKey))?.value;
}
