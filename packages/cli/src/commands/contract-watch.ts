import { watch } from "node:fs";
import { join, relative } from "node:path";
import { compileFolder, writeContract } from "@yanta/contract-sdk/node";
import { prepareTestRun, type PreparedTestRun } from "@yanta/contract-testing/runner";
import type { Client } from "@yanta/sdk";
import type { CommandContext } from "../command-context.ts";
import { connect, type ConnectionOptions } from "../connection.ts";
import { cliErrors } from "../errors.ts";
import { deployContract } from "./contract-deployment.ts";
import { isGoodRun, renderTestRun, runPrepared } from "./contract-tests.ts";

/** An editor writes a file in several steps: wait until they are over. */
const quietMs = 25;

interface WatchOptions {
  readonly options: ConnectionOptions;
  readonly context: CommandContext;
}

/** What one round came to; with --json one line each. */
interface Round {
  readonly ms: number;
  readonly changed?: string;
  readonly passed: number;
  readonly failed: number;
  readonly deployed?: string;
}

/**
 * `yanta contract dev`: compiles, tests and deploys at every change of the contract's folder until the signal. The compiler stays
 * loaded, and the process for the next tests waits ready and warm, so a round takes little more than the compiler's work. A chain
 * is used when there is an SDK configuration; what does not pass its tests is not deployed.
 */
export async function watchContract(folder: string, { options, context }: WatchOptions): Promise<void> {
  const client = tryConnect(options);
  const rounds = new ContractRounds({ folder, options, context, client });
  const changes = watchFolder(folder, context.signal);
  try {
    await rounds.next();
    for await (const change of changes) await rounds.next(change);
  } finally {
    rounds.close();
    client?.transport.close();
  }
}

/** The chain of the SDK configuration; undefined without one. */
function tryConnect(options: ConnectionOptions): Client | undefined {
  try {
    return connect(options);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "CLI_NO_SDK_CONFIG") return undefined;
    throw error;
  }
}

interface RoundsOptions extends WatchOptions {
  readonly folder: string;
  readonly client: Client | undefined;
}

class ContractRounds {
  readonly #options: RoundsOptions;
  #prepared: PreparedTestRun = prepareTestRun();

  constructor(options: RoundsOptions) {
    this.#options = options;
  }

  /** One round, for a changed file or the first; what goes wrong is told, and the next change gives another chance. */
  async next(changed = ""): Promise<void> {
    const { context } = this.#options;
    try {
      const { round, report } = await this.#run(changed);
      context.output().item(round, () => report);
    } catch (error) {
      context.output().failure(error);
    }
  }

  close(): void {
    this.#prepared.close();
  }

  async #run(changed: string): Promise<{ round: Round; report: string }> {
    const { folder, context, client, options } = this.#options;
    const { text } = context;
    const started = performance.now();
    const compiled = await compileFolder(folder, "fast-build");
    const prepared = this.#prepared;
    const result = await runPrepared(prepared, folder, compiled).finally(() => {
      this.#prepared = prepareTestRun();
      this.#prepared.warmUp(compiled.wasm);
    });
    const deployed =
      client !== undefined && isGoodRun(result)
        ? await deployContract(client, { name: compiled.abi.name, wasm: compiled.wasm }, options)
        : undefined;
    const ms = Math.round(performance.now() - started);
    writeContract(folder, compiled);
    const version = deployed === undefined ? "" : `  ${deployed.name} ${deployed.version}`;
    return {
      round: {
        ms,
        ...(changed === "" ? {} : { changed }),
        passed: result.passed,
        failed: result.failures.length,
        ...(deployed === undefined ? {} : { deployed: deployed.version }),
      },
      report: `${renderTestRun(result, { text, gas: false })}${version}  ${ms} ms`,
    };
  }
}

/**
 * One element for each burst of changes below `assembly/` and `tests/`, none for what a round itself writes. It watches from now on, not
 * from when the first is asked for: what is saved during a round makes another.
 */
function watchFolder(folder: string, signal: AbortSignal): AsyncGenerator<string> {
  let changed: string | undefined;
  let wake: () => void = () => undefined;
  const watchers = ["assembly", "tests"].map((part) => {
    try {
      return watch(join(folder, part), { recursive: true, signal }, (_event, name) => {
        changed = relative(folder, join(folder, part, name ?? ""));
        wake();
      });
    } catch (error) {
      throw cliErrors.create(
        "CLI_ARGUMENT",
        { name: join(folder, part), reason: { en: "cannot be watched", zh: "无法监视" } },
        error,
      );
    }
  });
  signal.addEventListener("abort", () => wake(), { once: true });
  return (async function* () {
    try {
      while (!signal.aborted) {
        if (changed === undefined) await new Promise<void>((resolve) => (wake = resolve));
        if (signal.aborted) return;
        await new Promise((resolve) => setTimeout(resolve, quietMs));
        const path = changed ?? "";
        changed = undefined;
        yield path;
      }
    } finally {
      for (const watcher of watchers) watcher.close();
    }
  })();
}
