import { changeChainConfig, getChainConfig, type Client, type Signer } from "@yanta/sdk";
import { cliErrors } from "../errors.ts";
import type { NodeStatus } from "./network-status.ts";

/** What a chain was raised from and to. */
export interface RaisedVersion {
  readonly from: string;
  readonly to: string;
  readonly isChanged: boolean;
}

/**
 * Raises the block version of a chain by UPDATE_VERSION: the rules of the next block on are the new version's. A node that does not know
 * them would find the others' blocks wrong and stop, so all that are seen must.
 *
 * Errors: CLI_NODES_BEHIND; CLI_ARGUMENT when the chain is above that version.
 */
export async function raiseVersion(
  client: Client,
  endorsers: readonly Signer[],
  version: number,
  nodes: readonly NodeStatus[],
): Promise<RaisedVersion> {
  requireKnown(version, nodes);
  const { version: from } = await getChainConfig(client);
  const to = String(version);
  if (from === to) return { from, to, isChanged: false };
  if (Number(from) > version) {
    const reason = { en: `is below the chain's ${from}`, zh: `低于链的当前版本 ${from}` };
    throw cliErrors.create("CLI_ARGUMENT", { name: to, reason });
  }
  await changeChainConfig(client, { method: "UPDATE_VERSION", parameters: { block_version: to }, endorsers });
  return { from, to, isChanged: true };
}

/** Every node that is seen knows the rules of a block version. Errors: CLI_NODES_BEHIND. */
export function requireKnown(version: number, nodes: readonly NodeStatus[]): void {
  const behind = nodes.filter(({ software }) => software === undefined || software.blockVersionMax < version);
  if (behind.length === 0) return;
  const list = behind.map(({ address, software }) => `${address} (${software?.version ?? "?"})`).join(", ");
  throw cliErrors.create("CLI_NODES_BEHIND", { version, nodes: list });
}
