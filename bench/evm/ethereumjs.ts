import { Common, Hardfork, Mainnet } from "@ethereumjs/common";
import { createEVM } from "@ethereumjs/evm";
import { SimpleStateManager } from "@ethereumjs/statemanager";
import { Account, Address, hexToBytes } from "@ethereumjs/util";

export interface EthereumjsSetup {
  /** Init code without constructor arguments. */
  readonly code: Uint8Array;
  /** Hex. */
  readonly constructorData: string;
  /** 40 hex digits. */
  readonly sender: string;
  /** Call data of the call to repeat, hex. */
  readonly data: string;
}

/** Deploys a contract in @ethereumjs/evm over its in-memory state; returns the call to measure. */
export async function openEthereumjs({
  code,
  constructorData,
  sender,
  data,
}: EthereumjsSetup): Promise<() => Promise<void>> {
  const common = new Common({ chain: Mainnet, hardfork: Hardfork.Cancun });
  const stateManager = new SimpleStateManager({ common });
  const evm = await createEVM({ common, stateManager });
  const caller = new Address(decode(sender));
  await stateManager.putAccount(caller, new Account(0n, 10n ** 18n));
  const gasLimit = 10_000_000_000n;
  const init = new Uint8Array([...code, ...decode(constructorData)]);
  const { createdAddress, execResult } = await evm.runCall({ caller, data: init, gasLimit });
  if (createdAddress === undefined || execResult.exceptionError !== undefined)
    throw new Error("ethereumjs did not deploy");
  const call = { caller, to: createdAddress, data: decode(data), gasLimit };
  return async () => {
    const { execResult: result } = await evm.runCall(call);
    if (result.exceptionError !== undefined || result.logs?.length !== 1) throw new Error("ethereumjs failed");
  };
}

function decode(hex: string): Uint8Array {
  return hexToBytes(`0x${hex}`);
}
