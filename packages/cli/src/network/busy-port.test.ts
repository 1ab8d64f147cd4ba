import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { findBusyPort } from "./busy-port.ts";
import { findFreePorts } from "./free-ports.ts";

test("a listener on a node's port is found before the nodes start", async (t) => {
  const [a = 0, b = 0, c = 0, d = 0] = await findFreePorts(4);
  const places = [
    { host: "127.0.0.1", rpcPort: a, p2pPort: b, monitorPort: 0 },
    { host: "127.0.0.1", rpcPort: c, p2pPort: d, monitorPort: 0 },
  ];
  assert.equal(await findBusyPort(places), undefined);
  const server = createServer().listen(d, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  assert.deepEqual(await findBusyPort(places), { index: 1, port: d });
});
