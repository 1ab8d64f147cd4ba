import { bytesToHex, bytesToUtf8 } from "@yanta/bytes";
import {
  admin,
  client,
  majority,
  openTestChain,
  signTx,
  testChainConfig,
  type TestChain,
  type TestMember,
} from "@yanta/chain/testing";
import { createEvmVm } from "@yanta/evm";
import { type ContractEvent, ContractSchema, decodeMessage, TxStatusCode, TxType } from "@yanta/protocol";
import type { Vm } from "@yanta/vm";

/** What a transaction with an EVM contract came to. */
export interface EvmResult {
  readonly code: TxStatusCode;
  readonly message: string;
  readonly result: Uint8Array;
  readonly events: readonly ContractEvent[];
}

/** A test chain whose blocks hold one transaction each, for EVM contracts. */
export class EvmTestChain {
  readonly chain: TestChain;
  #count = 0;

  constructor(chain: TestChain) {
    this.chain = chain;
  }

  /** Installs a contract; returns its address (40 hex digits). */
  async install(name: string, bytecode: Uint8Array, constructorData = "", runtime = "EVM"): Promise<string> {
    const { code, message, result } = await this.#send(admin, "CONTRACT_MANAGE", "INIT_CONTRACT", {
      CONTRACT_NAME: name,
      CONTRACT_VERSION: "1.0.0",
      CONTRACT_RUNTIME_TYPE: runtime,
      CONTRACT_BYTECODE: bytecode,
      ...(constructorData === "" ? {} : { data: constructorData }),
    });
    if (code !== TxStatusCode.SUCCESS) throw new Error(`${name} is not installed: ${message}`);
    return decodeMessage(ContractSchema, result).address;
  }

  /** Sends a call and waits for its block. */
  invoke(
    contract: string,
    data: string,
    sender: TestMember = client,
    more: Readonly<Record<string, string>> = {},
  ): Promise<EvmResult> {
    return this.#send(sender, contract, data.slice(0, 8), { data, ...more });
  }

  /** Asks without a block. */
  query(contract: string, data: string): EvmResult {
    const tx = signTx({
      sender: client,
      txType: TxType.QUERY_CONTRACT,
      txId: `query-${this.#count++}`,
      contract,
      method: data.slice(0, 8),
      parameters: { data },
    });
    const { code, contractResult } = this.chain.chain.query(tx);
    return {
      code,
      message: contractResult?.message ?? "",
      result: contractResult?.result ?? new Uint8Array(0),
      events: contractResult?.contractEvent ?? [],
    };
  }

  /** The result of a query in hex; an error when it fails. */
  read(contract: string, data: string): string {
    const { code, message, result } = this.query(contract, data);
    if (code !== TxStatusCode.SUCCESS) throw new Error(message);
    return bytesToHex(result);
  }

  /** Verifies and commits every block on a fresh chain; true when both then hold the same. */
  async replay(fresh: EvmTestChain): Promise<boolean> {
    const { ledger } = this.chain;
    const into = fresh.chain;
    for (let height = 1n; height <= (ledger.lastHeight ?? 0n); height++) {
      const bytes = ledger.getBlock(height)?.blockInfoBytes ?? new Uint8Array(0);
      const verdict = into.verifier.verify(bytes);
      if (verdict.kind === "invalid") throw new Error(verdict.fault.message);
      await into.producer.commit(verdict.proposal);
      if (bytesToHex(into.ledger.getBlock(height)?.blockInfoBytes ?? new Uint8Array(0)) !== bytesToHex(bytes))
        return false;
    }
    return true;
  }

  async #send(
    sender: TestMember,
    contract: string,
    method: string,
    parameters: Readonly<Record<string, string | Uint8Array>>,
  ): Promise<EvmResult> {
    const txId = `evm-${this.#count++}`;
    const done = this.chain.chain.waitForCommit(txId, AbortSignal.timeout(20_000));
    this.chain.send(signTx({ sender, endorsers: majority, txId, contract, method, parameters }));
    await this.chain.makeBlock();
    const { result } = await done;
    const { contractResult } = result;
    return {
      code: result.code,
      message: contractResult?.message ?? "",
      result: contractResult?.result ?? new Uint8Array(0),
      events: contractResult?.contractEvent ?? [],
    };
  }
}

/** A chain with the EVM (and other runtimes, if given). */
export async function openEvmTestChain(
  options: { readonly version?: string; readonly vms?: readonly Vm[] } = {},
): Promise<EvmTestChain> {
  const config = testChainConfig(options.version === undefined ? {} : { version: options.version });
  config.vm?.supportList.push("evm");
  return new EvmTestChain(await openTestChain({ config, vms: [createEvmVm(), ...(options.vms ?? [])] }));
}

/** A word of ABI data. */
export function abiWord(value: bigint | number | string): string {
  return typeof value === "string" ? value.padStart(64, "0") : value.toString(16).padStart(64, "0");
}

/** The text in ABI data of a single string. */
export function abiText(hex: string): string {
  const length = Number.parseInt(hex.slice(64, 128), 16);
  return bytesToUtf8(Uint8Array.from(Buffer.from(hex.slice(128, 128 + 2 * length), "hex")));
}
