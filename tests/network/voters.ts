import { getConsensusState, type Client } from "@yanta/sdk";

const waitMs = 60_000;
const pauseMs = 200;

/** Ids of the nodes that vote, as a node's engine tells; empty while it does not answer. */
export async function voters(client: Client): Promise<readonly string[]> {
  return (await validators(client)).map(({ nodeId }) => nodeId).toSorted();
}

/** The validators in force, as a node's engine tells. */
export async function validators(
  client: Client,
): Promise<readonly { readonly nodeId: string; readonly engineKeyHex: string }[]> {
  const { engine: state } = await getConsensusState(client);
  return (
    (state as { validators?: readonly { readonly nodeId: string; readonly engineKeyHex: string }[] } | undefined)
      ?.validators ?? []
  );
}

/** Waits until something holds; what fails counts as not yet. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + waitMs;
  while (!(await holds().catch(() => false))) {
    if (performance.now() > deadlineMs) throw new Error(`${what}: not within ${waitMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
