import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import {
  createCertificateSigner,
  installContract,
  invokeContract,
  loadClient,
  queryContract,
  type Client,
  type Signer,
} from "@yanta/sdk";
import { createPublicClient, createWalletClient, decodeFunctionResult, encodeFunctionData, http, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type DevChain, startDevChain } from "../clients/start-dev-chain.ts";
import { ledgerBook } from "../support/ledger-book.ts";

/** One state behind two protocols: a ChainMaker client and viem work on each other's contracts. */

const { abi, bytecode } = ledgerBook;
const alice = privateKeyToAccount(`0x${"a1".repeat(32)}`);
let dev: DevChain;
let client: Client;
let admins: readonly Signer[];
let ethereum: ReturnType<typeof connect>;

function connect(url: string) {
  const options = { transport: http(url), pollingInterval: 50 };
  return { reader: createPublicClient(options), wallet: createWalletClient({ ...options, account: alice }) };
}

const hexText = (data: Hex): string => data.slice(2);
const call = (functionName: string, args: readonly unknown[] = []): Hex =>
  encodeFunctionData({ abi, functionName, args });
const toHex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString("hex")}`;

/** A read by ChainMaker's protocol. */
async function query(contract: string, functionName: string, args: readonly unknown[] = []): Promise<unknown> {
  const data = hexText(call(functionName, args));
  const { result } = await queryContract(client, { contract, method: data.slice(0, 8), parameters: { data } });
  return decodeFunctionResult({ abi, functionName, data: toHex(result) });
}

before(async () => {
  dev = await startDevChain();
  const [sdkConfig = ""] = dev.sdkConfigs;
  client = loadClient(sdkConfig);
  const folder = dirname(sdkConfig);
  admins = [1, 2, 3, 4].map((org) => {
    const orgId = `wx-org${org}.chainmaker.org`;
    const file = (end: string) =>
      readFileSync(join(folder, "crypto-config", orgId, `user/admin1/admin1.sign.${end}`), "utf8");
    return createCertificateSigner({ orgId, certificatePem: file("crt"), privateKeyPem: file("key") });
  });
  ethereum = connect(dev.ethereum);
});

after(async () => {
  client.transport.close();
  await dev.stop();
});

test("viem works with a contract that a ChainMaker client installed under a name", async () => {
  const argument = `${"20".padStart(64, "0")}${"6".padStart(64, "0")}${Buffer.from("shared").toString("hex").padEnd(64, "0")}`;
  const contract = await installContract(client, {
    name: "book",
    version: "1.0",
    runtime: "EVM",
    bytecode: Buffer.from(hexText(bytecode), "hex"),
    parameters: { data: argument },
    endorsers: admins,
  });
  const address: Hex = `0x${contract.address}`;
  const { reader, wallet } = ethereum;
  assert.equal(await reader.readContract({ address, abi, functionName: "title" }), "shared");

  const hash = await wallet.writeContract({ address, abi, functionName: "note", args: ["by viem"], chain: null });
  const receipt = await reader.waitForTransactionReceipt({ hash });
  assert.equal(receipt.status, "success");
  assert.deepEqual(await query("book", "notes", [1n]), [alice.address, "by viem"]);

  const data = hexText(call("note", ["by ChainMaker"]));
  const invoked = await invokeContract(client, { contract: "book", method: data.slice(0, 8), parameters: { data } });
  const [, text] = (await reader.readContract({ address, abi, functionName: "notes", args: [2n] })) as [Hex, string];
  assert.equal(text, "by ChainMaker");
  const logs = await reader.getContractEvents({ address, abi, eventName: "Noted", fromBlock: 0n });
  assert.deepEqual(
    logs.map((log) => (log as { args?: { text?: string } }).args?.text),
    ["by viem", "by ChainMaker"],
  );

  const seen = await reader.getTransaction({ hash: `0x${invoked.txId}` });
  assert.deepEqual([seen.to, seen.input, seen.blockNumber], [address, `0x${data}`, invoked.blockHeight]);
  const seenReceipt = await reader.getTransactionReceipt({ hash: `0x${invoked.txId}` });
  assert.deepEqual([seenReceipt.status, seenReceipt.logs.length], ["success", 1]);
});

test("a ChainMaker client works with a contract that viem deployed, by its address", async () => {
  const { reader, wallet } = ethereum;
  const hash = await wallet.deployContract({ abi, bytecode, args: ["from viem"], chain: null });
  const { contractAddress } = await reader.waitForTransactionReceipt({ hash });
  const name = hexText(contractAddress ?? assert.fail("no address"));
  assert.equal(await query(name, "title"), "from viem");
  assert.equal(await query(name, "owner"), alice.address);
  const data = hexText(call("note", ["hello"]));
  const { events } = await invokeContract(client, { contract: name, method: data.slice(0, 8), parameters: { data } });
  assert.equal(events[0]?.contractName, name);
  assert.equal(await reader.readContract({ address: `0x${name}`, abi, functionName: "count" }), 1n);
});
