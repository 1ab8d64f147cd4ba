import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";

/**
 * Where ports are sought: below 32,768, from where systems take the near end of outgoing connections. A port from there
 * would be free now and taken by anybody's connection when its node starts, or starts again.
 */
const firstPort = 15_000;
const lastPort = 31_999;
const attemptsMax = 64;

/** Consecutive ports of loopback that nobody listens on now, from a random one on. */
export async function findFreePorts(count: number): Promise<readonly number[]> {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const first = randomInt(firstPort, lastPort - count + 2);
    const ports = Array.from({ length: count }, (_, index) => first + index);
    if (await areFree(ports)) return ports;
  }
  throw new Error(`no ${count} free ports in a row from ${firstPort} to ${lastPort}`);
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  const servers = await Promise.all(ports.map(listen));
  await Promise.all(servers.map((server) => new Promise((resolve) => (server ? server.close(resolve) : resolve(0)))));
  return servers.every((server) => server !== undefined);
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
