// Serves the academy on loopback until it is ended.
//   npm run academy [-- --port PORT]
import { parseArgs } from "node:util";
import { followLauncher } from "../../../bin/run-node.mjs";
import { serveAcademy } from "../src/server/serve-academy.ts";

const defaultPort = 8795;

followLauncher();
const { values } = parseArgs({ options: { port: { type: "string", default: String(defaultPort) } } });
try {
  const { address } = await serveAcademy(Number(values.port));
  console.log(`Academy: ${address}\n学院地址：${address}`);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(
    `${reason}\nChoose another port: npm run academy -- --port 0\n请换用其他端口：npm run academy -- --port 0`,
  );
  process.exitCode = 1;
}
