import { fromBinary } from "@bufbuild/protobuf";
import { binaryStringToBytes, emptyBytes, equalBytes } from "@yanta/bytes";
import {
  type ChainConfig,
  encodeBlockInfo,
  scanBlockInfo,
  type ScannedBlockInfo,
  TxRWSetSchema,
} from "@yanta/protocol";
import { appHash, bindingsDigest, firstDigest, nextDigest } from "../app/app-hash.ts";
import { decodeEngineData, type EngineData } from "../app/engine-data.ts";
import { encodeBlockTx } from "../app/engine-tx.ts";
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
 * Validators that come with a block nobody signed for prove nothing: a forger could bring their own, or tell another engine height, from which it
 * follows when they take over. What is signed for is a block with all blocks and engine heights before it: the application's hash in a
 * certificate's header covers them. The genesis block is trusted as it is given. The caller has verified each block's hashes (`verifyBlock`).
 */
export class CertificateChecker {
  readonly #chainId: string;
  readonly #bindings: readonly EngineBinding[];
  #keys: GenesisKeys = new Map();
  #bindingsDigest: Uint8Array = emptyBytes;
  /** Digest of the chain up to the last block, by our own reckoning. */
  #digest: Uint8Array = emptyBytes;
  /** Oldest first; those that no later block needs are dropped. */
  #decided: readonly Decided[] = [];

  /** `bindings`: those of the engine's genesis; others are passed over. */
  constructor(chainId: string, bindings: readonly EngineBinding[]) {
    this.#chainId = chainId;
    this.#bindings = bindings;
  }

  /**
   * The next block: M(BlockInfo) with its rwsets, and a certificate from elsewhere, for one that was stored without.
   * Errors: those of `scanBlockInfo`.
   */
  add(blockInfoBytes: Uint8Array, certificate?: Uint8Array): BlockCertificateVerdict {
    const block = scanBlockInfo(blockInfoBytes);
    const { headerBytes, dagBytes, txBytes, header } = block;
    const blockBytes = encodeBlockInfo({ headerBytes, dagBytes, txBytes, rwSetBytes: [] });
    const data = engineDataOf(block);
    const verdict = this.#judge(blockBytes, data, data?.certificate ?? certificate);
    const isCertified = verdict.kind === "valid";
    if (isCertified) for (const each of this.#decided) each.isCertified = true;
    const written = writtenConfig(block);
    const config = written && readChainConfig(written);
    if (header.blockHeight === 0n && config !== undefined) this.#begin(config);
    const validators = config && this.#validatorsOf(config);
    if (validators !== undefined)
      this.#decided = [
        ...this.#decided,
        { engineHeight: data?.engineHeight, validators, isCertified: isCertified || header.blockHeight === 0n },
      ];
    this.#digest =
      data === undefined
        ? firstDigest(header.blockHash)
        : nextDigest(this.#digest, data.engineHeight, encodeBlockTx(blockBytes));
    return verdict;
  }

  /** The engine's genesis has the bindings of the first consensus nodes, whatever else a folder holds. */
  #begin(genesis: ChainConfig): void {
    const nodeIds = new Set(genesis.consensus?.nodes.flatMap(({ nodeId }) => nodeId));
    const bindings = this.#bindings.filter(({ nodeId }) => nodeIds.has(nodeId));
    this.#keys = new Map(bindings.map(({ nodeId, engineKey }) => [nodeId, engineKey]));
    this.#bindingsDigest = bindingsDigest(bindings);
  }

  /** The validators of a configuration; undefined when they are those of the change before. */
  #validatorsOf(config: ChainConfig): readonly EngineValidatorKey[] | undefined {
    const power = BigInt(validatorPower);
    const nodes = [...validatorsOf(config, this.#keys).values()];
    const validators = nodes.map(({ engineKey }) => ({ engineKey, power }));
    const last = this.#decided.at(-1)?.validators;
    const isSame = last !== undefined && equalBytes(engineValidatorsHash(last), engineValidatorsHash(validators));
    return isSame ? undefined : validators;
  }

  #judge(
    blockBytes: Uint8Array,
    data: EngineData | undefined,
    certificate: Uint8Array | undefined,
  ): BlockCertificateVerdict {
    if (data === undefined) return { kind: "absent", reason: "no engine decided on this block" };
    if (certificate === undefined) return { kind: "absent", reason: "it was stored without a certificate" };
    const inForce = this.#inForce(data.engineHeight);
    if (inForce?.isCertified === false)
      return { kind: "absent", reason: "nobody signed for the change of its validators" };
    return verifyCertificate({
      certificate,
      chainId: this.#chainId,
      engineHeight: data.engineHeight,
      blockBytes,
      validators: inForce?.validators ?? [],
      appHash: appHash(this.#bindingsDigest, this.#digest),
    });
  }

  /** A change that engine height H makes is in force from H + 2 on. */
  #inForce(engineHeight: bigint): Decided | undefined {
    const last = this.#decided.findLastIndex((each) => (each.engineHeight ?? -2n) <= engineHeight - 2n);
    this.#decided = this.#decided.slice(Math.max(0, last));
    return last < 0 ? undefined : this.#decided[0];
  }
}

function engineDataOf({ additionalDataBytes }: ScannedBlockInfo): EngineData | undefined {
  return additionalDataBytes === undefined ? undefined : decodeEngineData(additionalDataBytes);
}

/** The configuration that a block wrote; configuration stands alone in its block. */
function writtenConfig({ header, rwSetBytes }: ScannedBlockInfo): Uint8Array | undefined {
  const [only] = rwSetBytes;
  if (only === undefined || header.txCount !== 1) return undefined;
  const { txWrites } = fromBinary(TxRWSetSchema, only);
  return txWrites.find(({ contractName, key }) => contractName === "CHAIN_CONFIG" && equalBytes(key, configKey))?.value;
}
