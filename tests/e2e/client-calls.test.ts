import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { UInt64ValueSchema } from "@bufbuild/protobuf/wkt";
import { consensus, sync, TxResponseSchema, TxStatusCode, TxType, type TxResponse } from "@yanta/protocol";
import { createPayload, endorse, payloadToBytes, signRequest, type Signer } from "@yanta/sdk";
import { startRunningChain, type RunningChain } from "../support/running-chain.ts";

/**
 * Calls of the Go client and of `cmc` that neither the Java nor the Python driver makes, in the forms in which they come: what each
 * answers, in success and in failure. Spec: client-calls.md §3 and §4, rpc.md §4 to §10.
 */

const wasm = readFileSync(new URL("../../third_party/chainmaker-contracts/rust-fact-2.0.0.wasm", import.meta.url));

let chain: RunningChain;
before(async () => {
  chain = await startRunningChain();
});
after(() => chain.stop());

type Parameters = Readonly<Record<string, string | Uint8Array>>;

interface Call {
  /** `CONTRACT.METHOD`. */
  readonly call: string;
  readonly parameters?: Parameters;
  readonly by?: "client" | "admin" | "all admins";
  readonly chainId?: string;
}

interface Expected {
  readonly code: TxStatusCode;
  /** Of the contract's result; "absent" where there must be none. */
  readonly says: RegExp | "absent";
  /** Of the response. */
  readonly message?: RegExp;
  readonly result?: RegExp;
}

async function send(txType: TxType, { call, parameters = {}, by = "client", chainId }: Call): Promise<TxResponse> {
  const [contract = "", method = ""] = call.split(".");
  const payload = createPayload(chain.client, { txType, contract, method, parameters });
  if (chainId !== undefined) payload.chainId = chainId;
  const bytes = payloadToBytes(payload);
  const endorsers = by === "all admins" ? await Promise.all(chain.admins.map((each) => endorse(each, bytes))) : [];
  const signer: Signer = by === "admin" ? chain.folder.signer(1, "admin1") : chain.client.signer;
  const request = await signRequest(payload, { signer, endorsers });
  const rpc = txType === TxType.INVOKE_CONTRACT ? "SendRequestSync" : "SendRequest";
  const response = fromBinary(TxResponseSchema, await chain.client.transport.unary(rpc, request.bytes));
  assert.equal(response.txId, payload.txId, call);
  const isInBlock = txType === TxType.INVOKE_CONTRACT && response.contractResult !== undefined;
  assert.equal(response.txBlockHeight > 0n, isInBlock, `${call}: height`);
  assert.equal(response.txTimestamp > 0n, isInBlock, `${call}: timestamp`);
  return response;
}

function check(name: string, response: TxResponse, { code, says, message, result }: Expected): void {
  const seen = `${name}: ${response.code} "${response.message}", ${response.contractResult?.message}`;
  assert.equal(response.code, code, seen);
  if (message !== undefined) assert.match(response.message, message, seen);
  const { contractResult } = response;
  if (says === "absent") return assert.equal(contractResult, undefined, seen);
  assert.equal(contractResult?.code, code === TxStatusCode.SUCCESS ? 0 : 1, seen);
  assert.match(contractResult.message, says, seen);
  if (result !== undefined) assert.match(Buffer.from(contractResult.result).toString("latin1"), result, seen);
  if (code !== TxStatusCode.SUCCESS) assert.equal(contractResult.result.length, 0, `${seen}: result`);
}

const { SUCCESS, CONTRACT_FAIL, INTERNAL_ERROR } = TxStatusCode;
const ok = (result?: RegExp): Expected => ({
  code: SUCCESS,
  says: /^(?:OK)?$/,
  ...(result === undefined ? {} : { result }),
});
const fails = (says: RegExp, code: TxStatusCode = CONTRACT_FAIL): Expected => ({ code, says });
const refused = (message: RegExp): Expected => ({ code: INTERNAL_ERROR, says: "absent", message });

const noMethod = /^the method does not found$/;
const address = `0x${"1".repeat(40)}`;

