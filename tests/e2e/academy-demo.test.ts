import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { loadClient } from "@yanta/sdk";
import { checkCommitment } from "../../apps/academy/src/examinations/exam-anchor.ts";
import { openExamFolder } from "../../apps/academy/src/examinations/exam-folder.ts";

const launcher = fileURLToPath(new URL("../../bin/yanta.mjs", import.meta.url));

describe("yanta up --academy", () => {
  it("prints the academy's address; its practice examination is committed to on the chain", async () => {
    const home = mkdtempSync(join(tmpdir(), "yanta-academy-"));
    const chain = join(home, "chain");
    const flags = ["up", "--dir", chain, "--port", "0", "--academy", "--demo-port", "0", "--lang", "en"];
    const child = spawn(process.execPath, [launcher, ...flags], { cwd: home, stdio: ["ignore", "ignore", "pipe"] });
    const closed = new Promise((resolve) => child.once("close", resolve));
    try {
      const seen: string[] = [];
      let address: string | undefined;
      for await (const line of createInterface({ input: child.stderr })) {
        seen.push(line);
        address = /^academy {2}(http:\S+)/.exec(line)?.[1];
        if (address !== undefined) break;
      }
      assert.ok(address !== undefined, seen.join("\n"));
      child.stderr.resume();
      assert.match(await (await fetch(address)).text(), /<title>/);
      assert.match(await (await fetch(`${address}verify`)).text(), /Content-Security-Policy/);
      const practice = join(chain, "academy", "exams", "practice");
      const { exam, seed, commitment } = openExamFolder(practice);
      const { exams } = (await (await fetch(`${address}api/v1/exams`)).json()) as {
        readonly exams: readonly { readonly commitment: string }[];
      };
      assert.equal(exams[0]?.commitment, commitment);
      const client = loadClient(join(chain, "sdk_config.yml"));
      assert.ok((await checkCommitment(client, exam, seed)).height > 0);
      client.transport.close();
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, exam.opensAt * 1000 - Date.now() + 1_000)));
      const [candidate, code] = readFileSync(join(practice, "codes.csv"), "utf8").split("\n")[0]?.split(",") ?? [];
      const entered = await fetch(`${address}api/v1/exams/practice/entries`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ candidate, code }),
      });
      assert.equal(entered.status, 200, await entered.text());
    } finally {
      child.kill("SIGINT");
      await closed;
      rmSync(home, { recursive: true, force: true });
    }
  });
});
