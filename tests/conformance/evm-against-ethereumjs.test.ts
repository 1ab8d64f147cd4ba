import assert from "node:assert/strict";
import { test } from "node:test";
import { Common, Hardfork, Mainnet } from "@ethereumjs/common";
import { createEVM } from "@ethereumjs/evm";
import { SimpleStateManager } from "@ethereumjs/statemanager";
import { Account, Address } from "@ethereumjs/util";
import { bytesToHex, hexToBytes } from "@yanta/bytes";
import { CodeCache, execute } from "@yanta/evm";
import { EthereumHost, precompileAddresses } from "../support/ethereum/ethereum-host.ts";
import { EthereumWorld } from "../support/ethereum/ethereum-world.ts";
import { randomProgram } from "../support/ethereum/random-program.ts";
import { createRandom } from "../support/random.ts";

/** Another slice every day; the failure's text names the seed. */
const seed = Math.floor(Date.now() / 86_400_000) * 10_000;
const cases = 1000;
const gasLimit = 2_000_000;
const zeroAddress = "0".repeat(40);
const caller = "ca".repeat(20);
const contract = "c0".repeat(20);
const other = "d0".repeat(20);
const bytes = (hex: string): Uint8Array => hexToBytes(hex) ?? new Uint8Array(0);

/** As a transaction would have it. */
const warmAddresses = [zeroAddress, caller, contract, ...precompileAddresses];

/** A block of zeros: created code may ask for what programs leave out. */
const header = {
  number: 0n,
  coinbase: new Address(bytes(zeroAddress)),
  timestamp: 0n,
  difficulty: 0n,
  prevRandao: new Uint8Array(32),
  gasLimit: 0n,
  baseFeePerGas: 0n,
  getBlobGasPrice: () => 0n,
};

interface Seen {
  readonly outcome: "returned" | "reverted" | "faulted";
  readonly output: string;
  readonly gasUsed: number;
  readonly storage: readonly (readonly [string, string])[];
  readonly logs: readonly string[];
}

interface Program {
  readonly code: Uint8Array;
  readonly below: Uint8Array;
  readonly input: Uint8Array;
}

function runOwn({ code, below, input }: Program): Seen {
  const world = new EthereumWorld();
  for (const [address, accountCode] of [
    [contract, code],
    [other, below],
  ] as const) {
    world.accounts.set(address, {
      nonce: 1n,
      balance: 1000n,
      code: accountCode,
      storage: new Map([["0".repeat(64), 7n]]),
    });
  }
  world.accounts.set(caller, { nonce: 0n, balance: 10n ** 18n, code: new Uint8Array(0), storage: new Map() });
  const environment = {
    origin: caller,
    gasPrice: 0n,
    coinbase: zeroAddress,
    number: 0n,
    timestamp: 0n,
    prevRandao: 0n,
    gasLimit: 0n,
    chainId: 1n,
    baseFee: 0n,
    blobBaseFee: 0n,
    blobHashes: [],
  };
  const host = new EthereumHost(world, environment, new CodeCache());
  for (const address of warmAddresses) host.warmAccounts.add(address);
  const started = host.startCall(
    { address: caller, caller, isStatic: false, depth: -1 },
    { kind: "call", address: contract, value: 0n, input },
    gasLimit,
  );
  assert.ok(started.kind === "frame");
  const { end, output, gasLeft } = execute(host, host.pool, started.frame);
  const storage = [contract, other].flatMap((address) =>
    [...(world.accounts.get(address)?.storage ?? [])].map(
      ([key, value]) => [address + key, value.toString(16)] as const,
    ),
  );
  return {
    outcome: end,
    output: bytesToHex(output),
    gasUsed: gasLimit - gasLeft,
    storage: storage.toSorted(([a], [b]) => (a < b ? -1 : 1)),
    logs: world.logs.map((log) => [log.address, ...log.topics.map(bytesToHex), bytesToHex(log.data)].join()),
  };
}

async function runOther({ code, below, input }: Program, slots: Seen["storage"]): Promise<Seen> {
  const common = new Common({ chain: Mainnet, hardfork: Hardfork.Cancun });
  const stateManager = new SimpleStateManager({ common });
  const evm = await createEVM({ common, stateManager });
  for (const [address, accountCode] of [
    [contract, code],
    [other, below],
  ] as const) {
    const at = new Address(bytes(address));
    await stateManager.putAccount(at, new Account(1n, 1000n));
    await stateManager.putCode(at, accountCode);
    await stateManager.putStorage(at, new Uint8Array(32), Uint8Array.of(7));
  }
  await stateManager.putAccount(new Address(bytes(caller)), new Account(0n, 10n ** 18n));
  for (const address of warmAddresses) evm.journal.addAlwaysWarmAddress(address);
  const { execResult } = await evm.runCall({
    caller: new Address(bytes(caller)),
    to: new Address(bytes(contract)),
    data: input,
    gasLimit: BigInt(gasLimit),
    block: { header },
  });
  const error = execResult.exceptionError?.error;
  const storage: (readonly [string, string])[] = [];
  for (const [slot] of slots) {
    const value = await stateManager.getStorage(new Address(bytes(slot.slice(0, 40))), bytes(slot.slice(40)));
    storage.push([slot, bytesToHex(value).replace(/^0+/, "")]);
  }
  return {
    outcome: error === undefined ? "returned" : error === "revert" ? "reverted" : "faulted",
    output: error === undefined || error === "revert" ? bytesToHex(execResult.returnValue) : "",
    gasUsed: Number(execResult.executionGasUsed),
    storage,
    logs:
      error === undefined
        ? (execResult.logs ?? []).map(([address, topics, data]) =>
            [bytesToHex(address), ...topics.map(bytesToHex), bytesToHex(data)].join(),
          )
        : [],
  };
}

test(`random programs end in this EVM as in @ethereumjs/evm (seed ${seed})`, async () => {
  const ends = new Map<string, number>();
  for (let i = 0; i < cases; i++) {
    const random = createRandom(seed + i);
    const program = {
      code: randomProgram(random, other),
      below: randomProgram(random, contract),
      input: bytes("00ff11ee".repeat(12)),
    };
    const own = runOwn(program);
    const there = await runOther(program, own.storage);
    assert.deepEqual(
      own,
      there,
      `seed ${seed + i}, code ${bytesToHex(program.code)}, below ${bytesToHex(program.below)}`,
    );
    ends.set(own.outcome, (ends.get(own.outcome) ?? 0) + 1);
  }
  for (const end of ["returned", "faulted"]) assert.ok((ends.get(end) ?? 0) > cases / 10, JSON.stringify([...ends]));
});