const queries: readonly (readonly [Call, Expected])[] = [
  [{ call: "CHAIN_QUERY.GET_BLOCK_BY_HEIGHT", parameters: { blockHeight: "18446744073709551615" } }, ok(/chain1/)],
  [{ call: "CHAIN_QUERY.GET_BLOCK_HEADER_BY_HEIGHT", parameters: { blockHeight: "-1" } }, ok(/chain1/)],
  [{ call: "CHAIN_QUERY.GET_NODE_CHAIN_LIST", chainId: "system_chain" }, ok(/^\n\x06chain1$/)],
  [
    { call: "CHAIN_QUERY.GET_CHAIN_INFO", chainId: "system_chain" },
    refused(/^get chain conf failed, chain id system_chain not found$/),
  ],
  [
    { call: "CHAIN_QUERY.GET_TX_BY_TX_ID", parameters: { txId: "00", withRWSet: "true" } },
    fails(/^no such transaction, chainId:chain1$/),
  ],
  [
    { call: "CHAIN_QUERY.GET_MERKLE_PATH_BY_TX_ID", parameters: { txId: "00" } },
    fails(/^no such block, chainId:chain1$/),
  ],
  [{ call: "CHAIN_CONFIG.GET_CHAIN_CONFIG_AT", parameters: { block_height: "99" } }, fails(/^value not found$/)],
  [{ call: "CONTRACT_MANAGE.GET_DISABLED_CONTRACT_LIST" }, ok(/^null$/)],
  [{ call: "CONTRACT_MANAGE.VERIFY_CONTRACT_ACCESS", parameters: { NATIVE_CONTRACT_NAME: '["T"]' } }, ok(/^true$/)],
  [{ call: "CONTRACT_MANAGE.GET_CONTRACT_INFO" }, fails(/^params is error, param\[contract_name\] of get contract/)],
  [{ call: "CONTRACT_MANAGE.NOPE" }, fails(noMethod)],
  [
    { call: "CONTRACT_MANAGE." },
    fails(/^require param method not found\.$/, TxStatusCode.INVALID_CONTRACT_PARAMETER_METHOD),
  ],
  [{ call: "nobody.get" }, fails(/^contractName not found$/, TxStatusCode.INVALID_CONTRACT_PARAMETER_CONTRACT_NAME)],
  [{ call: "MULTI_SIGN.QUERY", parameters: { TX_ID: "nobody" } }, ok(/^$/)],
  [{ call: "ACCOUNT_MANAGER.GET_ADMIN" }, fails(/^ not set gas admin account$/)],
  [{ call: "ACCOUNT_MANAGER.GET_BALANCE", parameters: { address_key: address } }, ok(/^0$/)],
  [{ call: "ACCOUNT_MANAGER.ACCOUNT_STATUS", parameters: { address_key: address } }, ok(/^0$/)],
  [{ call: "ACCOUNT_MANAGER.GET_BALANCE", parameters: { address_key: "zz" } }, fails(/^account address is illegal$/)],
  [{ call: "PUBKEY_MANAGE.PUBKEY_QUERY", parameters: { pubkey: "x" } }, fails(noMethod)],
  [{ call: "DPOS_STAKE.GET_ALL_CANDIDATES" }, fails(noMethod)],
  [{ call: "SUBSCRIBE_MANAGE.SUBSCRIBE_BLOCK" }, fails(/^the contractName is not exist$/)],
  [{ call: "ARCHIVE_MANAGE.ARCHIVE_BLOCK" }, fails(/^the contractName is not exist$/)],
  [{ call: "CERT_MANAGE.CERTS_QUERY", parameters: { cert_hashes: "00" } }, ok(/^\n\x04\n\x0200$/)],
  [{ call: "fact.find_by_file_hash", parameters: { file_hash: "nobody" } }, ok(/^$/)],
];

test("queries", async () => {
  for (const [call, expected] of queries) {
    const response = await send(TxType.QUERY_CONTRACT, call);
    check(call.call, response, expected);
    // What clients print: the answer of a query says its fate beside the contract's words.
    if (expected.says === "absent") continue;
    if (expected.code === SUCCESS) assert.equal(response.message, "SUCCESS", call.call);
    else assert.match(response.message, new RegExp(`^txStatusCode:${expected.code}, resultCode:1, contractName\\[`));
  }
});

test("a payload is estimated as a query: the gas of a call and of an installation", async () => {
  const call = { call: "fact.save", parameters: { file_hash: "e", file_name: "n", time: "1" } };
  const estimated = await send(TxType.QUERY_CONTRACT, call);
  const real = await send(TxType.INVOKE_CONTRACT, call);
  check("estimate", estimated, ok());
  assert.ok((estimated.contractResult?.gasUsed ?? 0n) > 0n);
  assert.equal(real.contractResult?.gasUsed, estimated.contractResult?.gasUsed);
  const parameters = {
    CONTRACT_NAME: "estimated",
    CONTRACT_VERSION: "1",
    CONTRACT_RUNTIME_TYPE: "WASMER",
    CONTRACT_BYTECODE: wasm,
  };
  const install = await send(TxType.QUERY_CONTRACT, { call: "CONTRACT_MANAGE.INIT_CONTRACT", parameters });
  check("install", install, ok());
  const info = { call: "CONTRACT_MANAGE.GET_CONTRACT_INFO", parameters: { CONTRACT_NAME: "estimated" } };
  check("nothing is kept", await send(TxType.QUERY_CONTRACT, info), fails(/^contract not exist$/));
});

