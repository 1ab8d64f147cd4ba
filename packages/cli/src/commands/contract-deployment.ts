import { getContractInfo, installContract, upgradeContract, type Client } from "@yanta/sdk";
import { CodedError } from "@yanta/errors";
import { loadAdmins, type ConnectionOptions } from "../connection.ts";
import { withFailurePath } from "../trace/traced-failure.ts";

export interface Deployment {
  readonly action: "installed" | "upgraded";
  readonly name: string;
  readonly version: string;
  readonly address: string;
}

/** Installs a contract, or upgrades the one of its name. Errors: those of the SDK. */
export async function deployContract(
  client: Client,
  contract: { readonly name: string; readonly wasm: Uint8Array },
  options: ConnectionOptions & { readonly contractVersion?: string },
): Promise<Deployment> {
  const installed = await installedVersion(client, contract.name);
  const request = {
    name: contract.name,
    version: options.contractVersion ?? (installed === undefined ? "1.0.0" : nextVersion(installed)),
    runtime: "WASMER",
    bytecode: contract.wasm,
    endorsers: loadAdmins(options),
  };
  const change = installed === undefined ? installContract : upgradeContract;
  const { name, version, address } = await change(client, request).catch(async (error: unknown) => {
    throw await withFailurePath(error, options);
  });
  return { action: installed === undefined ? "installed" : "upgraded", name, version, address };
}

/** The version that the chain runs; undefined when the contract is not there. */
async function installedVersion(client: Client, name: string): Promise<string | undefined> {
  try {
    return (await getContractInfo(client, name)).version;
  } catch (error) {
    // The node answers with a failure when there is no such contract; an unreachable node is another error.
    if (error instanceof CodedError && (error.code === "SDK_CONTRACT_FAILED" || error.code === "SDK_REFUSED"))
      return undefined;
    throw error;
  }
}

/** One more in the last number of a version. */
export function nextVersion(version: string): string {
  const match = /^(.*?)(\d{1,15})$/.exec(version);
  return match === null ? `${version}.1` : `${match[1]}${Number(match[2]) + 1}`;
}
