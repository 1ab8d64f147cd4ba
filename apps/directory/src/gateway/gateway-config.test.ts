import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, it } from "node:test";
import { readGatewayConfig } from "./gateway-config.ts";

const folder = mkdtempSync(join(tmpdir(), "yanta-gateway-config-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string) {
  const path = join(folder, "gateway.yml");
  writeFileSync(path, text);
  return readGatewayConfig(path);
}

const good = `
listen: 127.0.0.1:9320
sdk_config: .yanta/sdk_config.yml
store: store
sources:
  - kind: file
    entry: 307003001/000001
    path: data/enterprises.csv
    masks: [{ field: 统一社会信用代码, keep_start: 4 }]
  - { kind: http, entry: 307003001/000002, url: "http://127.0.0.1:8000/x", headers_from_environment: { authorization: TOKEN } }
`;

it("reads a configuration; paths are those beside it", () => {
  const config = read(good);
  assert.deepEqual([config.host, config.port, config.contract], ["127.0.0.1", 9320, "directory"]);
  assert.equal(config.storeFolder, join(folder, "store"));
  const source = config.sources.get("307003001/000001");
  assert.ok(source?.kind === "file");
  assert.equal(source.path, join(folder, "data/enterprises.csv"));
  assert.deepEqual(source.masks, [{ field: "统一社会信用代码", keepStart: 4, keepEnd: 0 }]);
});

it("refuses unknown keys, double entries, other protocols, and strangers' networks without TLS", () => {
  for (const text of [
    good.replace("store: store", "storage: store"),
    good.replaceAll("000002", "000001"),
    good.replace("http://127.0.0.1:8000/x", "file:///etc/passwd"),
    good.replace("127.0.0.1:9320", "0.0.0.0:9320"),
    good.replace("127.0.0.1:9320", "9320"),
    "sources: [",
    "",
  ])
    assert.throws(() => read(text), { code: "DIRECTORY_GATEWAY_CONFIG" }, text);
  assert.throws(() => readGatewayConfig(join(folder, "none.yml")), { code: "DIRECTORY_GATEWAY_CONFIG" });
});
