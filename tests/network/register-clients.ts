import { bytesToUtf8 } from "@yanta/bytes";
import { type CallParameters, type Client, invokeContract, queryContract } from "@yanta/sdk";
import type { Operation } from "../support/linearizability.ts";
import type { Random } from "../support/random.ts";
import type { RegisterInput, RegisterOutput } from "../support/register-model.ts";
import type { NodeUnderTest } from "./network-under-test.ts";
import { registerContract } from "./register-contract.ts";

export type RegisterOperation = Operation<RegisterInput, RegisterOutput>;

/** Longest wait for one answer: a node that is paused never gives one. */
const answerMs = 10_000;
/** Pause of a client that got no answer, before it turns to another node: unheard operations make the search for an order long. */
const pauseMs = 500;
const clientCount = 8;
const lookMs = 50;
const registersPerEpoch = 2;

/** Clients that work at the same few keys through all nodes, and remember what they asked and heard. */
export interface RegisterClients {
  /** What happened, by key: keys have nothing to do with each other, so each has a history of its own. */
  readonly histories: ReadonlyMap<string, readonly RegisterOperation[]>;
  readonly answerCount: number;
  /** Resolves when so many more answers have come; rejects when they do not come in time. */
  answers(count: number, timeoutMs: number): Promise<void>;
  /** Other keys from now on: histories stay short enough to be searched. */
  nextEpoch(): void;
  /** Resolves when all have heard their last answer or given up on it. */
  stop(): Promise<void>;
}

export function startRegisterClients(nodes: readonly NodeUnderTest[], random: Random): RegisterClients {
  const histories = new Map<string, RegisterOperation[]>();
  const stop = new AbortController();
  let epoch = 0;
  let written = 0;
  let answerCount = 0;

  const pickInput = (isCounter: boolean, lastSeen: number): RegisterInput => {
    if (random.below(3) === 0) return { kind: "read" };
    if (isCounter) return { kind: "add", amount: 1 };
    const value = ++written;
    return random.below(2) === 0 ? { kind: "write", value } : { kind: "compare-and-set", from: lastSeen, to: value };
  };

  const runClient = async (client: number): Promise<void> => {
    let node = random.pick(nodes);
    let lastSeen = 0;
    while (!stop.signal.aborted) {
      const isCounter = random.below(registersPerEpoch + 1) === 0;
      const key = isCounter ? `counter${epoch}` : `register${epoch}-${random.below(registersPerEpoch)}`;
      const input = pickInput(isCounter, lastSeen);
      const operation = await perform({ node, client, key, input });
      histories.set(key, [...(histories.get(key) ?? []), operation]);
      if (operation.answer === undefined) {
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        node = random.pick(nodes);
        continue;
      }
      answerCount++;
      const { output } = operation.answer;
      if (!isCounter && typeof output === "number") lastSeen = output;
      if (random.below(8) === 0) node = random.pick(nodes);
    }
  };
  const clients = Array.from({ length: clientCount }, (_, client) => runClient(client));

  return {
    histories,
    get answerCount() {
      return answerCount;
    },
    answers: async (count, timeoutMs) => {
      const [wanted, deadlineMs] = [answerCount + count, performance.now() + timeoutMs];
      while (answerCount < wanted) {
        if (performance.now() > deadlineMs) throw new Error(`${wanted - answerCount} of ${count} answers did not come`);
        await new Promise((resolve) => setTimeout(resolve, lookMs));
      }
    },
    nextEpoch: () => {
      epoch++;
    },
    stop: async () => {
      stop.abort();
      await Promise.all(clients);
    },
  };
}

interface Step {
  readonly node: NodeUnderTest;
  readonly client: number;
  readonly key: string;
  readonly input: RegisterInput;
}

/**
 * One operation as a transaction, reads as well. Whatever is not an answer of the contract, a refusal included, counts as unheard: the transaction may be on
 * its way all the same.
 */
export async function perform({ node, client, key, input }: Step): Promise<RegisterOperation> {
  const invokedAt = performance.now();
  try {
    const output = await call(node.client, key, input);
    return { client, input, invokedAt, answer: { at: performance.now(), output } };
  } catch {
    return { client, input, invokedAt, answer: undefined };
  }
}

/** What one node answers from its own state, which may be behind: no transaction. */
export async function queryRegister({ node, client, key }: Omit<Step, "input">): Promise<RegisterOperation> {
  const invokedAt = performance.now();
  const { result } = await queryContract(node.client, {
    contract: registerContract,
    method: "read",
    parameters: { key },
  });
  const output = Number(bytesToUtf8(result));
  return { client, input: { kind: "read" }, invokedAt, answer: { at: performance.now(), output } };
}

async function call(client: Client, key: string, input: RegisterInput): Promise<RegisterOutput> {
  const invoke = async (method: string, parameters: CallParameters = {}): Promise<string> => {
    const { result } = await invokeContract(client, {
      contract: registerContract,
      method,
      parameters: { key, ...parameters },
      timeoutMs: answerMs,
    });
    return bytesToUtf8(result);
  };
  switch (input.kind) {
    case "read":
      return Number(await invoke("read"));
    case "write":
      return (await invoke("write", { value: String(input.value) })) === "written" ? "written" : NaN;
    case "compare-and-set":
      return (await invoke("compare_and_set", { from: String(input.from), to: String(input.to) })) === "true";
    case "add":
      return Number(await invoke("add", { amount: String(input.amount) }));
  }
}
