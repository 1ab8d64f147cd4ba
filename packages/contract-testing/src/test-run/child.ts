// The process in which a contract's tests run. It loads everything first, says that it is ready, and waits for its job.
import { registerHooks } from "node:module";
import { run } from "node:test";
import { openContractChain, openedChains } from "../contract-chain.ts";
import { provideContract } from "../load-contract.ts";
import { mergeCoverage, mergeGas } from "../reports.ts";
import type { FailedContractTest, TestJob, TestRunResult, WarmUp } from "./messages.ts";

/** Lines that contracts logged, as far as they are shown. */
const logLinesMax = 1_000;

// A contract's folder need not have these packages: its tests get the ones that run them.
const provided = new Map([
  [
    "@yanta/contract-testing",
    new URL(import.meta.url.endsWith(".ts") ? "../index.ts" : "contract-testing.js", import.meta.url).href,
  ],
  [
    "@yanta/sdk",
    import.meta.url.endsWith(".ts") ? import.meta.resolve("@yanta/sdk") : new URL("sdk.js", import.meta.url).href,
  ],
]);
registerHooks({
  resolve: (specifier, context, next) => {
    const url = provided.get(specifier);
    return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
  },
});

let warm = Promise.resolve();
process.on("message", (message: TestJob | WarmUp) => {
  if ("warmUp" in message) {
    warm = warmUp(message.warmUp);
    return;
  }
  warm
    .then(() => runTests(message))
    .then(
      (result) => process.send?.(result, () => process.exit(0)),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");

/** Installs a contract on a chain that nobody looks at. What goes wrong shows in the tests. */
async function warmUp(bytecode: Uint8Array): Promise<void> {
  try {
    const chain = await openContractChain();
    const contract = await chain.install("warm", { bytecode, runtime: "WASMER" });
    await contract.query("warm");
  } catch {
    // A module that cannot be installed is for the tests to tell.
  }
  openedChains.length = 0;
}

async function runTests(job: TestJob): Promise<TestRunResult> {
  for (const { folder, compiled } of job.contracts) provideContract(folder, compiled);
  const failures: FailedContractTest[] = [];
  let passed = 0;
  let skipped = 0;
  // The run ends when nothing else keeps the process alive.
  process.channel?.unref();
  for await (const event of run({ files: [...job.files], isolation: "none" })) {
    if (event.type !== "test:pass" && event.type !== "test:fail") continue;
    const { name, file = "", skip, details } = event.data;
    if (details.type === "suite") continue;
    if (event.type === "test:fail") failures.push({ name, file, error: describe(event.data.details.error) });
    else if (skip !== undefined && skip !== false) skipped++;
    else passed++;
    if (job.stopAtFailure === true && failures.length > 0) break;
  }
  return {
    passed,
    skipped,
    failures,
    gas: mergeGas(openedChains.map((chain) => chain.gas)),
    coverage: mergeCoverage(openedChains.flatMap((chain) => chain.coverage)),
    logs: openedChains
      .flatMap((chain) => chain.logs.map(({ contract, text }) => `${contract}: ${text}`))
      .slice(0, logLinesMax),
  };
}

function describe(error: Error): string {
  // The runner wraps what the test threw.
  const thrown = error.cause instanceof Error ? error.cause : error;
  return thrown.stack ?? thrown.message;
}
