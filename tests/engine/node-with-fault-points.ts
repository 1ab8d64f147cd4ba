// The node of `yanta start` for crash tests: it kills itself with SIGKILL at the place that the file `crash-at` names: a fault point of the storage, or a
// request of its engine. With "+engine" behind the name the engine dies at the same moment.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { loadNodeConfig, startNode } from "@yanta/node";
import { CometbftApplication } from "../../packages/consensus/src/cometbft/app/application.ts";
import type { CrashPoint } from "./crash-point.ts";

const file = "crash-at";
const withEngine = "+engine";

function pass(point: CrashPoint): void {
  if (!existsSync(file)) return;
  const wanted = readFileSync(file, "utf8");
  if (wanted.replace(withEngine, "") !== point) return;
  rmSync(file);
  if (wanted.endsWith(withEngine)) process.kill(Number(readFileSync("engine/chain1/engine.pid", "utf8")), "SIGKILL");
  process.kill(process.pid, "SIGKILL");
}

/** What the engine's last requests were about: a block of ours, or an empty one of its own. */
let ours: "none" | "staged" | "committed" = "none";

const handle = Reflect.get(CometbftApplication.prototype, "handle");
CometbftApplication.prototype.handle = function (request) {
  const { case: name, value } = request.value;
  if (ours === "committed" && name !== "flush" && name !== "echo") {
    ours = "none";
    pass("commit.answered");
  }
  if (name === "finalizeBlock") ours = value.txs.length > 0 ? "staged" : "none";
  const isOurs = ours === "staged";
  if (isOurs && name === "finalizeBlock") pass("finalizeBlock.received");
  if (isOurs && name === "commit") pass("commit.received");
  const answer = Reflect.apply(handle, this, [request]);
  if (isOurs && name === "finalizeBlock") pass("finalizeBlock.staged");
  if (name !== "commit" || !(answer instanceof Promise)) return answer;
  return answer.then((done) => {
    pass("commit.stored");
    ours = "committed";
    return done;
  });
};

const node = await startNode({
  config: loadNodeConfig("chainmaker.yml", process.cwd(), {
    logLevel: "warn",
    engineBinary: process.env["YANTA_COMETBFT"] ?? "cometbft",
  }),
  workingDirectory: process.cwd(),
  faultPoints: { hit: pass },
});
process.once("SIGTERM", () => void node.stop());
console.log(JSON.stringify({ port: node.port }));
