import { create } from "@bufbuild/protobuf";
import { bytesToHex, equalBytes, hexToBytes } from "@yanta/bytes";
import { createCertificateSigner, ethereumChainId } from "@yanta/chain";
import { openTestChain, testChainConfig, type TestChain, testMember, testOrgIds } from "@yanta/chain/testing";
import { keccak256, parseCertificate } from "@yanta/crypto";
import {
  decodeRlp,
  decodeTransaction,
  decodeUnsignedTransaction,
  encodeRlp,
  encodeUnsignedTransaction,
  type RlpValue,
} from "@yanta/ethereum";
import { createEvmVm } from "@yanta/evm";
import { ConfigKeyValueSchema } from "@yanta/protocol";
import { encodeDeployData, encodeFunctionData, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { answerRequest, type RpcMethod } from "../../../packages/rpc-ethereum/src/json-rpc/answer-request.ts";
import { rpcErrorCodes } from "../../../packages/rpc-ethereum/src/json-rpc/rpc-error.ts";
import { createMethods } from "../../../packages/rpc-ethereum/src/methods/create-methods.ts";
import { RecentHashes } from "../../../packages/rpc-ethereum/src/methods/recent-hashes.ts";
import type { RpcContext } from "../../../packages/rpc-ethereum/src/methods/rpc-context.ts";
import { SocketSubscriptions } from "../../../packages/rpc-ethereum/src/server/subscriptions.ts";
import { type Gateway, signRequest } from "../../../packages/rpc-ethereum/src/submit/gateway.ts";
import { TransactionSender } from "../../../packages/rpc-ethereum/src/submit/transaction-sender.ts";
import { BlockReader } from "../../../packages/rpc-ethereum/src/view/block-reader.ts";
import { ledgerBook } from "../../support/ledger-book.ts";
import type { Random } from "../../support/random.ts";
import type { FuzzOutcome, FuzzTarget } from "../fuzz-target.ts";
import { mutateBytes, randomBytes } from "../mutate/mutate-bytes.ts";
import { mutateJson } from "../mutate/mutate-json.ts";
import { mutateText } from "../mutate/mutate-text.ts";
import { demand } from "../refusal.ts";

const alice = privateKeyToAccount(`0x${"a1".repeat(32)}`);
const chainId = Number(ethereumChainId("chain1"));
const addressOf = (address: string): string => address.slice(2).toLowerCase();
const toBytes = (hex: string): Uint8Array => hexToBytes(hex.slice(2)) ?? new Uint8Array(0);
const { abi, bytecode } = ledgerBook;
const deployData = encodeDeployData({ abi, bytecode, args: ["Book"] });
const call = (functionName: string, args: readonly unknown[] = []): Hex =>
  encodeFunctionData({ abi, functionName, args });

async function signedSamples(): Promise<Hex[]> {
  const common = { chainId, gas: 1_000_000n, to: `0x${"33".repeat(20)}`, data: "0x01020304" } as const;
  return Promise.all([
    alice.signTransaction({ ...common, type: "legacy", nonce: 0, gasPrice: 0n }),
    alice.signTransaction({ ...common, type: "eip2930", nonce: 1, gasPrice: 0n, accessList: [] }),
    alice.signTransaction({
      ...common,
      type: "eip1559",
      nonce: 300,
      maxFeePerGas: 7n,
      accessList: [{ address: `0x${"44".repeat(20)}`, storageKeys: [`0x${"55".repeat(32)}`] }],
    }),
  ]);
}

/** RLP and the transactions in it: what is taken has one encoding, and no damage leaves its signer in place. */
const rlpTarget: FuzzTarget = {
  name: "rlp",
  weight: 4,
  open: async () => {
    const signed = (await signedSamples()).map(toBytes);
    const unsigned = encodeUnsignedTransaction({
      from: addressOf(alice.address),
      chainId: 1n,
      nonce: 9n,
      gasLimit: 21_000n,
      to: undefined,
      data: new Uint8Array(70),
    });
    return {
      run(random) {
        const sample = random.pick([...signed, unsigned, encodeRlp(randomRlp(random, 4))]);
        const bytes = random.below(10) === 0 ? randomBytes(random) : mutateBytes(sample, random);
        const value = decodeRlp(bytes);
        demand(value === undefined || equalBytes(encodeRlp(value), bytes), "decoded RLP has another encoding");
        const outcomes = [checkSigned(bytes, signed), checkUnsigned(bytes)];
        return value !== undefined || outcomes.includes("accepted") ? "accepted" : "refused";
      },
    };
  },
};

function checkSigned(bytes: Uint8Array, signed: readonly Uint8Array[]): FuzzOutcome {
  const decoded = decodeTransaction(bytes);
  if (decoded.kind === "refused") return "refused";
  const { from, hash } = decoded.transaction;
  demand(equalBytes(hash, keccak256(bytes)), "the hash is that of the bytes");
  const isSample = signed.some((sample) => equalBytes(sample, bytes));
  demand(isSample || from !== addressOf(alice.address), "a damaged transaction kept its signer");
  return "accepted";
}

function checkUnsigned(bytes: Uint8Array): FuzzOutcome {
  const decoded = decodeUnsignedTransaction(bytes);
  if (decoded.kind === "refused") return "refused";
  demand(
    equalBytes(encodeUnsignedTransaction(decoded.transaction), bytes),
    "an unsigned transaction has two encodings",
  );
  return "accepted";
}

function randomRlp(random: Random, depth: number): RlpValue {
  if (depth === 0 || random.below(2) === 0) return random.bytes(random.pick([0, 1, 1, 20, 32, 55, 56, 300]));
  return Array.from({ length: random.below(5) }, () => randomRlp(random, depth - 1));
}

interface Served {
  readonly chain: TestChain;
  readonly sender: TransactionSender;
  readonly methods: ReadonlyMap<string, RpcMethod>;
  /** Good calls, a name and its parameters. */
  readonly samples: readonly (readonly [string, readonly unknown[]])[];
}

async function serve(): Promise<Served> {
  const config = testChainConfig();
  if (config.vm !== undefined) Object.assign(config.vm, { supportList: ["EVM"], addrType: 2 });
  config.consensus?.extConfig.push(create(ConfigKeyValueSchema, { key: "ethereum_senders", value: "any" }));
  const chain = await openTestChain({ config, vms: [createEvmVm()] });
  const signer = (org: number, name: string) => {
    const member = testMember(org, name);
    return createCertificateSigner(member.orgId, parseCertificate(member.certificatePem), member.privateKey);
  };
  const gateway: Gateway = {
    chainId: "chain1",
    client: signer(1, "user/client1"),
    endorsers: testOrgIds.map((_, index) => signer(index + 1, "user/admin1")),
  };
  const accepted = new RecentHashes();
  const sender = new TransactionSender({
    chain: chain.chain,
    gateway,
    clock: chain.clock,
    onDropped: () => undefined,
    onAccepted: (hash) => accepted.add(hash),
  });
  chain.chain.onBlock(({ txIds }) => sender.settle(txIds));
  const callTx = signRequest(gateway, {
    txId: "0".repeat(64),
    contract: "call",
    method: "call",
    parameters: [],
    unixSeconds: chain.clock.unixSeconds(),
  });
  const context: RpcContext = {
    chain: chain.chain,
    blocks: new BlockReader(chain.chain),
    sender,
    clock: chain.clock,
    accepted,
    callTx,
    dev: undefined,
    clientVersion: "Yanta/fuzz",
  };
  const own = new SocketSubscriptions(context, () => undefined);
  const methods = new Map([
    ...createMethods(context),
    ["eth_subscribe", (params: readonly unknown[]) => own.subscribe(params)] as const,
    ["eth_unsubscribe", (params: readonly unknown[]) => own.unsubscribe(params)] as const,
  ]);
  return { chain, sender, methods, samples: await sampleCalls(chain, sender, methods) };
}

/** Calls of every method about a contract that was deployed and called. */
async function sampleCalls(
  chain: TestChain,
  sender: TransactionSender,
  methods: Served["methods"],
): Promise<Served["samples"]> {
  const sign = (nonce: number, data: Hex, to?: Hex): Promise<Hex> =>
    alice.signTransaction({
      type: "eip1559",
      chainId,
      gas: 1_000_000n,
      nonce,
      data,
      ...(to === undefined ? {} : { to }),
    });
  const deployed = sender.send(toBytes(await sign(0, deployData)));
  await makeBlocks(chain);
  const receipt = (await methods.get("eth_getTransactionReceipt")?.([`0x${deployed}`])) as { contractAddress: Hex };
  const to = receipt.contractAddress;
  const note = call("note", ["hello"]);
  const hash = `0x${sender.send(toBytes(await sign(1, note, to)))}`;
  await makeBlocks(chain);
  const blockHash = `0x${bytesToHex(chain.ledger.getBlock(2n)?.blockHash ?? new Uint8Array(32))}`;
  const message = { from: alice.address, to, data: note, gas: "0x5208", value: "0x0" };
  const [slot, value] = [`0x${"0".repeat(64)}`, `0x${"0".repeat(62)}2a`];
  const override = {
    [to]: { stateDiff: { [slot]: value }, nonce: "0x5" },
    [alice.address]: { code: "0x5b600056", state: { [value]: value }, balance: "0x1" },
  };
  const filter = { address: [to], topics: [null, [`0x${"0".repeat(64)}`]], fromBlock: "0x0", toBlock: "latest" };
  const known: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
    eth_getBalance: [[alice.address, "latest"]],
    eth_getTransactionCount: [[alice.address, "pending"]],
    eth_getCode: [[to, "0x1"]],
    eth_getStorageAt: [[to, "0x0", { blockHash }]],
    eth_getBlockByHash: [[blockHash, true]],
    eth_getBlockByNumber: [["0x2", true]],
    eth_getBlockTransactionCountByHash: [[blockHash]],
    eth_getBlockTransactionCountByNumber: [["latest"]],
    eth_getUncleCountByBlockHash: [[blockHash]],
    eth_getUncleCountByBlockNumber: [["0x1"]],
    eth_getTransactionByBlockHashAndIndex: [[blockHash, "0x0"]],
    eth_getTransactionByBlockNumberAndIndex: [["0x2", "0x0"]],
    eth_getTransactionByHash: [[hash]],
    eth_getTransactionReceipt: [[hash]],
    eth_getBlockReceipts: [["0x2"]],
    eth_feeHistory: [["0x4", "latest", [10, 50]]],
    web3_sha3: [["0x68656c6c6f"]],
    eth_call: [
      [message, "latest", override, { time: "0x1" }],
      [{ to, data: call("count") }, "0x1"],
      [{ data: deployData }],
    ],
    eth_estimateGas: [[message, "latest", override]],
    eth_createAccessList: [[message, "latest"]],
    eth_sendRawTransaction: [[await sign(2, note, to)], [await sign(3, deployData)], [await sign(9, note, to)]],
    eth_getLogs: [[filter], [{ blockHash, address: to }]],
    eth_newFilter: [[filter]],
    eth_getFilterChanges: [["0x1"], ["0x2"]],
    eth_getFilterLogs: [["0x1"]],
    eth_uninstallFilter: [["0x3"]],
    debug_traceTransaction: [
      [hash, { tracer: "callTracer", tracerConfig: { onlyTopCall: true } }],
      [hash, {}],
    ],
    debug_traceBlockByNumber: [
      ["0x2", { tracer: "callTracer", tracerConfig: { withLog: true } }],
      ["0x1", {}],
    ],
    debug_traceBlockByHash: [[blockHash, { tracer: "prestateTracer", tracerConfig: { diffMode: true } }]],
    eth_simulateV1: [
      [{ blockStateCalls: [{ calls: [message, message], stateOverrides: override }, { calls: [message] }] }, "latest"],
    ],
    debug_traceCall: [
      [message, "latest", { tracer: "prestateTracer", stateOverrides: override }],
      [message, "0x1", { enableMemory: true, enableReturnData: true, blockOverrides: { number: "0x9", time: "0x9" } }],
    ],
    eth_subscribe: [["newHeads"], ["logs", filter], ["newPendingTransactions", true]],
    eth_unsubscribe: [[`0x${"0".repeat(32)}`]],
  };
  return [...methods.keys()].flatMap((method) =>
    (known[method] ?? [[hash]]).map((params) => [method, params] as const),
  );
}

