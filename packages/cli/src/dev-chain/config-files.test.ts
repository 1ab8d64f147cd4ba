import assert from "node:assert/strict";
import { test } from "node:test";
import { parse } from "yaml";
import { sdkConfigYaml } from "./config-files.ts";

test("the SDK configuration has only keys that ChainMaker's Go, Java and Python clients all know", () => {
  const endpoints = [{ host: "127.0.0.1", port: 12_301 }];
  const facts = { folder: "/chain", orgIds: ["org1", "org2"], endpoints };
  const { chain_client: client } = parse(sdkConfigYaml(facts, "org2"));
  assert.deepEqual(Object.keys(client), [
    "chain_id",
    "org_id",
    "user_key_file_path",
    "user_crt_file_path",
    "user_sign_key_file_path",
    "user_sign_crt_file_path",
    "retry_limit",
    "retry_interval",
    "nodes",
    "rpc_client",
  ]);
  assert.deepEqual(Object.keys(client.nodes[0]), [
    "node_addr",
    "conn_cnt",
    "enable_tls",
    "trust_root_paths",
    "tls_host_name",
  ]);
  assert.deepEqual(client.rpc_client, { max_receive_message_size: 100 });
  assert.equal(client.nodes[0].node_addr, "127.0.0.1:12301");
  assert.match(client.user_sign_key_file_path, /crypto-config.org2.user.client1.client1\.sign\.key$/);
});
