import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Finding } from "@yanta/node";
import { getConsensusState, getLastBlock } from "@yanta/sdk";
import type { Command } from "commander";
import { callNode } from "../call-node.ts";
import { connect, defaultFolder, type ConnectionOptions } from "../connection.ts";
import { cliErrors } from "../errors.ts";
import type { CommandContext } from "../command-context.ts";
import { knownNodeUrl, type NodeUrlOptions } from "../node-url.ts";
import { withConnection } from "./connection-options.ts";

/** A node of this machine answers at once. */
const devClockTimeoutMs = 2000;
const marks = { ok: "✓", warning: "!", error: "✗" } as const;

/** `yanta doctor` */
export function addDoctorCommand(program: Command, context: CommandContext): void {
  const { text } = context;
  withConnection(program.command("doctor"), context)
    .description(
      text({
        en: "find what keeps the node from starting or its clients from connecting",
        zh: "检查节点无法启动或客户端无法连接的原因",
      }),
    )
    .option(
      "--config <file>",
      text({ en: "node configuration", zh: "节点配置文件" }),
      join(defaultFolder, "chainmaker.yml"),
    )
    .option("--fix", text({ en: "mend what can be mended without risk", zh: "自动修复无风险的问题" }))
    .action(async (options: ConnectionOptions & { config: string; fix?: boolean }) => {
      const { runDoctor } = await import("@yanta/node");
      const keyPassword = process.env["YANTA_KEY_PASSWORD"] || undefined;
      const engineBinary = process.env["YANTA_COMETBFT"] || undefined;
      const running = await lookAtRunningNode(options);
      const findings = await runDoctor({
        configFile: resolve(options.config),
        workingDirectory: process.cwd(),
        unixSeconds: BigInt(Math.floor(Date.now() / 1000)),
        lastBlockTimestamp: running?.lastBlockTimestamp,
        ...(running?.problem === undefined ? {} : { runningProblem: running.problem }),
        ...(keyPassword === undefined ? {} : { keyPassword }),
        ...(engineBinary === undefined ? {} : { engineBinary }),
      });
      const fixed = new Set<Finding>();
      if (options.fix === true) {
        for (const finding of findings) {
          if (finding.fix === undefined) continue;
          finding.fix();
          fixed.add(finding);
        }
      }
      const open = findings.filter((finding) => !fixed.has(finding));
      const value = findings.map((finding) => ({
        level: finding.level,
        check: finding.check,
        message: text(finding.text),
        advice: finding.advice === undefined ? undefined : text(finding.advice),
        fixed: fixed.has(finding),
      }));
      context
        .output()
        .result(value, () =>
          value
            .map(
              (each) =>
                `${each.fixed ? "✓" : marks[each.level]} ${each.check}: ${each.message}${each.fixed ? text({ en: " (mended)", zh: "（已修复）" }) : each.advice === undefined ? "" : `\n    → ${each.advice}`}`,
            )
            .join("\n"),
        );
      const errors = open.filter((finding) => finding.level === "error").length;
      if (errors > 0) throw cliErrors.create("CLI_DOCTOR_FOUND", { errors });
    });
}

/** Seconds by which `yanta dev time` put the clock of this folder's development chain ahead: blocks are no sign of a slow machine then. */
async function devClockAhead(options: NodeUrlOptions): Promise<bigint> {
  const url = knownNodeUrl(options);
  if (url === undefined) return 0n;
  try {
    const time = await callNode({ url, method: "yanta_time", params: [], timeoutMs: devClockTimeoutMs });
    const ahead: unknown = typeof time === "object" && time !== null ? Reflect.get(time, "offsetSeconds") : undefined;
    return typeof ahead === "number" ? BigInt(Math.trunc(ahead)) : 0n;
  } catch {
    // Other chains have no such clock.
    return 0n;
  }
}

interface RunningNode {
  /** Unix seconds. */
  readonly lastBlockTimestamp: bigint | undefined;
  /** What it says against itself. */
  readonly problem: { readonly en: string; readonly zh: string } | undefined;
}

/** What the node of this folder tells; undefined when none answers. */
async function lookAtRunningNode(options: ConnectionOptions): Promise<RunningNode | undefined> {
  if (options.sdkConfig === undefined && !existsSync(join(defaultFolder, "sdk_config.yml"))) return undefined;
  try {
    const client = connect(options);
    const { block } = await getLastBlock(client);
    const nothing: Readonly<Record<string, unknown>> = {};
    const { problem: en, problemZh: zh } = await getConsensusState(client).catch(() => nothing);
    client.transport.close();
    const timestamp = block?.header?.blockTimestamp;
    return {
      lastBlockTimestamp: timestamp === undefined ? undefined : timestamp - (await devClockAhead(options)),
      problem: typeof en === "string" ? { en, zh: typeof zh === "string" ? zh : en } : undefined,
    };
  } catch {
    // No running node is no fault: the other checks say why it might not run.
    return undefined;
  }
}
