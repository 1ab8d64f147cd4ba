import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import {
  createPublicClient,
  createWalletClient,
  decodeFunctionResult,
  encodeAbiParameters,
  encodeFunctionData,
  http,
  type Hex,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { setUpTool } from "../../../tools/tests/set-up-tool.ts";
import { ledgerBook } from "../../support/ledger-book.ts";
import { startDevChain } from "../start-dev-chain.ts";

const client = setUpTool("java-client");
const { abi, bytecode } = ledgerBook;
const alice = privateKeyToAccount(`0x${"a1".repeat(32)}`);
const answerTimeoutMs = 60_000;

const plain = (hex: Hex): string => hex.slice(2);
const call = (functionName: string, args: readonly unknown[] = []): string =>
  plain(encodeFunctionData({ abi, functionName, args }));
const decode = (functionName: string, hex: string): unknown =>
  decodeFunctionResult({ abi, functionName, data: `0x${hex}` });

/** ChainMaker's Java client as a process that takes one command after the other. */
function startJava(classPath: string, folder: string, address: string) {
  const child = spawn("java", ["-cp", classPath, "yanta.clients.EthereumContract", folder, address], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, "close");
  return {
    ask: async (...words: readonly string[]): Promise<string> => {
      child.stdin.write(`${words.join(" ")}\n`);
      for (;;) {
        const late = AbortSignal.timeout(answerTimeoutMs);
        const { value, done } = await Promise.race([
          lines.next(),
          new Promise<never>((_, reject) => late.addEventListener("abort", () => reject(new Error("no answer")))),
        ]);
        if (done === true) throw new Error("the client ended");
        const [, result, text = ""] = /^(OK|FAIL) ?(.*)$/.exec(value) ?? [];
        if (result === "FAIL") throw new Error(text);
        // The SDK's own log lines are passed over.
        if (result === "OK") return text;
      }
    },
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

test("one state: ChainMaker's Java client and viem on each other's contracts", { skip: client.skip }, async (t) => {
  if (client.kind === "missing") return;
  const dev = await startDevChain();
  const [sdkConfig = ""] = dev.sdkConfigs;
  const address = /node_addr: "?([\d.:]+)/.exec(readFileSync(sdkConfig, "utf8"))?.[1] ?? assert.fail();
  const java = startJava(client.path, dirname(sdkConfig), address);
  const options = { transport: http(dev.ethereum), pollingInterval: 50 };
  const reader = createPublicClient(options);
  const wallet = createWalletClient({ ...options, account: alice });
  const note = async (to: Hex, text: string): Promise<void> => {
    const hash = await wallet.writeContract({ address: to, abi, functionName: "note", args: [text], chain: null });
    assert.equal((await reader.waitForTransactionReceipt({ hash })).status, "success");
  };
  try {
    await t.test("deployed by the Java client, called by viem", async () => {
      const title = plain(encodeAbiParameters([{ type: "string" }], ["by Java"]));
      const installed = await java.ask("deploy", "book", plain(bytecode), title);
      const book: Hex = `0x${installed}`;
      assert.equal(await reader.readContract({ address: book, abi, functionName: "title" }), "by Java");
      await note(book, "from viem");
      assert.deepEqual(decode("notes", await java.ask("query", "book", call("notes", [1n]))), [
        alice.address,
        "from viem",
      ]);
      await java.ask("invoke", "book", call("note", ["from Java"]));
      const [, text] = (await reader.readContract({ address: book, abi, functionName: "notes", args: [2n] })) as [
        Hex,
        string,
      ];
      assert.equal(text, "from Java");
      const logs = await reader.getContractEvents({ address: book, abi, eventName: "Noted", fromBlock: 0n });
      assert.equal(logs.length, 2);
    });

    await t.test("deployed by viem, read and called by the Java client", async () => {
      const hash = await wallet.deployContract({ abi, bytecode, args: ["by viem"], chain: null });
      const { contractAddress } = await reader.waitForTransactionReceipt({ hash });
      const book = contractAddress ?? assert.fail("no address");
      const name = plain(book);
      assert.equal(await java.ask("info", name), `EVM ${name}`);
      assert.equal(decode("title", await java.ask("query", name, call("title"))), "by viem");
      await java.ask("invoke", name, call("note", ["hello"]));
      assert.equal(await reader.readContract({ address: book, abi, functionName: "count" }), 1n);
      await assert.rejects(java.ask("invoke", name, call("amend", [99n, "x"])));
    });
  } finally {
    await java.stop();
    await dev.stop();
  }
});
