// Serves the demo page of the playground on loopback until it is ended.
//   npm run playground [-- --port PORT]
import { parseArgs } from "node:util";
import { followLauncher } from "../../../bin/run-node.mjs";
import { servePage } from "./serve-page.ts";

const defaultPort = 8790;

followLauncher();
const { values } = parseArgs({ options: { port: { type: "string", default: String(defaultPort) } } });
try {
  const { address } = await servePage(Number(values.port));
  console.log(`Playground: ${address}\n沙盒地址：${address}`);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(
    `${reason}\nChoose another port: npm run playground -- --port 0\n请换用其他端口：npm run playground -- --port 0`,
  );
  process.exitCode = 1;
}
