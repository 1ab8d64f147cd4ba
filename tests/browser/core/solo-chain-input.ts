import { readFileSync } from "node:fs";
import { bytesToHex } from "@yanta/bytes";
import { admin, callTx, client, majority, signTx, testChainConfig, testMember, testNow } from "@yanta/chain/testing";
import { ChainConfigSchema, encodeMessage, type TxView, TxType } from "@yanta/protocol";
import type { SoloChainInput } from "./solo-chain.ts";

const module = readFileSync(new URL("../../../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url));

/** Four organisations with ChainMaker's test certificates; rust-fact is installed, and written to in two blocks. */
export function createSoloChainInput(version: string): SoloChainInput {
  const { orgId, certificatePem, privateKey } = testMember(1, "node/consensus1");
  const install = signTx({
    sender: admin,
    endorsers: majority,
    txId: "install-fact",
    contract: "CONTRACT_MANAGE",
    method: "INIT_CONTRACT",
    parameters: {
      CONTRACT_NAME: "fact",
      CONTRACT_VERSION: "2.0.0",
      CONTRACT_RUNTIME_TYPE: "WASMER",
      CONTRACT_BYTECODE: module,
    },
  });
  const save = (n: number): TxView =>
    callTx(`save-${n}`, "save", { file_hash: `hash${n}`, file_name: `name${n}`, time: "1600000000" }, "fact");
  const query = signTx({
    sender: client,
    txType: TxType.QUERY_CONTRACT,
    txId: "query",
    contract: "fact",
    method: "find_by_file_hash",
    parameters: { file_hash: "hash2" },
  });
  const toHex = (tx: TxView): string => bytesToHex(tx.toRequestBytes());
  return {
    config: bytesToHex(encodeMessage(ChainConfigSchema, testChainConfig({ version }))),
    unixSeconds: Number(testNow),
    signer: { orgId, certificatePem, privateKeyPem: privateKey.toPem() },
    batches: [[install], [save(1), save(2), save(3)], [save(4)]].map((batch) => batch.map(toHex)),
    query: toHex(query),
  };
}
