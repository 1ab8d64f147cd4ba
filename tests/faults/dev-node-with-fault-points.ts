// A development chain's node for fault tests: it kills itself with SIGKILL at the first pass of a named place.
//   node dev-node-with-fault-points.ts [POINT]
// Runs in a folder of `yanta up`. The port that it prints is that of JSON-RPC.
import { loadNodeConfig, startNode } from "@yanta/node";

const [point] = process.argv.slice(2);

const node = await startNode({
  config: loadNodeConfig("chainmaker.yml", process.cwd(), { port: 0, ethereumPort: 0, logLevel: "warn" }),
  workingDirectory: process.cwd(),
  faultPoints: {
    hit(name) {
      if (name === point) process.kill(process.pid, "SIGKILL");
    },
  },
});
process.once("SIGTERM", () => void node.stop());
console.log(JSON.stringify({ port: node.ethereumPort }));
