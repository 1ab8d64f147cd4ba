import { fromBinary } from "@bufbuild/protobuf";
import { equalBytes, int64ToBytesLe, utf8ToBytes } from "@yanta/bytes";
import { admin, client, endorse, majority, openTestChain, signTx, testNow, type TestChain } from "@yanta/chain/testing";
import { create } from "@bufbuild/protobuf";
import {
  createTxView,
  encodeMessage,
  PayloadSchema,
  TxRequestSchema,
  TxResponseSchema,
  TxStatusCode,
  TxType,
  type Payload,
  type TxView,
} from "@yanta/protocol";
import { createWasmerVm } from "@yanta/vm";
import { readContract } from "@yanta/vm/testing";
import { sendRequest } from "../../../packages/rpc/src/grpc/methods/send-request.ts";
import { subscribe, subscribeRaw } from "../../../packages/rpc/src/grpc/methods/subscribe.ts";
import type { RpcContext } from "../../../packages/rpc/src/grpc/rpc-context.ts";
import type { Random } from "../../support/random.ts";
import { isCallStatus } from "../call-status.ts";
import { damagedCall } from "../call-samples.ts";
import type { FuzzOutcome, FuzzTarget } from "../fuzz-target.ts";
import { randomBytes } from "../mutate/mutate-bytes.ts";
import { mutateProtobuf } from "../mutate/mutate-protobuf.ts";
import { demand, parsed } from "../refusal.ts";
import { openSampleChain } from "../samples.ts";

/** Cases after which the chain is made new: what the fuzzer changed on it must not shut later cases out. */
const casesPerChain = 1_500;
const casesPerBlock = 10;

interface FuzzChain {
  readonly chain: TestChain;
  readonly context: RpcContext;
}

async function openFuzzChain(): Promise<FuzzChain> {
  const chain = await openTestChain({ vms: [createWasmerVm()] });
  chain.send(
    signTx({
      sender: admin,
      endorsers: majority,
      txId: "install-fact",
      contract: "CONTRACT_MANAGE",
      method: "INIT_CONTRACT",
      parameters: {
        CONTRACT_NAME: "fact",
        CONTRACT_VERSION: "1.0",
        CONTRACT_RUNTIME_TYPE: "WASMER",
        CONTRACT_BYTECODE: readContract("rust-fact-2.0.0"),
      },
    }),
  );
  await chain.makeBlock();
  const context: RpcContext = {
    chains: new Map([["chain1", chain.chain]]),
    version: "v2.3.7",
    syncResultTimeoutMs: 1000,
    nowSeconds: () => testNow,
    refreshLogLevels: () => undefined,
    updateDebug: () => undefined,
    checkNewChains: () => undefined,
    validators: () => [],
    consensusState: () => "{}",
  };
  return { chain, context };
}

/** SendRequest from bytes to answer, with blocks made of what it accepted, as the listener runs it. */
const sendRequestTarget: FuzzTarget = {
  name: "send-request",
  weight: 12,
  open: async () => {
    let fuzzed = await openFuzzChain();
    let cases = 0;
    return {
      async run(random) {
        if (++cases % casesPerChain === 0) fuzzed = await openFuzzChain();
        const { chain, context } = fuzzed;
        const bytes = requestBytes(random);
        const answer = await answered(() => sendRequest(context, bytes));
        if (cases % casesPerBlock === 0) await makeBlocks(chain);
        if (answer === undefined) return "refused";
        const { code } = fromBinary(TxResponseSchema, answer);
        demand(TxStatusCode[code] !== undefined, `code ${code} is one of ChainMaker's`);
        return code === TxStatusCode.SUCCESS ? "accepted" : "refused";
      },
    };
  },
};

/** Puts what waits into blocks; a fault of the node's own code while it executes is a failure. */
async function makeBlocks(chain: TestChain): Promise<void> {
  for (let count = 0; count < casesPerBlock; count++) {
    const proposal = chain.producer.propose(chain.clock.seconds);
    if (proposal === undefined) break;
    await chain.producer.commit(proposal);
  }
  const [fault] = chain.faults;
  if (fault !== undefined)
    throw new Error("executing a transaction met a fault of the node's own code", { cause: fault });
}

async function answered(call: () => Uint8Array | Promise<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isCallStatus(error)) return undefined;
    throw error;
  }
}

/** One in eight has no form, three are a damaged request, the rest are damaged calls under good signatures. */
function requestBytes(random: Random): Uint8Array {
  const kind = random.below(8);
  if (kind === 0) return randomBytes(random);
  const [contract, method, parameters] = damagedCall(random);
  const tx = signTx({
    sender: random.pick([client, admin]),
    endorsers: random.below(2) === 0 ? majority : [],
    txId: uniqueTxId(random),
    txType: random.pick([
      TxType.INVOKE_CONTRACT,
      TxType.INVOKE_CONTRACT,
      TxType.QUERY_CONTRACT,
      TxType.ARCHIVE,
      TxType.SUBSCRIBE,
    ]),
    contract,
    method,
    parameters,
  });
  if (kind <= 2) return mutateProtobuf(tx.toRequestBytes(), random);
  return kind === 3 ? signDamaged(tx, random) : tx.toRequestBytes();
}

