import { join, resolve } from "node:path";
import { CodedError } from "@yanta/errors";
import { getChainInfo, loadClient, type Client } from "@yanta/sdk";
import { type Command, InvalidArgumentError } from "commander";
import { ensureDemo } from "../demo/ensure-demo.ts";
import { readExchangeConfig } from "../exchange/exchange-config.ts";
import { buildVerifyPage } from "../verify-page/build-verify-page.ts";
import { buildPortal } from "../portal/build-portal.ts";
import { servePortal } from "../service/serve-portal.ts";
import { startService, type RunningService } from "../service/start-service.ts";
import { bindingsOption, contractOption, readBindings, sdkConfigOption } from "./bundle-commands.ts";
import type { CommandContext } from "./context.ts";

const defaultPort = 12_381;

/** Between words on how far the index is. */
const progressMs = 10_000;

interface ServeOptions {
  readonly sdkConfig: string;
  readonly contract: string;
  readonly index?: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl?: string;
  readonly exchange?: string;
  readonly bindings?: string;
  readonly rebuild?: boolean;
}

/** `yanta-directory serve` and `demo` */
export function addServiceCommands(program: Command, context: CommandContext): void {
  const { text } = context;
  withListening(program.command("serve"), context)
    .addOption(sdkConfigOption(context))
    .option(
      "--index <place>",
      text({
        en: "folder, `memory`, or the URL of a PostgreSQL server (from some 50,000 entries on)",
        zh: "目录、memory，或 PostgreSQL 服务器地址（约五万条以上建议使用）",
      }),
    )
    .addOption(bindingsOption(context))
    .option("--rebuild", text({ en: "make the index anew from the chain", zh: "从链上重建索引" }))
    .description(
      text({ en: "serve search, requests and the portal over HTTP", zh: "通过 HTTP 提供检索、申请与门户服务" }),
    )
    .action((options: ServeOptions) => serve(options, context));

  withListening(program.command("demo"), context)
    .option("--chain <folder>", text({ en: "folder that `yanta up` made", zh: "`yanta up` 创建的目录" }), ".yanta")
    .description(
      text({ en: "bring a made-up city onto a development chain, and serve it", zh: "将示例城市写入开发链并提供服务" }),
    )
    .action(async ({ chain, ...options }: ServeOptions & { readonly chain: string }) => {
      const folder = resolve(chain);
      const { contract } = options;
      await ensureDemo({ folder, contract, note: (words) => context.note(text(words)) });
      await serve(
        { ...options, sdkConfig: join(folder, "sdk_config.yml"), index: join(folder, "directory", "index") },
        context,
      );
    });
}

function withListening(command: Command, context: CommandContext): Command {
  const { text } = context;
  return command
    .addOption(contractOption(context))
    .option("--host <address>", text({ en: "address to listen on", zh: "监听地址" }), "127.0.0.1")
    .option("--port <port>", text({ en: "port to listen on", zh: "监听端口" }), parsePort, defaultPort)
    .option(
      "--public-url <url>",
      text({ en: "where others reach the service; else as they call it", zh: "对外地址；默认取调用方使用的地址" }),
    )
    .option(
      "--exchange <file>",
      text({ en: "exchange.yml: catalogues to read, systems to tell", zh: "exchange.yml：采集的外部目录与推送的系统" }),
    );
}

function parsePort(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535) throw new InvalidArgumentError("0-65535");
  return port;
}

async function serve(options: ServeOptions, context: CommandContext): Promise<void> {
  const { contract, host, port, sdkConfig } = options;
  const client = loadClient(sdkConfig);
  // The page that checks bundles is there to be saved; its place is a disk without a network.
  const [portal, verifyPage] = await Promise.all([buildPortal(), buildVerifyPage()]);
  const files = new Map([...portal, ["/verify.html", new TextEncoder().encode(verifyPage)]]);
  const index = options.index ?? join(resolve(sdkConfig, ".."), "directory", "index");
  try {
    const service = await startService({
      client,
      contract,
      index,
      host,
      port,
      ...(options.publicUrl === undefined ? {} : { publicUrl: options.publicUrl }),
      ...(options.bindings === undefined ? {} : { bindings: readBindings(options.bindings) }),
      ...(options.exchange === undefined ? {} : { exchange: readExchangeConfig(options.exchange) }),
      onFailure: (error) => context.note(describe(error, context)),
      extend: (server) => servePortal(server, files),
    });
    try {
      if (options.rebuild === true) await service.follower.rebuild();
      await untilRead(service, client, context);
      context.print(announcement(service.url, context));
      await untilAborted(context.signal);
    } finally {
      await service.close();
    }
  } finally {
    client.transport.close();
  }
}

/** Waits until the index has what the chain had when it began; answers are given meanwhile, too. */
async function untilRead({ follower }: RunningService, client: Client, context: CommandContext): Promise<void> {
  const { blockHeight } = await getChainInfo(client);
  while (!(await follower.waitFor(blockHeight, progressMs)) && !context.signal.aborted) {
    const height = follower.status().cursor?.height ?? 0n;
    context.note(
      context.text({ en: `reading block ${height} of ${blockHeight}`, zh: `正在读取区块 ${height}/${blockHeight}` }),
    );
  }
}

function announcement(url: string, { text }: CommandContext): string {
  const api = `${url}/api/v1/openapi.json`;
  return text({ en: `data directory  ${url}  (API ${api})`, zh: `数据目录  ${url}  （接口 ${api}）` });
}

function describe(error: unknown, { language }: CommandContext): string {
  if (error instanceof CodedError) return `${error.code}: ${error.explain(language).message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolvePromise) => {
    if (signal.aborted) resolvePromise();
    signal.addEventListener("abort", () => resolvePromise(), { once: true });
  });
}
