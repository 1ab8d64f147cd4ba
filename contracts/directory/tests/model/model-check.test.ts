// Explores every order of actions, exhaustively: states that differ only in history are one.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  access,
  agreement,
  type City,
  day,
  forkCity,
  openCity,
  sampleCode,
  sampleWish,
  start,
  type Values,
} from "../city.ts";
import type { ModelHost } from "../model-host.ts";
import type { OfficialName } from "../people.ts";
import { checkState, checkStep, learnPersons, readRecords, type Records } from "./invariants.ts";

interface Action {
  readonly name: string;
  readonly who: OfficialName;
  readonly method: string;
  readonly values: Values;
  /** Records that it may change. */
  readonly touches: RegExp;
}

interface Explored {
  readonly states: ReadonlyMap<string, { readonly city: City<ModelHost>; readonly records: Records }>;
  /** Where each state leads, by its key. */
  readonly edges: ReadonlyMap<string, ReadonlySet<string>>;
  readonly tries: number;
}

/** All states that actions lead to. */
async function explore(first: City<ModelHost>, actions: readonly Action[]): Promise<Explored> {
  const records = readRecords(first);
  const key = keyOf(first, records);
  const states = new Map([[key, { city: first, records }]]);
  const edges = new Map<string, Set<string>>();
  let tries = 0;
  // A map's iterator sees what is added while it runs.
  for (const [from, { city, records: before }] of states) {
    const targets = new Set<string>();
    edges.set(from, targets);
    for (const { who, method, values, touches, name } of actions) {
      const next = forkCity(city);
      tries++;
      if (method === "wait") next.host.now = start + 400n * day;
      else if (!(await next.run(who, method, values)).ok) continue;
      const after = readRecords(next);
      try {
        checkState(after);
        checkStep(before, after, touches);
      } catch (error) {
        throw new Error(`after ${name} in ${from}`, { cause: error });
      }
      const to = keyOf(next, after);
      targets.add(to);
      if (!states.has(to)) states.set(to, { city: next, records: after });
    }
  }
  return { states, edges, tries };
}

function keyOf(city: City<ModelHost>, { requests, entries }: Records): string {
  const request = (each: Records["requests"][number]) =>
    [
      each.id,
      each.state,
      each.consumerSigned,
      each.providerSigned,
      each.outcome,
      each.heldClock.rule,
      [...each.hands].sort(),
    ].join(" ");
  const entry = ({ code, state, publishedVersion }: Records["entries"][number]) =>
    `${code} ${state} ${publishedVersion}`;
  return [...requests.map(request), ...entries.map(entry)].toSorted().concat(String(city.host.now)).join("\n");
}

function actionsOn(id: string, rights: Readonly<Record<string, readonly OfficialName[]>>): Action[] {
  const why = { reason: "因" };
  const law = { reason: "因", basis: "法" };
  const values: Readonly<Record<string, Values>> = {
    submitRequest: {
      entry: sampleCode,
      ...sampleWish(),
    },
    resubmitRequest: sampleWish(),
    returnRequest: why,
    rejectRequest: law,
    signAgreement: { agreement },
    grantAccess: { access },
    suspendAccess: why,
    revokeAccess: law,
    disputeRequest: why,
    withdrawRequest: why,
    mediateRequest: {
      outcome: "again",
      ...why,
    },
    mediateStands: {
      outcome: "stands",
      ...why,
    },
  };
  return Object.entries(rights).flatMap(([action, whose]) =>
    whose.map((who) => {
      const method = action === "mediateStands" ? "mediateRequest" : action;
      return {
        name: `${who} ${action} ${id}`,
        who,
        method,
        values: { id, ...values[action] },
        touches: new RegExp(`^request#${id}$`),
      };
    }),
  );
}

/** From every state some end can be reached; states of which this is not so. */
function deadEnds({ states, edges }: Explored, isEnd: (records: Records) => boolean): string[] {
  const good = new Set([...states].filter(([, { records }]) => isEnd(records)).map(([key]) => key));
  for (let size = -1; size !== good.size;) {
    size = good.size;
    for (const [from, targets] of edges) if ([...targets].some((to) => good.has(to))) good.add(from);
  }
  return [...states.keys()].filter((key) => !good.has(key));
}

