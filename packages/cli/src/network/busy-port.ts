import { createServer } from "node:net";
import type { NodePlace } from "./network-folder.ts";

/** A port of a node that somebody listens on already. */
export interface BusyPort {
  /** Which of the nodes, from 0 on. */
  readonly index: number;
  readonly port: number;
}

/** The first port of nodes of this machine, of their gRPC services or engines, that is taken. */
export async function findBusyPort(places: readonly NodePlace[]): Promise<BusyPort | undefined> {
  for (const [index, { host, rpcPort, p2pPort }] of places.entries()) {
    for (const port of [rpcPort, p2pPort]) {
      if (await isBusy(host, port)) return { index, port };
    }
  }
  return undefined;
}

/** Other reasons than a listener are left to the node, which says more. */
function isBusy(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "EADDRINUSE"));
    server.listen(port, host, () => server.close(() => resolve(false)));
  });
}
