import { findFreePorts } from "./free-ports.ts";
import type { NodePlace } from "./network-folder.ts";

/** First port of the metrics listener, ChainMaker's. */
const monitorPortFirst = 14_321;

export interface FirstPorts {
  /** Of the gRPC service; 0 takes free ports of loopback for everything. */
  readonly port: number;
  /** Of the engine. */
  readonly p2pPort: number;
}

/** A place for each node: the given ports, and the next ones where a machine has several nodes. */
export async function planPlaces(
  hosts: readonly string[],
  { port, p2pPort }: FirstPorts,
): Promise<readonly NodePlace[]> {
  const free = port === 0 ? await findFreePorts(3 * hosts.length) : undefined;
  const onHost = new Map<string, number>();
  return hosts.map((host, index) => {
    const nth = onHost.get(host) ?? 0;
    onHost.set(host, nth + 1);
    const at = (kind: number, first: number): number => free?.[kind * hosts.length + index] ?? first + nth;
    return { host, rpcPort: at(0, port), p2pPort: at(1, p2pPort), monitorPort: at(2, monitorPortFirst) };
  });
}
