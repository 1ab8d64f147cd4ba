import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { readExchangeConfig } from "./exchange-config.ts";

const folder = mkdtempSync(join(tmpdir(), "yanta-exchange-"));

function read(text: string) {
  const path = join(folder, "exchange.yml");
  writeFileSync(path, text);
  return readExchangeConfig(path);
}

const source = `{ name: portal, kind: ckan, url: "https://data.example", provider: 11610000MB2A00001X, catalogue: C1, category: "307003001" }`;

describe("exchange.yml", () => {
  after(() => rmSync(folder, { recursive: true }));

  it("names what is exchanged, with values for what is left out", () => {
    const [first] = read(`harvest:\n  - ${source}`).harvest;
    assert.deepEqual([first?.everyMinutes, first?.allowPrivate, first?.defaults.format], [1440, false, 6]);
    assert.deepEqual(read("").harvest, []);
  });

  it("is refused with a code when something is unknown, wrong or there twice", () => {
    for (const text of [
      "harvests: []",
      "harvest: 5",
      "a: [",
      `harvest:\n  - ${source.replace("https:", "file:")}`,
      `harvest:\n  - ${source.replace("ckan", "ftp")}`,
      `harvest:\n  - ${source}\n  - ${source}`,
    ])
      assert.throws(
        () => read(text),
        (error: { code?: string }) => error.code === "DIRECTORY_EXCHANGE_CONFIG",
        text,
      );
    assert.throws(
      () => readExchangeConfig(join(folder, "none.yml")),
      (error: { code?: string }) => error.code === "DIRECTORY_EXCHANGE_CONFIG",
    );
  });

  it("takes secrets of webhooks from the environment only", () => {
    const text = 'webhooks: [{ name: a, url: "https://x.example", secret_from_environment: YANTA_TEST_HOOK }]';
    const path = join(folder, "exchange.yml");
    writeFileSync(path, text);
    const withSecret = (secret?: string) => readExchangeConfig(path, { YANTA_TEST_HOOK: secret });
    const [hook] = withSecret(`whsec_${Buffer.alloc(24, 1).toString("base64")}`).webhooks;
    assert.deepEqual([hook?.secret.length, hook?.subjects, hook?.from], [24, ["entry"], "now"]);
    for (const secret of [undefined, "", "secret", "whsec_AAAA"])
      assert.throws(() => withSecret(secret), /YANTA_TEST_HOOK/);
  });
});
