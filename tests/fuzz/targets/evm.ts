import { readFileSync } from "node:fs";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@yanta/bytes";
import { createEvmVm } from "@yanta/evm";
import { RuntimeType, TxStatusCode } from "@yanta/protocol";
import { openMemoryLedger } from "@yanta/storage";
import type { CallOutcome, Vm } from "@yanta/vm";
import { createFakeChain, createFakeTxContext, installFakeContract } from "@yanta/vm/testing";
import type { FuzzOutcome, FuzzTarget } from "../fuzz-target.ts";
import { mutateBytes } from "../mutate/mutate-bytes.ts";
import { randomProgram } from "../../support/ethereum/random-program.ts";

const token = readFileSync(
  new URL("../../../third_party/chainmaker-contracts/evm-token.hex", import.meta.url),
  "utf8",
).trim();
/** Enough for a transfer, little enough for a million cases. */
const gasLimit = 5_000_000n;
const selectors = ["a9059cbb", "70a08231", "095ea7b3", "23b872dd", "18160ddd", "06fdde03"];
const address = "c0".repeat(20);

/** A chain whose blocks are not there. */
const ledger = openMemoryLedger({ chainId: "chain1" });

interface EvmCase {
  readonly bytecode: Uint8Array;
  readonly method: string;
  readonly data: string;
}

/** Bytecode that a contract's author hands in, and call data that anybody does: run twice, the same must come of it. */
const bytecodes: FuzzTarget = {
  name: "evm-bytecode",
  weight: 0.5,
  open: () => {
    const good = hexToBytes(token) ?? new Uint8Array(0);
    const vms = [createEvmVm(), createEvmVm()];
    return {
      run(random) {
        const isProgram = random.below(3) === 0;
        const callArguments = bytesToHex(random.bytes(random.below(3) * 32)).replace(/^.{0,48}/, (start) =>
          "0".repeat(start.length),
        );
        const evmCase = {
          bytecode: isProgram ? randomProgram(random, address) : mutateBytes(good, random),
          method: random.below(3) === 0 ? "init_contract" : "call",
          data: isProgram ? "00" : random.pick(selectors) + callArguments,
        };
        const [first, second] = vms.map((vm) => observe(vm, evmCase));
        if (first?.text !== second?.text) throw new Error(`runs differ:\n${first?.text}\n${second?.text}`);
        return first?.outcome ?? "refused";
      },
      close: () => {
        for (const vm of vms) vm.close();
      },
    };
  },
};

function observe(vm: Vm, { bytecode, method, data }: EvmCase): { outcome: FuzzOutcome; text: string } {
  const chain = createFakeChain([vm]);
  const contract = installFakeContract(chain, "c", bytecode, RuntimeType.EVM);
  chain.contracts.set(address, { contract, bytecode });
  const context = createFakeTxContext({ chain, gasLimit, ledger });
  const outcome: CallOutcome = context.run("c", method, new Map([["data", utf8ToBytes(data)]]));
  if (outcome.status !== TxStatusCode.SUCCESS && outcome.status !== TxStatusCode.CONTRACT_FAIL)
    throw new Error(`status ${outcome.status}`);
  if (outcome.gasUsed > gasLimit) throw new Error(`${outcome.gasUsed} gas used`);
  const text = JSON.stringify([outcome, [...context.writes], [...context.reads]], (_, value: unknown) =>
    typeof value === "bigint" ? String(value) : value,
  );
  return { outcome: outcome.status === TxStatusCode.SUCCESS ? "accepted" : "refused", text };
}

export const evmTargets: readonly FuzzTarget[] = [bytecodes];
