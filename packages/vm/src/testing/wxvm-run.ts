import { utf8ToBytes } from "@yanta/bytes";
import { RuntimeType } from "@yanta/protocol";
import { createWxvmVm } from "../wasm/wxvm/create-wxvm-vm.ts";
import { createFakeChain, createFakeTxContext, type FakeChain, installFakeContract } from "./fake-tx-context.ts";

/** A chain of runtime WXVM with one contract, `c`. */
export function wxvmChainOf(bytecode: Uint8Array): FakeChain {
  const chain = createFakeChain([createWxvmVm()]);
  installFakeContract(chain, "c", bytecode, RuntimeType.WXVM);
  return chain;
}

/** Calls contract `c`. */
export function callWxvm(
  chain: FakeChain,
  method = "run",
  values: Readonly<Record<string, string>> = {},
  gasLimit?: bigint,
) {
  const context = createFakeTxContext({ chain, txId: "T", ...(gasLimit === undefined ? {} : { gasLimit }) });
  const parameters = new Map(Object.entries(values).map(([key, value]) => [key, utf8ToBytes(value)]));
  return { context, outcome: context.run("c", method, parameters) };
}
