import assert from "node:assert/strict";
import { test } from "node:test";
import { hostAndPort, parseMultiaddress } from "./parse-multiaddress.ts";

test("the forms of ChainMaker's files are read", () => {
  const cases = [
    ["/ip4/0.0.0.0/tcp/11301", "0.0.0.0:11301", undefined],
    ["/ip4/10.0.0.2/tcp/11302/p2p/QmZ7", "10.0.0.2:11302", "QmZ7"],
    ["/dns/node1.example.org/tcp/11301/p2p/QmZ7", "node1.example.org:11301", "QmZ7"],
    ["/dns4/node1/tcp/1/ipfs/QmZ7", "node1:1", "QmZ7"],
    ["/ip6/::1/tcp/11301", "[::1]:11301", undefined],
  ] as const;
  for (const [text, address, nodeId] of cases) {
    const parsed = parseMultiaddress(text);
    assert.ok(parsed !== undefined, text);
    assert.deepEqual([hostAndPort(parsed), parsed.nodeId], [address, nodeId]);
  }
});

test("anything else is not", () => {
  for (const text of ["", "127.0.0.1:11301", "/ip4/1.2.3.4/udp/1/quic", "/ip4/1.2.3.4/tcp/70000", "/ip4//tcp/1"])
    assert.equal(parseMultiaddress(text), undefined, text);
});
