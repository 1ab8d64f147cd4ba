import assert from "node:assert/strict";
import { request } from "node:http";
import { connect as connectSocket } from "node:net";
import { after, before, describe, test } from "node:test";
import { encodeFunctionData, keccak256, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { WebSocket } from "ws";
import { type DevChain, startDevChain } from "../clients/start-dev-chain.ts";
import { devChainNumber, ledgerBook } from "../support/ledger-book.ts";

/** Bad input on the Ethereum port: every call gets its own refusal, and the node goes on. */

const account = privateKeyToAccount(`0x${"e1".repeat(32)}`);
let dev: DevChain;

interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

before(async () => {
  dev = await startDevChain();
});

after(() => dev.stop());

async function post(body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(dev.ethereum, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
}

async function call(method: string, ...params: readonly unknown[]): Promise<Answer> {
  const response = await post(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
  return (await response.json()) as Answer;
}

const refusalOf = async (method: string, ...params: readonly unknown[]): Promise<string> => {
  const { error } = await call(method, ...params);
  assert.ok(error !== undefined, `${method} was answered`);
  return `${error.code} ${error.message}`;
};

const sign = (fields: { nonce: number; chainId?: number; value?: bigint; data?: Hex; to?: Hex }) =>
  account.signTransaction({ type: "eip1559", chainId: devChainNumber, gas: 1_000_000n, maxFeePerGas: 0n, ...fields });
const to: Hex = `0x${"77".repeat(20)}`;

async function untilMined(hash: Hex): Promise<void> {
  for (;;) {
    const { result } = await call("eth_getTransactionReceipt", hash);
    if (result !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("transactions", () => {
  test("that are malformed are refused", async () => {
    const raw = await sign({ nonce: 0, to });
    assert.match(await refusalOf("eth_sendRawTransaction", "0x"), /^-32000 /);
    assert.match(await refusalOf("eth_sendRawTransaction", raw.slice(0, -2)), /^-32000 rlp/);
    assert.match(await refusalOf("eth_sendRawTransaction", `${raw}00`), /^-32000 rlp/);
    assert.match(await refusalOf("eth_sendRawTransaction", `0xf9ffff${"c0".repeat(100)}`), /^-32000 rlp/);
    assert.match(await refusalOf("eth_sendRawTransaction", `0x${"c1".repeat(50_000)}`), /^-32000 /);
    assert.match(await refusalOf("eth_sendRawTransaction", `0x02${"00".repeat(200_000)}`), /^-32000 oversized/);
    assert.match(await refusalOf("eth_sendRawTransaction", "no hex"), /^-32602 /);
    assert.match(await refusalOf("eth_sendRawTransaction", { an: "object" }), /^-32602 /);
  });

  test("of another chain or with value are refused", async () => {
    assert.match(
      await refusalOf("eth_sendRawTransaction", await sign({ nonce: 0, to, chainId: 1 })),
      /invalid chain id/,
    );
    assert.match(
      await refusalOf("eth_sendRawTransaction", await sign({ nonce: 0, to, value: 1n })),
      /insufficient funds/,
    );
  });

  test("are taken once", async () => {
    const raw = await sign({ nonce: 0, to });
    assert.deepEqual((await call("eth_sendRawTransaction", raw)).result, keccak256(raw));
    assert.match(await refusalOf("eth_sendRawTransaction", raw), /already known/);
    await untilMined(keccak256(raw));
    assert.match(await refusalOf("eth_sendRawTransaction", raw), /already known/);
    assert.match(
      await refusalOf("eth_sendRawTransaction", await sign({ nonce: 0, to: `0x${"78".repeat(20)}` })),
      /nonce too low/,
    );
  });

  test("with a gap in their nonces wait, in limited number", async () => {
    const refusals: string[] = [];
    for (let nonce = 2; nonce < 70; nonce++) {
      const { error } = await call("eth_sendRawTransaction", await sign({ nonce, to }));
      if (error !== undefined) refusals.push(error.message);
    }
    assert.deepEqual(refusals.length, 4);
    assert.match(refusals[0] ?? "", /nonce too high/);
    assert.equal((await call("eth_getTransactionCount", account.address, "latest")).result, "0x1");
    const last = keccak256(await sign({ nonce: 65, to }));
    const [first] = [await sign({ nonce: 1, to })];
    assert.equal((await call("eth_sendRawTransaction", first)).result, keccak256(first));
    await untilMined(last);
    assert.equal((await call("eth_getTransactionCount", account.address, "latest")).result, "0x42");
  });
});

describe("requests", () => {
  test("that are no JSON-RPC get JSON-RPC's errors", async () => {
    const codeOf = async (body: string) => ((await (await post(body)).json()) as Answer).error?.code;
    assert.equal(await codeOf("{"), -32_700);
    assert.equal(await codeOf("[]"), -32_600);
    assert.equal(await codeOf("7"), -32_600);
    assert.equal(await codeOf('{"jsonrpc":"2.0","id":1}'), -32_600);
    assert.equal(await codeOf('{"jsonrpc":"2.0","id":1,"method":"eth_sign","params":[]}'), -32_601);
    assert.equal(await codeOf('{"jsonrpc":"2.0","id":1,"method":"__proto__","params":[]}'), -32_601);
    assert.equal(await codeOf('{"jsonrpc":"2.0","id":1,"method":"eth_getBalance","params":{}}'), -32_602);
    assert.equal(await codeOf('{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":["0x00"]}'), -32_602);
  });

  test("in huge batches, bodies and log queries are refused", async () => {
    const one = { jsonrpc: "2.0", id: 1, method: "eth_blockNumber", params: [] };
    const many = (await (await post(JSON.stringify(Array.from({ length: 101 }, () => one)))).json()) as Answer;
    assert.match(many.error?.message ?? "", /batch too large/);
    const hundred = (await (await post(JSON.stringify(Array.from({ length: 100 }, () => one)))).json()) as Answer[];
    assert.equal(hundred.length, 100);
    assert.equal((await post(" ".repeat(6_000_000)).catch(() => ({ status: 413 }))).status, 413);
    const topics = Array(2000).fill(`0x${"1".repeat(64)}`);
    assert.match(await refusalOf("eth_getLogs", { topics: [topics] }), /^-32005 /);
    assert.match(await refusalOf("eth_getLogs", { fromBlock: "0x0", toBlock: "0xffffff" }), /^-32602 /);
  });

  test("for traces with odd parameters are refused", async () => {
    const odd = [undefined, null, 7, "", "x".repeat(1000), { an: "object" }, ["list"]];
    for (const value of odd) {
      assert.match(await refusalOf("yanta_traceTransaction", value), /^-32602 /);
      assert.match(await refusalOf("debug_traceTransaction", value), /^-32602 /);
    }
    const hash = `0x${"ab".repeat(32)}`;
    assert.match(await refusalOf("yanta_traceTransaction", "nowhere"), /^-32000 transaction not found/);
    assert.match(await refusalOf("debug_traceTransaction", hash), /^-32000 transaction not found/);
    assert.match(await refusalOf("debug_traceTransaction", hash, "options"), /^-32602 /);
    assert.match(await refusalOf("debug_traceTransaction", hash, { limit: -1 }), /^-32602 /);
    assert.match(await refusalOf("debug_traceTransaction", hash, { limit: 1e9, tracer: "evil" }), /^-32602 /);
  });

  test("that a foreign page or name sends are refused", async () => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
    assert.equal((await post(body, { origin: "https://evil.example" })).status, 403);
    assert.equal((await post(body, { origin: "null" })).status, 403);
    assert.equal((await post(body, { origin: "http://localhost:3000" })).status, 200);
    assert.equal((await post(body, { "content-type": "text/plain" })).status, 415);
    assert.equal((await fetch(dev.ethereum)).status, 405);
    const { hostname, port } = new URL(dev.ethereum);
    const status = await new Promise((resolve, reject) => {
      const headers = { host: "rebound.example", "content-type": "application/json" };
      request({ hostname, port, method: "POST", headers }, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end(body);
    });
    assert.equal(status, 403);
  });

  test("that loop forever end with a refusal", async () => {
    const { error } = await call("eth_call", { data: "0x5b600056" }, "latest");
    assert.match(error?.message ?? "", /out of gas/);
    const answered = await call("eth_chainId");
    assert.equal(answered.result, `0x${devChainNumber.toString(16)}`);
  });
});

describe("WebSockets", () => {
  const open = async (): Promise<WebSocket> => {
    const socket = new WebSocket(dev.ethereum.replace("http", "ws"));
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    return socket;
  };

  test("of foreign pages are refused", async () => {
    const socket = new WebSocket(dev.ethereum.replace("http", "ws"), { origin: "https://evil.example" });
    const error = await new Promise<Error>((resolve) => socket.once("error", resolve));
    assert.match(error.message, /403/);
  });

  test("have limited subscriptions", async () => {
    const socket = await open();
    const answers: Answer[] = [];
    const done = new Promise<void>((resolve) => {
      socket.on("message", (data: Buffer) => {
        answers.push(JSON.parse(data.toString()) as Answer);
        if (answers.length === 101) resolve();
      });
    });
    for (let id = 0; id < 101; id++)
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, method: "eth_subscribe", params: ["newHeads"] }));
    await done;
    assert.equal(answers.filter(({ error }) => error?.code === -32_005).length, 1);
    socket.close();
  });

  test("whose reader is too slow are cut off, and nobody else notices", async () => {
    const { hostname, port } = new URL(dev.ethereum);
    const slow = connectSocket(Number(port), hostname);
    const closed = new Promise((resolve) => slow.once("close", resolve).once("error", resolve));
    slow.write(
      `GET / HTTP/1.1\r\nHost: ${hostname}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    await new Promise((resolve) => slow.once("data", resolve));
    slow.pause();
    // Each answer is as large as the batch: a call's data comes back as what the init code returns.
    const returned = 60_000;
    const init = `0x61${returned.toString(16)}600c60003961${returned.toString(16)}6000f3${"ab".repeat(returned)}`;
    const batch = Array.from({ length: 30 }, () => ({
      jsonrpc: "2.0",
      id: 1,
      method: "eth_call",
      params: [{ data: init }, "latest"],
    }));
    const frame = maskedFrame(JSON.stringify(batch));
    for (let i = 0; i < 8; i++) slow.write(frame);
    // Who does not read learns of the end only by writing.
    const probing = setInterval(() => slow.write(maskedFrame("[]")), 50);
    await closed;
    clearInterval(probing);
    slow.destroy();
    assert.equal((await call("eth_chainId")).error, undefined);
  });
});

test("a contract call still works after all this", async () => {
  const data = encodeFunctionData({ abi: ledgerBook.abi, functionName: "count" });
  assert.deepEqual((await call("eth_call", { to, data }, "latest")).result, "0x");
});

/** A client's text frame, masked with zeros. */
function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(14);
  head[0] = 0x81;
  head[1] = 0xff;
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}