const ends = new Set(["EXPIRED", "REVOKED", "COMPLETED", "WITHDRAWN", "REJECTED"]);
const isEnd = ({ requests }: Records) =>
  requests.length > 0 &&
  requests.every(({ state, outcome }) => ends.has(state) || (state === "MEDIATED" && outcome === "stands"));

describe("directory: model check", () => {
  it("of one request, by its officials and by insiders with second accounts", async () => {
    const city = await openCity();
    learnPersons(city);
    await city.publish();
    const consumers = ["consumer", "doubleConsumer"] as const;
    const reviewers = ["compliance", "approver", "doubleConsumer", "doubleCompliance"] as const;
    const actions = actionsOn("R1", {
      submitRequest: ["consumer"],
      resubmitRequest: consumers,
      takeRequest: ["compliance"],
      passRequest: ["compliance"],
      returnRequest: ["compliance", "approver"],
      rejectRequest: ["compliance", "approver", "doubleConsumer"],
      approveRequest: reviewers,
      signAgreement: ["consumer", "approver", "doubleConsumer", "doubleCompliance"],
      grantAccess: ["approver", "doubleConsumer"],
      activateAccess: consumers,
      suspendAccess: ["approver", "compliance"],
      resumeAccess: ["approver", "doubleCompliance"],
      revokeAccess: ["approver", "compliance"],
      completeAccess: consumers,
      expireAccess: ["outsider"],
      disputeRequest: ["consumer"],
      mediateRequest: ["mediator", "compliance"],
      mediateStands: ["mediator"],
      reviewAgain: ["approver"],
      withdrawRequest: ["consumer"],
    });
    const wait: Action = { name: "wait", who: "root", method: "wait", values: {}, touches: /^$/ };
    const unpublish: Action = {
      name: "unpublish",
      who: "editor",
      method: "unpublishEntry",
      values: {
        code: sampleCode,
        reason: "因",
      },
      touches: /^entry#/,
    };
    const explored = await explore(city, [...actions, wait, unpublish]);
    console.log(`${explored.states.size} states, ${explored.tries} tries`);
    const reached = new Set(
      [...explored.states.values()].flatMap(({ records }) => records.requests.map(({ state }) => state)),
    );
    assert.equal(reached.size, 16);
    assert.deepEqual(
      deadEnds(explored, (records) => records.requests.length === 0 || isEnd(records)),
      [],
    );
  });

  it("of all interleavings of two requests and a revocation", async () => {
    const city = await openCity();
    learnPersons(city);
    await city.publish();
    const rights: Readonly<Record<string, readonly OfficialName[]>> = {
      submitRequest: ["consumer"],
      takeRequest: ["compliance"],
      passRequest: ["compliance"],
      rejectRequest: ["approver"],
      approveRequest: ["approver", "doubleConsumer"],
      signAgreement: ["consumer", "approver"],
      grantAccess: ["approver"],
      activateAccess: ["consumer"],
      completeAccess: ["consumer"],
    };
    const first = actionsOn("R1", { ...rights, revokeAccess: ["approver"] });
    const explored = await explore(city, [...first, ...actionsOn("R2", rights)]);
    console.log(`${explored.states.size} states, ${explored.tries} tries`);
    const alone = (id: string) =>
      new Set(
        [...explored.states.keys()].map((key) =>
          key
            .split("\n")
            .filter((line) => line.startsWith(id))
            .join(),
        ),
      );
    // No order shuts a state out: what one request can reach does not depend on the other.
    assert.equal(explored.states.size, alone("R1").size * alone("R2").size);
    assert.deepEqual(deadEnds(explored, isEnd), []);
    for (const { records } of explored.states.values()) {
      const second = records.requests.find(({ id }) => id === "R2");
      assert.notEqual(second?.state, "REVOKED");
    }
  });
});
