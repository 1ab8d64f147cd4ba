import type { NodeOverrides } from "@yanta/node";
import { parseNumber } from "./arguments.ts";
import { cliErrors } from "./errors.ts";

/** Options of `yanta up` and `yanta start` as commander gives them. */
export interface RunOptions {
  readonly port?: string;
  readonly host?: string;
  readonly memory?: boolean;
  readonly solo?: boolean;
  readonly logLevel?: string;
  readonly monitorPort?: string;
  readonly ethereumPort?: string;
}

export const logLevels = ["debug", "info", "warn", "error"] as const;

type LogLevel = (typeof logLevels)[number];

/**
 * What goes over the configuration file: flag over environment. An empty variable counts as none: an empty host would
 * listen on all addresses.
 * Errors: CLI_ARGUMENT.
 */
export function nodeOverrides(
  options: RunOptions,
  environment: NodeJS.ProcessEnv,
  logLevelDefault?: LogLevel,
): NodeOverrides {
  const given = (flag: string | undefined, name: string): string | undefined =>
    flag ?? (environment[name] || undefined);
  const host = given(options.host, "YANTA_RPC_HOST");
  if (host === "") throw cliErrors.create("CLI_ARGUMENT", { name: "--host", reason: { en: "is empty", zh: "为空" } });
  const port = parsePort(given(options.port, "YANTA_RPC_PORT"), "--port");
  const monitorPort = parsePort(given(options.monitorPort, "YANTA_MONITOR_PORT"), "--monitor-port");
  const ethereumPort =
    parsePort(given(options.ethereumPort, "YANTA_ETHEREUM_PORT"), "--ethereum-port") ?? (port === 0 ? 0 : undefined);
  const logLevel = parseLogLevel(given(options.logLevel, "YANTA_LOG_LEVEL")) ?? logLevelDefault;
  const keyPassword = given(undefined, "YANTA_KEY_PASSWORD");
  const engineBinary = given(undefined, "YANTA_COMETBFT");
  return {
    ...(port === undefined ? {} : { port }),
    ...(host === undefined ? {} : { host }),
    ...(monitorPort === undefined ? {} : { monitorPort }),
    ...(ethereumPort === undefined ? {} : { ethereumPort }),
    ...(options.memory === undefined ? {} : { memory: options.memory }),
    ...(options.solo === undefined ? {} : { solo: options.solo }),
    ...(logLevel === undefined ? {} : { logLevel }),
    ...(keyPassword === undefined ? {} : { keyPassword }),
    ...(engineBinary === undefined ? {} : { engineBinary }),
  };
}

function parsePort(text: string | undefined, name: string): number | undefined {
  return text === undefined ? undefined : parseNumber(text, name, { min: 0, max: 65_535 });
}

function parseLogLevel(text: string | undefined): LogLevel | undefined {
  if (text === undefined) return undefined;
  const known = logLevels.find((level) => level === text);
  if (known === undefined) {
    const reason = { en: `must be one of ${logLevels.join(", ")}`, zh: `必须是 ${logLevels.join("、")} 之一` };
    throw cliErrors.create("CLI_ARGUMENT", { name: `--log-level ${text}`, reason });
  }
  return known;
}
