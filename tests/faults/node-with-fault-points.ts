// A node for fault tests: it kills itself with SIGKILL when a named place was passed for the given time.
//   node node-with-fault-points.ts HITS-FILE [POINT COUNT]
// Before it dies it writes to HITS-FILE how often each place was passed, so that the test knows that the place was met.
import { writeFileSync } from "node:fs";
import { loadNodeConfig, startNode } from "@yanta/node";
import type { FaultPointName } from "@yanta/storage";

const [hitsFile = "", point, count = "1"] = process.argv.slice(2);
const hits = new Map<FaultPointName, number>();

const node = await startNode({
  config: loadNodeConfig("chainmaker.yml", process.cwd(), { port: 0, solo: true, logLevel: "warn" }),
  workingDirectory: process.cwd(),
  faultPoints: {
    hit(name) {
      const passed = (hits.get(name) ?? 0) + 1;
      hits.set(name, passed);
      if (name === point && passed === Number(count)) {
        writeFileSync(hitsFile, JSON.stringify({ killedAt: name, hits: Object.fromEntries(hits) }));
        process.kill(process.pid, "SIGKILL");
      }
    },
  },
});
process.once("SIGTERM", () => void node.stop());
console.log(JSON.stringify({ port: node.port }));
