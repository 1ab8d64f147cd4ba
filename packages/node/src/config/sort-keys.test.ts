import assert from "node:assert/strict";
import { test } from "node:test";
import { ineffectiveSections, sortKeys } from "./sort-keys.ts";

test("keys that have an effect are not mentioned", () => {
  const yaml = { auth_type: "x", node: { org_id: "o", pkcs11: { enabled: false } }, rpc: { tls: { mode: "twoway" } } };
  assert.deepEqual(sortKeys(yaml), { ineffective: [], unknown: [] });
});

test("ChainMaker's keys without effect and slips are told apart, at any depth", () => {
  const yaml = {
    consensus: { raft: { snap_count: 10 } },
    node: { fast_sync: { enabled: true }, org_ld: "o" },
    rpc: { gateway: { enabled: true }, tls: { client_root_ca_paths: [], mod: "twoway" }, prot: 1 },
    storage: { blockdb_config: {}, store_path: "./data" },
    stroage: {},
  };
  assert.deepEqual(sortKeys(yaml), {
    ineffective: [
      "consensus",
      "node.fast_sync",
      "rpc.gateway",
      "rpc.tls.client_root_ca_paths",
      "rpc.tls.mod",
      "storage.blockdb_config",
    ],
    unknown: ["node.org_ld", "rpc.prot", "stroage"],
  });
});

test("a name that only begins like a section of ChainMaker is a slip", () => {
  assert.deepEqual(sortKeys({ networks: 1, vms: 1 }), { ineffective: [], unknown: ["networks", "vms"] });
});

test("each ineffective section says why, in both languages", () => {
  for (const [key, { en, zh }] of Object.entries(ineffectiveSections)) {
    assert.equal(key, key.toLowerCase());
    assert.ok(en !== "" && zh !== "", key);
  }
});