/** A payload damaged as a message and then signed: it comes past the signature check. */
function signDamaged(tx: TxView, random: Random): Uint8Array {
  const payload = parsed(
    () =>
      createTxView(encodeMessage(TxRequestSchema, create(TxRequestSchema, { payload: tx.payload }))).payload &&
      fromBinary(PayloadSchema, mutateProtobuf(tx.payloadBytes, random)),
    (error) => error instanceof Error,
  );
  return payload === undefined ? tx.toRequestBytes() : signPayload(payload);
}

function signPayload(payload: Payload): Uint8Array {
  const payloadBytes = encodeMessage(PayloadSchema, payload);
  return encodeMessage(
    TxRequestSchema,
    create(TxRequestSchema, {
      payload,
      sender: endorse(admin, payloadBytes),
      endorsers: majority.map((member) => endorse(member, payloadBytes)),
    }),
  );
}

const uniqueTxId = (random: Random): string => Buffer.from(random.bytes(16)).toString("hex");

const subscribeMethods = ["SUBSCRIBE_BLOCK", "SUBSCRIBE_TX", "SUBSCRIBE_CONTRACT_EVENT", "NOTHING"];
const edgeHeights = [-3n, -2n, -1n, 0n, 1n, 2n, 3n, 100n, 2n ** 63n - 1n, -(2n ** 63n)];
const messagesMax = 20;

/** Subscribe with damaged parameters; streams that stay open are cancelled, as a client does. */
const subscribeTarget: FuzzTarget = {
  name: "subscribe",
  weight: 5,
  open: async () => {
    const { chain } = await openSampleChain();
    const { context } = await openFuzzChain();
    const onSample: RpcContext = { ...context, chains: new Map([["chain1", chain]]) };
    return {
      async run(random) {
        const request = signTx({
          sender: client,
          txType: TxType.SUBSCRIBE,
          txId: uniqueTxId(random),
          contract: "SUBSCRIBE_MANAGE",
          method: random.pick(subscribeMethods),
          parameters: subscribeParameters(random),
        });
        const cancel = new AbortController();
        const isRaw = random.below(4) === 0;
        const bytes = isRaw ? mutateProtobuf(request.toRequestBytes(), random) : request.toRequestBytes();
        const reading = read(
          isRaw ? () => subscribeRaw(onSample, bytes, cancel.signal) : () => subscribe(onSample, bytes, cancel.signal),
        );
        for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve));
        cancel.abort();
        return reading;
      },
    };
  },
};

async function read(open: () => AsyncIterable<Uint8Array>): Promise<FuzzOutcome> {
  try {
    let count = 0;
    for await (const message of open()) {
      void message;
      if (++count === messagesMax) break;
    }
    return "accepted";
  } catch (error) {
    if (!isCallStatus(error) && !(error instanceof Error && error.name === "AbortError")) throw error;
    return "refused";
  }
}

function subscribeParameters(random: Random): Record<string, string | Uint8Array> {
  const height = (): Uint8Array =>
    random.below(6) === 0 ? random.bytes(random.below(12)) : int64ToBytesLe(random.pick(edgeHeights));
  const text = (): string =>
    random.pick(["", "true", "false", "TRUE", "1", "alpha", "1,2", "1,,", "\0", "x".repeat(300)]);
  const parameters: Record<string, string | Uint8Array> = { START_BLOCK: height(), END_BLOCK: height() };
  for (const key of [
    "WITH_RWSET",
    "ONLY_HEADER",
    "CONTRACT_NAME",
    "TX_IDS",
    "PRE_ALIAS",
    "PRE_TX_ID",
    "PRE_ORG_ID",
    "TOPIC",
  ]) {
    if (random.below(3) === 0)
      parameters[key] = random.below(8) === 0 ? random.bytes(random.below(40)) : utf8ToBytes(text());
  }
  if (random.below(10) === 0) delete parameters["START_BLOCK"];
  if (random.below(10) === 0) delete parameters["END_BLOCK"];
  return parameters;
}

/** A foreign block is judged, never believed: whatever passes is the block that was signed. */
const verifyBlockTarget: FuzzTarget = {
  name: "verify-block",
  weight: 4,
  open: async () => {
    const builder = await openSampleChain();
    const verifier = await openTestChain();
    const first = verifier.verifier.verify(builder.ledger.getBlock(1n)?.blockInfoBytes ?? new Uint8Array(0));
    demand(first.kind === "valid", "the sample's first block verifies");
    await verifier.producer.commit(first.proposal);
    const good = builder.ledger.getBlock(2n);
    demand(good !== undefined, "the sample has a second block");
    return {
      run(random) {
        const verdict = verifier.verifier.verify(mutateProtobuf(good.blockInfoBytes, random));
        if (verdict.kind === "valid")
          demand(equalBytes(verdict.proposal.blockHash, good.blockHash), "a damaged block passed verification");
        const [fault] = verifier.faults;
        if (fault !== undefined)
          throw new Error("verifying a block met a fault of the node's own code", { cause: fault });
        return verdict.kind === "valid" ? "accepted" : "refused";
      },
    };
  },
};

export const chainTargets: readonly FuzzTarget[] = [sendRequestTarget, subscribeTarget, verifyBlockTarget];
