import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { checkLinearizability } from "../support/linearizability.ts";
import { createRandom, freshSeed } from "../support/random.ts";
import { registerModel } from "../support/register-model.ts";
import { untilLevel } from "./network-invariants.ts";
import { type NetworkUnderTest, startNetwork } from "./network-under-test.ts";
import { perform, queryRegister, type RegisterOperation, startRegisterClients } from "./register-clients.ts";
import { compileRegister, registerContract } from "./register-contract.ts";

const engine = setUpTool("cometbft");
const seed = Number(process.env["LINEARIZABILITY_SEED"] ?? freshSeed());
const random = createRandom(seed);
/** Faults in one run; many more by hand. */
const faultCount = Number(process.env["LINEARIZABILITY_FAULTS"] ?? 4);
const faultMs = 2_500;
/** Answers that must come after each fault was mended, within the time that engines may need to find each other again. */
const answersAfterFault = 25;
const recoveryMs = 90_000;

type Fault = "kill" | "pause" | "alone" | "halves";
/** All in turn, so that a short run has one of each. */
const faults: readonly Fault[] = random.pick<readonly Fault[]>([
  ["kill", "pause", "alone", "halves"],
  ["halves", "kill", "alone", "pause"],
  ["pause", "alone", "halves", "kill"],
  ["alone", "halves", "pause", "kill"],
]);

suite(`four nodes are one register (seed ${seed})`, { skip: engine.skip }, () => {
  let network: NetworkUnderTest;
  before(async () => {
    network = await startNetwork({ count: 4, engine: engine.kind === "ready" ? engine.path : "", delayMs: 0 });
    await network.install(registerContract, await compileRegister());
  });
  after(() => network.close());

  test("what concurrent clients heard during kills, pauses and partitions, has one order", async (t) => {
    const clients = startRegisterClients(network.nodes, random);
    try {
      for (let count = 0; count < faultCount; count++) {
        const { number } = random.pick(network.nodes);
        const kind = faults[count % faults.length] ?? "pause";
        t.diagnostic(`${kind} ${number}`);
        await hurt(network, number, kind);
        await clients.answers(answersAfterFault, recoveryMs);
        clients.nextEpoch();
      }
    } finally {
      await clients.stop();
    }
    const histories = [...clients.histories];
    t.diagnostic(`${clients.answerCount} answers, ${histories.length} keys, ${unheardCount(histories)} unheard`);
    for (const [key, history] of histories) assertOneOrder(key, history);
    await t.test("and everybody's state is where that order ends", () => assertSameEnd(histories.map(([key]) => key)));
  });

  test("a query of one node may be behind, and the check finds that", async () => {
    const [writer, , , reader] = network.nodes;
    assert.ok(writer !== undefined && reader !== undefined);
    const step = { client: 0, key: "behind", input: { kind: "write", value: 1 } } as const;
    const first = await perform({ ...step, node: writer });
    await untilLevel(network.nodes);
    reader.disconnect();
    try {
      const second = await perform({ ...step, node: writer, input: { kind: "write", value: 2 } });
      const stale = await queryRegister({ ...step, node: reader });
      assert.equal(stale.answer?.output, 1);
      assert.equal(checkLinearizability(registerModel, [first, second]).kind, "linearizable");
      assert.equal(checkLinearizability(registerModel, [first, second, stale]).kind, "violation");
    } finally {
      reader.reconnect();
    }
  });

  /** All nodes hold what a transaction that reads says. */
  async function assertSameEnd(keys: readonly string[]): Promise<void> {
    const [node] = network.nodes;
    assert.ok(node !== undefined);
    const input = { kind: "read" } as const;
    const ends = await Promise.all(keys.map((key) => perform({ node, client: 0, key, input })));
    await untilLevel(network.nodes);
    for (const [index, key] of keys.entries()) {
      const held = await Promise.all(network.nodes.map((each) => queryRegister({ node: each, client: 0, key })));
      for (const { answer } of held) assert.equal(answer?.output, ends[index]?.answer?.output, key);
    }
  }
});

/** Hurts the network for a while and mends it. */
async function hurt({ nodes, partition, mendLines }: NetworkUnderTest, number: number, kind: Fault): Promise<void> {
  const node = nodes[number - 1];
  const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, faultMs));
  switch (kind) {
    case "kill":
      await node?.kill();
      await wait();
      return node?.start();
    case "pause":
      node?.process?.kill("SIGSTOP");
      await wait();
      return node?.process?.kill("SIGCONT");
    case "alone":
    case "halves":
      // Of two halves none has a quorum.
      partition(kind === "halves" ? [number, (number % nodes.length) + 1] : [number]);
      await wait();
      return mendLines();
  }
}

function assertOneOrder(key: string, history: readonly RegisterOperation[]): void {
  const verdict = checkLinearizability(registerModel, history);
  assert.notEqual(verdict.kind, "undecided", `${key}: ${history.length} operations were too many to search`);
  if (verdict.kind === "violation")
    assert.fail(`seed ${seed}, ${key}: nothing explains ${text(verdict.unexplained)}\n${history.map(text).join("\n")}`);
}

function text(operation: RegisterOperation | undefined): string {
  if (operation === undefined) return "";
  const { client, input, invokedAt, answer } = operation;
  const times = `${invokedAt.toFixed(1)} to ${answer?.at.toFixed(1) ?? "?"}`;
  return `client ${client}, ${times}: ${JSON.stringify(input)} → ${String(answer?.output)}`;
}

function unheardCount(histories: readonly (readonly [string, readonly RegisterOperation[]])[]): number {
  return histories.reduce((sum, [, history]) => sum + history.filter(({ answer }) => answer === undefined).length, 0);
}