async function makeBlocks(chain: TestChain): Promise<void> {
  for (let count = 0; count < 20; count++) {
    const proposal = chain.producer.propose(chain.clock.seconds);
    if (proposal === undefined) break;
    await chain.producer.commit(proposal);
  }
  const [fault] = chain.faults;
  if (fault !== undefined) throw new Error("a message met a fault of the node's own code", { cause: fault });
}

const casesPerChain = 2_000;
const casesPerBlock = 20;
const errorCodes: ReadonlySet<unknown> = new Set(
  Object.entries(rpcErrorCodes).flatMap(([name, code]) => (name === "internal" ? [] : [code])),
);

/** JSON-RPC from text to answer, over a chain that goes on. */
const jsonRpcTarget: FuzzTarget = {
  name: "json-rpc",
  weight: 4,
  open: async () => {
    let served = await serve();
    let cases = 0;
    return {
      async run(random) {
        if (++cases % casesPerChain === 0) served = await serve();
        const { chain, sender, methods, samples } = served;
        const faults: unknown[] = [];
        const answer = await answerRequest(requestText(random, samples), {
          find: (method) => methods.get(method),
          isGone: () => false,
          onFault: (_method, error) => void faults.push(error),
        });
        if (faults.length > 0) throw new Error("a method met a fault of the node's own code", { cause: faults[0] });
        if (cases % casesPerBlock === 0) {
          await makeBlocks(chain);
          sender.sweep();
        }
        return answer === undefined ? "refused" : checkAnswer(answer);
      },
    };
  },
};

