import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import { generateCity } from "@yanta/directory-contract/generate";
import type { IndexStore } from "@yanta/index-store";
import { Webhook as Verifier } from "standardwebhooks";
import { type MadeService, startMadeService } from "../../testing/made-service.ts";
import { Harvester } from "../harvest/harvester.ts";
import { type ExchangeStore, openExchangeStore } from "../exchange-store.ts";
import { attemptsMax, pauseSecondsMax } from "./limits.ts";
import { Notifier, pauseOf } from "./notifier.ts";
import { webhook, type Webhook } from "./webhook.ts";

const secret = new Uint8Array(32).fill(7);
const secretText = `whsec_${Buffer.from(secret).toString("base64")}`;
const city = generateCity(13, { departments: 2, districts: 0, systems: 1, entries: 3 });
let names = 0;

describe("webhooks", { timeout: 180_000 }, () => {
  let made: MadeService;
  let store: ExchangeStore;
  let server: Server;
  let url = "";
  let now = 1_800_000_000;
  let status = 200;
  const got: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  before(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (part: string) => (body += part));
      request.on("end", () => {
        got.push({ headers: request.headers, body });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    made = await startMadeService(city, async (index) => {
      store = await openExchangeStore(index);
      const onFailure = (error: unknown): void => assert.fail(String(error));
      // Neither is started: the tests say when something is told.
      const harvester = new Harvester({ store, sources: [], nowSeconds: () => now, onFailure });
      const notifier = notifierOf(index, hook({ name: "first" }));
      return { exchange: { store, harvester, notifier, close: async () => undefined } };
    });
  });
  beforeEach(() => {
    got.length = 0;
    status = 200;
  });
  after(async () => {
    await made.close();
    server.closeAllConnections();
    server.close();
  });

  const hook = (more: object = {}): Webhook => {
    const base = { name: `hook-${++names}`, url, secret_from_environment: "S", allow_private: true, from: "beginning" };
    return { ...webhook.parse({ ...base, ...more }), secret };
  };
  const notifierOf = (index: IndexStore, each: Webhook): Notifier =>
    new Notifier({
      index,
      store,
      webhooks: [each],
      chainId: "chain1",
      height: () => 1,
      nowSeconds: () => now,
      onFailure: (error) => assert.fail(String(error)),
    });
  /** As after a restart. */
  const notifier = (each: Webhook): Notifier => notifierOf(made.store, each);
  /** Tells all there is. */
  const tellAll = async (each: Webhook): Promise<void> => {
    while ((await notifier(each).tell(each)) > 0);
  };
  const bodies = () => got.map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> });

  it("tell each deed once, in the order of the chain, signed as Standard Webhooks verify it", async () => {
    const each = hook();
    await tellAll(each);
    assert.equal(got.length, 15, "three entries of five deeds");
    const order = bodies().map(({ data }) => `${String(data["subject"])} ${String(data["revision"])}`);
    assert.deepEqual(order, order.toSorted());
    assert.deepEqual(
      new Set(bodies().map(({ type }) => type)),
      new Set(["entry.saveEntry", "entry.submitEntry", "entry.reviewEntry"]),
    );
    assert.equal(new Set(got.map(({ headers }) => headers["webhook-id"])).size, 15);
    const verifier = new Verifier(secretText);
    const [first] = got;
    assert.ok(first);
    const headers = { ...(first.headers as Record<string, string>) };
    // The verifier looks at its own clock: the signature is made anew for it in the same way.
    assert.equal(
      verifier.sign(headers["webhook-id"] ?? "", new Date(Number(headers["webhook-timestamp"]) * 1000), first.body),
      headers["webhook-signature"],
    );
    assert.equal(/uid|reason|basis|person/.test(first.body), false, "members and reasons are not told");
    got.length = 0;
    await tellAll(each);
    assert.deepEqual(got, []);
  });

  it("go on after a restart where they were, and begin with what is new when they are told to", async () => {
    const each = hook();
    status = 500;
    assert.equal(await notifier(each).tell(each), 0);
    const [failed] = got;
    status = 200;
    got.length = 0;
    assert.equal(await notifier(each).tell(each), 0, "not before its time");
    now += 10;
    await tellAll(each);
    assert.equal(got[0]?.headers["webhook-id"], failed?.headers["webhook-id"], "the same message, by the same id");
    assert.equal(got.length, 15);
    got.length = 0;
    const late = hook({ from: "now" });
    assert.equal(await notifier(late).tell(late), 0);
    const deed = { subject: "entry.307003001/000777", revision: 1, action: "saveEntry", by: "ab", department: "x" };
    const value = { ...deed, at: now, from: "", to: "0", reason: "r", basis: "", tx: "t" };
    await made.write([{ key: "audit#entry_2e307003001_2f000777.1", value }]);
    for (const webhookLate of [late, each]) assert.equal(await notifier(webhookLate).tell(webhookLate), 1);
    assert.deepEqual(
      bodies().map(({ data }) => data["subject"]),
      [deed.subject, deed.subject],
    );
  });

  it("put aside what is never taken, and send it again on request", async () => {
    const each = hook({ name: "first" });
    await tellAll(each);
    const subject = "entry.307003001/000778";
    const value = { subject, revision: 1, action: "saveEntry", by: "ab", department: "x", at: now, from: "", to: "" };
    await made.write([
      { key: "audit#entry_2e307003001_2f000778.1", value: { ...value, reason: "", basis: "", tx: "t" } },
    ]);
    await made.write([
      {
        key: "audit#entry_2e307003001_2f000779.1",
        value: { ...value, subject: `${subject.slice(0, -1)}9`, reason: "", basis: "", tx: "t" },
      },
    ]);
    status = 503;
    got.length = 0;
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= attemptsMax; attempt++) {
      await notifier(each).tell(each);
      const { nextAt } = await notifier(each).state(each);
      if (nextAt > 0) pauses.push(nextAt - now);
      now = Math.max(now, nextAt);
    }
    assert.deepEqual(pauses.slice(0, 4), [5, 10, 20, 40]);
    assert.equal(pauses.length, attemptsMax - 1);
    assert.equal(got.length, attemptsMax);
    status = 200;
    got.length = 0;
    assert.equal(await notifier(each).tell(each), 1, "the next deed is not held up");

    const auditor = await made.logIn(city.departments[0]?.code ?? "", ["auditor"]);
    const provider = await made.logIn(city.departments[1]?.code ?? "", ["provider"]);
    const call = (method: "GET" | "POST", path: string, token: string) =>
      made.server.inject({ method, url: `/api/v1/webhooks${path}`, headers: { authorization: `Bearer ${token}` } });
    assert.equal((await call("GET", "", provider)).statusCode, 403);
    const [{ deadLetters, fault } = assert.fail()] = (await call("GET", "", auditor)).json<{
      items: { deadLetters: number; fault: string }[];
    }>().items;
    assert.deepEqual([deadLetters, fault], [1, ""]);
    const { items } = (await call("GET", "/first/dead-letters", auditor)).json<{
      items: { body: string; fault: string }[];
    }>();
    assert.match(items[0]?.body ?? "", /000778/);
    assert.equal(items[0]?.fault, "status 503");
    assert.equal((await call("POST", "/other/dead-letters/retry", auditor)).statusCode, 404);
    assert.deepEqual((await call("POST", "/first/dead-letters/retry", auditor)).json(), { sent: 1 });
    assert.deepEqual((await call("GET", "/first/dead-letters", auditor)).json(), { items: [] });
    assert.deepEqual(made.failures, []);
  });

  it("are not sent into private networks unless that is configured", async () => {
    const each = hook({ allow_private: false });
    assert.equal(await notifier(each).tell(each), 0);
    assert.deepEqual(got, []);
    assert.equal((await notifier(each).state(each)).fault, "DIRECTORY_EXCHANGE_ADDRESS");
  });

  it("wait longer and longer, up to a limit", () => {
    assert.deepEqual([pauseOf(1), pauseOf(2), pauseOf(9)], [5, 10, 1280]);
    assert.equal(pauseOf(60), pauseSecondsMax);
  });
});
