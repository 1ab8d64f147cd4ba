import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { bytesToHex, concatBytes } from "@yanta/bytes";
import { decodeRlp, encodeRlp, numberToRlp, type RlpValue } from "@yanta/ethereum";
import {
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  getContractAddress,
  http,
  parseTransaction,
  recoverTransactionAddress,
  type Hex,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { ledgerBook } from "../../support/ledger-book.ts";
import { startDevChain } from "../start-dev-chain.ts";

/**
 * The request and answer pairs of Ethereum's execution-apis, which belong to a chain of its own. Its contracts are deployed
 * here, and its addresses, hashes and numbers in the requests are replaced by ours. Answers that come from such a contract,
 * and errors, must be equal; of the others the form is compared.
 *
 * EXECUTION_APIS names the folder `tests` of a copy of github.com/ethereum/execution-apis; EXECUTION_APIS_RESULT a file for the counts.
 */
const folder = process.env["EXECUTION_APIS"] ?? "";
const resultFile = process.env["EXECUTION_APIS_RESULT"];

/** Why cases are left out, by the beginning of their names. */
const notHere: Readonly<Record<string, string>> = {
  debug_getRaw: "no raw blocks and receipts: roots are the chain's own",
  eth_capabilities: "method not offered",
  eth_config: "method not offered: there are no Ethereum forks",
  eth_getProof: "no Merkle Patricia tries",
  eth_getStorageValues: "method not offered",
  eth_simulateV1: "Ethereum's balances, fees and validation; tests/e2e/ethereum-debug.test.ts",
  testing_: "method not offered",
  txpool_: "method not offered",
  "eth_call/call-callenv": "Ethereum's environment: base fee, gas price, value",
  "eth_call/call-eip7702": "type 4 is refused",
  "eth_getCode/get-code-eip7702": "type 4 is refused",
  "eth_estimateGas/estimate-with-eip": "types 3 and 4 are refused, no value",
  "eth_estimateGas/estimate-simple-transfer": "gas has other prices",
  eth_createAccessList: "gas does not depend on lists, which are empty",
  "eth_getTransactionByHash/get-blob": "type 3 is refused",
  "eth_getTransactionByHash/get-setcode": "type 4 is refused",
  "eth_getTransactionReceipt/get-blob": "type 3 is refused",
  "eth_getTransactionReceipt/get-setcode": "type 4 is refused",
  eth_sendRawTransaction: "signed for another chain, with value",
  net_version: "another chain's number",
  eth_chainId: "another chain's number",
};

/** Blocks of their chain, so that what lies beyond it there does so here. */
const theirHead = 54n;

/** Hex of any length. */
const dataMembers = new Set(["data", "input", "extraData", "r", "s", "returnValue", "returnData"]);

/** Members of answers that belong to forks without a meaning here. */
const forkMembers = new Set([
  "withdrawals",
  "withdrawalsRoot",
  "blobGasUsed",
  "excessBlobGas",
  "parentBeaconBlockRoot",
  "requestsHash",
  "blobGasPrice",
  "baseFeePerBlobGas",
  "blobGasUsedRatio",
  "authorizationList",
  "balHash",
  "slotNumber",
  "blockAccessListHash",
  // Of receipts before Byzantium, in place of a status.
  "root",
]);

interface Account {
  readonly code?: Hex;
  readonly storage?: Readonly<Record<Hex, Hex>>;
}

interface Exchange {
  readonly request: string;
  readonly expected: { readonly result?: unknown; readonly error?: { readonly code: number } };
}

test(
  "execution-apis cases that apply",
  { skip: existsSync(folder) ? false : "EXECUTION_APIS is not set" },
  async (t) => {
    const dev = await startDevChain();
    const counts = { applied: 0, passed: 0, failed: [] as string[], skipped: {} as Record<string, number> };
    const skip = (reason: string): void => void (counts.skipped[reason] = (counts.skipped[reason] ?? 0) + 1);
    try {
      const replace = await prepare(dev.ethereum);
      for (const file of globSync("*/*.io", { cwd: folder }).toSorted()) {
        const name = file.replace(/\.io$/, "");
        const reason = Object.entries(notHere).find(([prefix]) => name.startsWith(prefix))?.[1];
        const text = readFileSync(join(folder, file), "utf8");
        if (reason !== undefined || text === "") {
          skip(reason ?? "not in the copy");
          continue;
        }
        counts.applied++;
        await t.test(name, async () => {
          counts.failed.push(name);
          for (const exchange of readExchanges(text)) await check(dev.ethereum, name, exchange, replace);
          counts.failed.pop();
          counts.passed++;
        });
      }
    } finally {
      await dev.stop();
    }
    assert.ok(counts.applied > 0);
    if (resultFile !== undefined) writeFileSync(resultFile, `${JSON.stringify(counts, undefined, 2)}\n`);
  },
);

function readExchanges(text: string): Exchange[] {
  const lines = text.split("\n");
  return lines.flatMap((line, at) => {
    const answer = lines[at + 1];
    if (!line.startsWith(">> ") || answer === undefined) return [];
    return [{ request: line.slice(3), expected: JSON.parse(answer.slice(3)) as Exchange["expected"] }];
  });
}

async function check(
  url: string,
  name: string,
  { request, expected }: Exchange,
  replace: (text: string) => string,
): Promise<void> {
  const body = replace(request);
  const response = await fetch(url, { method: "POST", body, headers: { "content-type": "application/json" } });
  const answer = (await response.json()) as Exchange["expected"];
  const method = dirname(name);
  if (expected.error !== undefined) {
    assert.ok(
      answer.error !== undefined,
      `wanted error ${expected.error.code}: ${JSON.stringify(answer).slice(0, 300)}`,
    );
    if (expected.error.code === 3) assert.deepEqual(answer.error, expected.error);
    return;
  }
  assert.equal(answer.error, undefined);
  const isExact =
    method === "eth_call" || method === "eth_getCode" || method === "eth_syncing" || expected.result === null;
  if (isExact) assert.deepEqual(answer.result, JSON.parse(replace(JSON.stringify(expected.result))));
  else compareForm(expected.result, answer.result, basename(name));
}

/** Every member of the wanted value is there and has its form: a hash, an address, data or a quantity. */
function compareForm(wanted: unknown, found: unknown, path: string): void {
  if (typeof wanted === "string") {
    assert.equal(formOf(found), formOf(wanted), `${path}: ${String(found)} for ${wanted}`);
    return;
  }
  if (Array.isArray(wanted)) {
    assert.ok(Array.isArray(found), `${path} is no list`);
    if (wanted.length > 0 && found.length > 0) compareForm(wanted[0], found[0], `${path}[0]`);
    return;
  }
  if (typeof wanted !== "object" || wanted === null) {
    if (wanted !== null) assert.equal(typeof found, typeof wanted, path);
    return;
  }
  assert.ok(typeof found === "object" && found !== null, `${path}: ${String(found)} is no object`);
  for (const [key, value] of Object.entries(wanted)) {
    if (forkMembers.has(key)) continue;
    assert.ok(key in found, `${path}.${key} is missing`);
    const own: unknown = Reflect.get(found, key);
    if (dataMembers.has(key)) assert.match(String(own), /^0x[0-9a-f]*$/);
    else if (own !== null) compareForm(value, own, `${path}.${key}`);
  }
}

function formOf(value: unknown): string {
  if (typeof value !== "string" || !/^0x[0-9a-f]*$/.test(value)) return typeof value;
  if (value.length === 66 || value.length === 42) return `${value.length}`;
  return value.length > 66 || value === "0x" ? "data" : /^0x(0|[1-9a-f][0-9a-f]*)$/.test(value) ? "number" : "data";
}

/** Deploys their contracts, makes blocks, and tells how to rewrite a request. */
async function prepare(url: string): Promise<(text: string) => string> {
  const { alloc } = JSON.parse(readFileSync(join(folder, "genesis.json"), "utf8")) as {
    alloc: Record<string, Account>;
  };
  const account = privateKeyToAccount(`0x${"a1".repeat(32)}`);
  const options = { transport: http(url), pollingInterval: 20 };
  const reader = createPublicClient(options);
  const wallet = createWalletClient({ ...options, account });
  const renamed = new Map<string, string>();
  const send = async (fields: { data: Hex; to?: Hex; type?: "legacy" | "eip2930" | "eip1559" }) => {
    const price = fields.type === "eip1559" || fields.type === undefined ? { maxFeePerGas: 0n } : { gasPrice: 0n };
    const hash = await wallet.sendTransaction({ ...fields, ...price, chain: null } as Parameters<
      typeof wallet.sendTransaction
    >[0]);
    return reader.waitForTransactionReceipt({ hash });
  };
  for (const [address, { code, storage = {} }] of Object.entries(alloc)) {
    if (code === undefined || code.length <= 2) continue;
    const { contractAddress } = await send({ data: initCode(code, storage) });
    renamed.set(address.toLowerCase().replace(/^0x/, ""), (contractAddress ?? "").slice(2));
  }
  const requests = globSync("*/*.io", { cwd: folder })
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("");
  for (const { address, data } of await theirCreations()) {
    // Most burn gas and are asked for by nobody.
    if (!requests.includes(`"to":"0x${address}"`)) continue;
    const { contractAddress } = await send({ data });
    renamed.set(address, (contractAddress ?? "").slice(2));
  }
  const book = await send({
    data: `${ledgerBook.bytecode}${"20".padStart(64, "0")}${"1".padStart(64, "0")}${"61".padEnd(64, "0")}`,
  });
  const data = encodeFunctionData({ abi: ledgerBook.abi, functionName: "note", args: ["x"] });
  const types = ["legacy", "eip2930", "eip1559"] as const;
  const receipts = [];
  for (let at = 0; (await reader.getBlockNumber({ cacheTime: 0 })) < theirHead; at++)
    receipts.push(await send({ data, to: book.contractAddress ?? "0x", type: types[at % 3] ?? "legacy" }));
  const [legacy, listed, priced] = receipts;
  const ofKind: Readonly<Record<string, Hex | undefined>> = {
    legacy: legacy?.transactionHash,
    "access-list": listed?.transactionHash,
    dynamic: priced?.transactionHash,
  };
  const block = await reader.getBlock({ blockNumber: legacy?.blockNumber ?? 1n });
  // Hashes of theirs that the answers show: of blocks, and of transactions by their type.
  for (const file of globSync("*/*.io", { cwd: folder })) {
    const text = readFileSync(join(folder, file), "utf8");
    for (const [, hash = ""] of text.matchAll(/"(?:blockHash)":"0x([0-9a-f]{64})"/g))
      renamed.set(hash, block.hash.slice(2));
    // Hashes by which blocks are asked for, but for those that nobody knows.
    if (
      /eth_getBlock.*ByHash|balance-blockhash|eth_getTransactionByBlockHash|receipts-by-block-hash|debug_traceBlockByHash.*transactions/.test(
        file,
      ) &&
      !/(empty|notfound|not-found)/.test(file)
    )
      for (const [, hash = ""] of text.matchAll(/"params":\[(?:"0x[0-9a-f]{40}",)?"0x([0-9a-f]{64})"/g))
        renamed.set(hash, block.hash.slice(2));
    if (!/eth_getTransaction(ByHash|Receipt)/.test(file) || /(empty|notfound)/.test(file)) continue;
    const kind = Object.keys(ofKind).find((each) => file.includes(each)) ?? "legacy";
    const own =
      file.includes("create") && !file.includes("access") && !file.includes("dynamic")
        ? book.transactionHash
        : ofKind[kind];
    for (const [, hash = ""] of text.matchAll(/"params":\["0x([0-9a-f]{64})"/g))
      renamed.set(hash, (own ?? "").slice(2));
  }
  const genesis = await reader.getBlock({ blockNumber: 0n });
  const asked = readFileSync(join(folder, "debug_traceBlockByHash", "trace-genesis.io"), "utf8");
  renamed.set(/"params":\["0x([0-9a-f]{64})"/.exec(asked)?.[1] ?? "", genesis.hash.slice(2));
  return (text) =>
    text.replaceAll(/(?<=0x)([0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])/g, (digits) => renamed.get(digits) ?? digits);
}

/** Contracts that transactions of their chain create. */
async function theirCreations(): Promise<{ readonly address: string; readonly data: Hex }[]> {
  const chain = readFileSync(join(folder, "chain.rlp"));
  // The file is the items of a list, without the list around them.
  const length = numberToRlp(BigInt(chain.length));
  const blocks = decodeRlp(concatBytes(Uint8Array.of(0xf7 + length.length), length, chain));
  assert.ok(Array.isArray(blocks), "chain.rlp cannot be read");
  const creations = [];
  for (const value of (blocks as RlpValue[][]).flatMap(([, txs]) => txs as RlpValue[])) {
    const serializedTransaction: Hex = `0x${bytesToHex(value instanceof Uint8Array ? value : encodeRlp(value))}`;
    const { to, data, nonce = 0 } = parseTransaction(serializedTransaction);
    if ((to !== undefined && to !== null) || data === undefined) continue;
    const from = await recoverTransactionAddress({ serializedTransaction: serializedTransaction as never });
    const address = getContractAddress({ from, nonce: BigInt(nonce) })
      .slice(2)
      .toLowerCase();
    creations.push({ address, data });
  }
  return creations;
}

/** Code that sets storage and returns a contract's code. */
function initCode(code: Hex, storage: Readonly<Record<Hex, Hex>>): Hex {
  const word = (value: string): string => value.slice(2).padStart(64, "0");
  const stores = Object.entries(storage)
    .map(([key, value]) => `7f${word(value)}7f${word(key)}55`)
    .join("");
  const length = ((code.length - 2) / 2).toString(16).padStart(4, "0");
  const offset = (stores.length / 2 + 15).toString(16).padStart(4, "0");
  return `0x${stores}61${length}61${offset}60003961${length}6000f3${code.slice(2)}`;
}