const config = (method: string, parameters: Parameters = {}): Call => ({
  call: `CHAIN_CONFIG.${method}`,
  parameters,
  by: "all admins",
});
const manage = (method: string, parameters: Parameters): Call => ({
  call: `CONTRACT_MANAGE.${method}`,
  parameters,
  by: "all admins",
});
const other = {
  CONTRACT_NAME: "other",
  CONTRACT_VERSION: "1",
  CONTRACT_RUNTIME_TYPE: "WASMER",
  CONTRACT_BYTECODE: wasm,
};

/** In this order on one chain. */
const transactions: readonly (readonly [Call, Expected])[] = [
  [config("CORE_UPDATE", { tx_scheduler_timeout: "61" }), fails(/^out of range$/)],
  [config("CORE_UPDATE"), fails(/^params is error$/)],
  [config("BLOCK_UPDATE", { block_interval: "5" }), fails(/^blockInterval should be within the range of \[10,10000\]/)],
  [config("BLOCK_UPDATE", { tx_timeout: "700" }), ok(/chain1/)],
  [config("ENABLE_ONLY_CREATOR_UPGRADE"), ok(/chain1/)],
  [config("ENABLE_ONLY_CREATOR_UPGRADE"), fails(/^already enabled$/)],
  [config("DISABLE_ONLY_CREATOR_UPGRADE"), ok(/chain1/)],
  [config("SET_INVOKE_BASE_GAS", { set_invoke_base_gas: "10" }), fails(/^`enable_gas` flag is not opened$/)],
  [config("SET_ACCOUNT_MANAGER_ADMIN", { address_key: "00" }), fails(/^account address is illegal$/)],
  [
    { call: "CHAIN_CONFIG.CORE_UPDATE", parameters: { tx_scheduler_timeout: "11" } },
    refused(/^tx verify failed, verify tx authentation failed, /),
  ],
  [
    { call: "PUBKEY_MANAGE.PUBKEY_ADD", by: "all admins" },
    refused(/\[PUBKEY_MANAGE-PUBKEY_ADD\] is forbidden to access/),
  ],
  [manage("INIT_CONTRACT", { ...other, CONTRACT_NAME: "a b" }), fails(/^invalid contract name$/)],
  [
    manage("INIT_CONTRACT", { ...other, CONTRACT_VERSION: "" }),
    fails(/^params contractName\/version\/byteCode\/runtimeType cannot be empty$/),
  ],
  [manage("INIT_CONTRACT", { ...other, CONTRACT_RUNTIME_TYPE: "FOO" }), fails(/^params runtimeType\[FOO\] is error$/)],
  [manage("INIT_CONTRACT", { ...other, CONTRACT_BYTECODE: "no module" }), fails(/^contract initial fail, /)],
  [manage("INIT_CONTRACT", other), ok(/^\n\x05other/)],
  [manage("INIT_CONTRACT", other), fails(/^contract exist$/)],
  [manage("UPGRADE_CONTRACT", other), fails(/^contract version exist$/)],
  [manage("UPGRADE_CONTRACT", { ...other, CONTRACT_VERSION: "2" }), ok(/^\n\x05other\x12\x012/)],
  [manage("FREEZE_CONTRACT", { CONTRACT_NAME: "other" }), ok(/^\{"name":"other","version":"2"/)],
  [
    manage("FREEZE_CONTRACT", { CONTRACT_NAME: "other" }),
    fails(/^contract status invalid, contract\[other\] expect status:NORMAL,actual status:FROZEN$/),
  ],
  [
    { call: "other.save" },
    fails(/^failed to run user contract, other has been frozen\.$/, TxStatusCode.CONTRACT_FREEZE_FAILED),
  ],
  [manage("REVOKE_CONTRACT", { CONTRACT_NAME: "T" }), fails(/^invalid contract name$/)],
  [{ call: "CERT_MANAGE.CERT_ADD" }, ok(/^[0-9a-f]{64}$/)],
  [
    { call: "CERT_MANAGE.CERTS_DELETE", parameters: { cert_hashes: "00" }, by: "admin" },
    fails(/^certManage delete the certHash failed, certHash\[00\], err: certHash is not exist$/),
  ],
  [{ call: "T.P", parameters: { k: "a", v: "b" } }, ok(/^$/)],
  [{ call: "T.G", parameters: { k: "a" } }, ok(/^b$/)],
  [{ call: "fact.nope" }, fails(/^contract invoke failed, find method \[nope\] failed/)],
  [config("MULTI_SIGN_ENABLE_MANUAL_RUN", { multi_sign_enable_manual_run: "true" }), ok(/chain1/)],
  [{ call: "MULTI_SIGN.REQ" }, fails(/^multi req\(manual_run\) params verify fail/)],
  [
    { call: "MULTI_SIGN.REQ", parameters: { SYS_CONTRACT_NAME: "T", SYS_METHOD: "P" } },
    fails(/^multi sign not support T, only support CONTRACT_MANAGE$/),
  ],
];

test("transactions, as SendRequestSync answers them", async () => {
  for (const [call, expected] of transactions)
    check(
      `${call.call} ${Object.keys(call.parameters ?? {}).join()}`,
      await send(TxType.INVOKE_CONTRACT, call),
      expected,
    );
});

test("a multi-sign with manual run answers its id, and runs only when it has passed", async () => {
  const parameters = { SYS_CONTRACT_NAME: "CONTRACT_MANAGE", SYS_METHOD: "UNFREEZE_CONTRACT", CONTRACT_NAME: "other" };
  const request = await send(TxType.INVOKE_CONTRACT, { call: "MULTI_SIGN.REQ", parameters });
  check("REQ", request, ok(new RegExp(`^${request.txId}$`)));
  const early = await send(TxType.INVOKE_CONTRACT, { call: "MULTI_SIGN.TRIG", parameters: { TX_ID: request.txId } });
  check("TRIG", early, fails(/^the status of multiSignInfo is not `PASSED`$/));
});

test("a contract is called by its address as by its name", async () => {
  const info = await send(TxType.QUERY_CONTRACT, {
    call: "CONTRACT_MANAGE.GET_CONTRACT_INFO",
    parameters: { CONTRACT_NAME: "fact" },
  });
  const { address: contract } = JSON.parse(Buffer.from(info.contractResult?.result ?? []).toString()) as {
    address: string;
  };
  const parameters = { file_hash: "by_address", file_name: "n", time: "1" };
  check("save", await send(TxType.INVOKE_CONTRACT, { call: `${contract}.save`, parameters }), ok());
  const found = { call: "fact.find_by_file_hash", parameters: { file_hash: "by_address" } };
  check("find", await send(TxType.QUERY_CONTRACT, found), ok(/by_address/));
});

test("archive calls: what ChainMaker says of each, never with a contract's result", async () => {
  const archive = (method: string, parameters: Parameters, by: "client" | "admin" = "admin"): Promise<TxResponse> =>
    send(TxType.ARCHIVE, { call: `ARCHIVE_MANAGE.${method}`, parameters, by });
  const height = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0);
  const wrong = /^check archive block payload params failed, /;
  check("client", await archive("ARCHIVE_BLOCK", { BLOCK_HEIGHT: height }, "client"), refused(/\(ARCHIVE\)/));
  check("too high", await archive("ARCHIVE_BLOCK", { BLOCK_HEIGHT: height }), refused(/^archive block failed, /));
  check("no height", await archive("ARCHIVE_BLOCK", {}), refused(wrong));
  check("wrong key", await archive("ARCHIVE_BLOCK", { X: height }), refused(wrong));
  check("no block", await archive("RESTORE_BLOCK", {}), refused(/^empty restore block data$/));
  check("bad block", await archive("RESTORE_BLOCK", { FULL_BLOCK: "x" }), refused(/^restore block failed, /));
  check("other", await archive("NOPE", {}), refused(/^unsupport tx_type$/));
});

test("the node's own calls: consensus, synchronisation, unknown chains", async () => {
  const ask = (method: string, chainId: string): Promise<Uint8Array> => {
    const schema = consensus.GetConsensusStatusRequestSchema;
    return chain.client.transport.unary(method, toBinary(schema, create(schema, { chainId })));
  };
  const nodes = fromBinary(consensus.ValidatorsSchema, await ask("GetConsensusValidators", "chain1")).nodes;
  assert.equal(nodes.length, 4);
  const next = fromBinary(UInt64ValueSchema, await ask("GetConsensusHeight", "chain1")).value;
  const { height } = fromBinary(sync.SyncStateSchema, await ask("GetSyncState", "chain1"));
  assert.equal(next, height + 1n);
  for (const method of ["GetConsensusHeight", "GetConsensusStateJSON", "GetSyncState", "GetPoolStatus"])
    await assert.rejects(ask(method, "chain2"), (error: { details?: Record<string, unknown> }) => {
      assert.deepEqual(
        [error.details?.["status"], error.details?.["reason"]],
        ["UNKNOWN", "chain id chain2 not found"],
        method,
      );
      return true;
    });
});