function checkAnswer(text: string): FuzzOutcome {
  const parsed: unknown = JSON.parse(text);
  const answers = (Array.isArray(parsed) ? parsed : [parsed]) as Readonly<Record<string, unknown>>[];
  demand(answers.length > 0, "an answer without content");
  for (const answer of answers) {
    demand(answer["jsonrpc"] === "2.0" && "id" in answer, "an answer without version or id");
    demand("result" in answer !== "error" in answer, "an answer has either a result or an error");
    const { code, message } = (answer["error"] ?? { code: rpcErrorCodes.server, message: "" }) as Record<
      string,
      unknown
    >;
    demand(errorCodes.has(code) && typeof message === "string", `error ${JSON.stringify(answer["error"])}`);
  }
  return answers.some((answer) => "result" in answer) ? "accepted" : "refused";
}

/** Mostly a good call with damaged parameters; batches, damaged envelopes and damaged text among them. */
function requestText(random: Random, samples: Served["samples"]): string {
  const one = (): unknown => {
    const [method, params] = random.pick(samples);
    const isDamaged = random.below(6) !== 0;
    return { jsonrpc: "2.0", id: random.below(100), method, params: isDamaged ? mutateJson(params, random) : params };
  };
  const kind = random.below(10);
  if (kind === 0) return JSON.stringify(Array.from({ length: random.below(4) }, one));
  if (kind === 1) return JSON.stringify(mutateJson(one(), random));
  const text = JSON.stringify(one());
  return kind === 2 ? mutateText(text, random) : text;
}

export const ethereumTargets: readonly FuzzTarget[] = [rlpTarget, jsonRpcTarget];
