import { create } from "@bufbuild/protobuf";
import { textToBinaryString, utf8ToBytes } from "@yanta/bytes";
import { type HashAlgorithm, isHashAlgorithm } from "@yanta/crypto";
import { blockHash } from "./block-hash.ts";
import { encodeBlockInfo } from "./block-info.ts";
import { blockVersionFromText, blockVersions } from "./block-version.ts";
import { messageToCompactText } from "./compact-text.ts";
import { contractAddress } from "./contract-address.ts";
import { dagHash, encodeDag } from "./dag.ts";
import { encodeMessage } from "./encode-message.ts";
import { protocolErrors } from "./errors.ts";
import { type BlockHeader, BlockHeaderSchema, BlockType } from "./gen/common/block_pb.js";
import { ContractSchema, ContractStatus, RuntimeType } from "./gen/common/contract_pb.js";
import { TxRequestSchema } from "./gen/common/request_pb.js";
import { type ChainConfig, ChainConfigSchema } from "./gen/config/chain_config_pb.js";
import { ConsensusType } from "./gen/consensus/consensus_pb.js";
import { rwSetRoot, txRoot } from "./merkle.ts";
import { encodeResult, type ResultParts } from "./result.ts";
import { systemContractsAt } from "./system-contract-names.ts";
import { hashTransaction } from "./tx-hash.ts";
import { encodeTxRwSet, hashRwSet, type RwSet, type RwSetRow } from "./tx-rwset.ts";
import { createTxView } from "./tx-view.ts";

/** Unix seconds of every genesis block. */
export const genesisTimestamp = 1606669261n;

/** Id of the genesis transaction: one UUID written twice. */
export const genesisTxId = "ce6c57b969e84054b7c87bfe5113f615".repeat(2);

/** A genesis block in all the forms that storing it needs. */
export interface Genesis {
  readonly header: BlockHeader;
  readonly blockHash: Uint8Array;
  /** M(common.Transaction) of the only transaction. */
  readonly transactionBytes: Uint8Array;
  readonly rwSet: RwSet;
  readonly rwSetBytes: Uint8Array;
  /** M(common.BlockInfo). */
  readonly blockInfoBytes: Uint8Array;
}

/**
 * The genesis block of a configuration that `verifyChainConfig` has completed. The same configuration gives the same
 * bytes everywhere. A configuration that names no hash algorithm is refused.
 *
 * Errors: PROTOCOL_BLOCK_VERSION_UNREADABLE, PROTOCOL_CHAIN_CONFIG_REFUSED, PROTOCOL_GENESIS_CONSENSUS_UNSUPPORTED.
 * Spec: ledger.md §4, config.md §3; vectors genesis.json, genesis/.
 */
export function createGenesis(config: ChainConfig): Genesis {
  return createGenesisAt(config, blockVersionFromText(config.version));
}

/** `createGenesis` with the block version that the maker of an older chain read from its version text. */
export function createGenesisAt(config: ChainConfig, blockVersion: number): Genesis {
  const type = config.consensus?.type ?? ConsensusType.SOLO;
  if (type === ConsensusType.DPOS || type === ConsensusType.MAXBFT) {
    throw protocolErrors.create("PROTOCOL_GENESIS_CONSENSUS_UNSUPPORTED", { consensus: ConsensusType[type] });
  }
  const algorithm = hashAlgorithmOf(config);
  const configBytes = encodeMessage(ChainConfigSchema, config);
  const rwSet: RwSet = { txId: genesisTxId, reads: [], writes: genesisWrites(config, configBytes, blockVersion) };
  const rwSetBytes = encodeTxRwSet(rwSet);
  const rwSetHash = hashRwSet(algorithm, rwSetBytes);
  const result: ResultParts = {
    code: 0,
    contractResult: { code: 0, result: configBytes, message: "", gasUsed: 0n, contractEvent: [] },
    rwSetHash,
    message: "",
  };
  const tx = createTxView(genesisRequestBytes(config));
  const transactionBytes = tx.toTransactionBytes(encodeResult(result));
  const dagBytes = encodeDag([[]]);
  const unsealed = create(BlockHeaderSchema, {
    blockVersion,
    blockType: BlockType.CONFIG_BLOCK,
    chainId: config.chainId,
    txCount: 1,
    txRoot: txRoot(algorithm, [hashTransaction({ algorithm, blockVersion, tx, result })]),
    dagHash: dagHash(algorithm, dagBytes),
    rwSetRoot: rwSetRoot(algorithm, [rwSetHash]),
    blockTimestamp: genesisTimestamp,
  });
  const header: BlockHeader = { ...unsealed, blockHash: blockHash(algorithm, unsealed) };
  const headerBytes = encodeMessage(BlockHeaderSchema, header);
  const blockInfoBytes = encodeBlockInfo({
    headerBytes,
    dagBytes,
    txBytes: [transactionBytes],
    rwSetBytes: [rwSetBytes],
  });
  return { header, blockHash: header.blockHash, transactionBytes, rwSet, rwSetBytes, blockInfoBytes };
}

/** The chain's hash algorithm. Errors: PROTOCOL_CHAIN_CONFIG_REFUSED. Spec: ledger.md §2. */
export function hashAlgorithmOf(config: ChainConfig): HashAlgorithm {
  const name = config.crypto?.hash ?? "";
  if (isHashAlgorithm(name)) return name;
  throw protocolErrors.create("PROTOCOL_CHAIN_CONFIG_REFUSED", { reason: `crypto.hash is "${name}"` });
}

function genesisRequestBytes(config: ChainConfig): Uint8Array {
  return encodeMessage(
    TxRequestSchema,
    create(TxRequestSchema, {
      payload: {
        chainId: config.chainId,
        txId: genesisTxId,
        timestamp: genesisTimestamp,
        contractName: "CHAIN_CONFIG",
        method: "Genesis",
        parameters: [{ key: "CHAIN_CONFIG", value: utf8ToBytes(messageToCompactText(ChainConfigSchema, config)) }],
        sequence: config.sequence,
      },
    }),
  );
}

function genesisWrites(config: ChainConfig, configBytes: Uint8Array, blockVersion: number): RwSetRow[] {
  const writes: RwSetRow[] = [{ contract: "CHAIN_CONFIG", key: "CHAIN_CONFIG", value: configBytes }];
  for (const name of systemContractsAt(blockVersion)) {
    const address =
      blockVersion >= blockVersions.v2230 ? contractAddress(name, config.vm?.addrType ?? 0, blockVersion) : "";
    const contract = create(ContractSchema, {
      name,
      version: "v1",
      runtimeType: RuntimeType.NATIVE,
      status: ContractStatus.NORMAL,
      address,
    });
    const value = encodeMessage(ContractSchema, contract);
    writes.push({ contract: "CONTRACT_MANAGE", key: contractKey(name), value });
    if (blockVersion >= blockVersions.v2300)
      writes.push({ contract: "CONTRACT_MANAGE", key: contractKey(address), value });
  }
  return writes;
}

/** State key, under CONTRACT_MANAGE, of a contract's record by name or address. Spec: ledger.md §6.5; vector contract.json. */
export function contractKey(nameOrAddress: string): string {
  return textToBinaryString(`Contract:${nameOrAddress}`);
}
