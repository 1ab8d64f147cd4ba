import { utf8ToBytes } from "@yanta/bytes";
import type { TxView } from "@yanta/protocol";
import type { TestChain } from "./open-test-chain.ts";
import { signTx, type TestMember, testMember, type TestTx } from "./test-network.ts";

/** Administrator and client of organisation 1. */
export const admin: TestMember = testMember(1, "user/admin1");
export const client: TestMember = testMember(1, "user/client1");

/** Administrators of three of four organisations: a majority with the sender. */
export const majority: readonly TestMember[] = [1, 2, 3].map((org) => testMember(org, "user/admin1"));

/** The transaction that installs a contract of the script runtime; block versions below 2030300 ask for a majority. */
export function installTx(name: string, txId = `install-${name}`): TxView {
  const parameters = {
    CONTRACT_NAME: name,
    CONTRACT_VERSION: "1.0",
    CONTRACT_RUNTIME_TYPE: "WASMER",
    CONTRACT_BYTECODE: utf8ToBytes("script"),
  };
  return signTx({
    sender: admin,
    endorsers: majority,
    txId,
    contract: "CONTRACT_MANAGE",
    method: "INIT_CONTRACT",
    parameters,
  });
}

/** Installs contracts, a block each. */
export async function installContracts(chain: TestChain, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    chain.send(installTx(name));
    await chain.makeBlock();
  }
}

/** A client's call of a contract, `alpha` unless told otherwise. */
export function callTx(
  txId: string,
  method: string,
  parameters: TestTx["parameters"] = {},
  contract = "alpha",
): TxView {
  return signTx({ sender: client, txId, contract, method, parameters });
}
