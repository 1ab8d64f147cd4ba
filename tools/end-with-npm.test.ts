import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";

const file = new URL("./end-with-npm.mjs", import.meta.url).href;
const script = `
  const { endWithNpm } = await import(${JSON.stringify(file)});
  endWithNpm();
  process.on("SIGTERM", () => { console.log("told to end"); process.exit(0); });
  console.log("runs");
  setInterval(() => {}, 1000);
`;

test("a script ends when the shell that npm ran it in is gone", { skip: process.platform === "win32" }, async () => {
  // The second command keeps the shell from becoming the script itself.
  const shell = spawn("sh", ["-c", '"$NODE" --input-type=module -e "$SCRIPT"; true'], {
    env: { ...process.env, NODE: process.execPath, SCRIPT: script, npm_lifecycle_event: "start" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  shell.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (text.includes("runs")) shell.kill("SIGKILL");
  });
  await once(shell.stdout, "end");
  assert.equal(output, "runs\ntold to end\n");
});
