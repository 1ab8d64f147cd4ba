import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { loadClient } from "@yanta/sdk";
import type { Command } from "commander";
import { Deliverer } from "../gateway/deliver.ts";
import { DeliveryStore } from "../gateway/delivery-store.ts";
import { DirectoryView } from "../gateway/directory-view.ts";
import { readGatewayConfig } from "../gateway/gateway-config.ts";
import { startGateway } from "../gateway/gateway-server.ts";
import { openDeliveries } from "../gateway/open-deliveries.ts";
import { receive } from "../gateway/receive.ts";
import { contractOption, sdkConfigOption } from "./bundle-commands.ts";
import type { CommandContext } from "./context.ts";

interface ReceiveCommandOptions {
  readonly gateway: string;
  readonly request: string;
  readonly purpose: string;
  readonly fields: string;
  readonly uses: string;
  readonly delivery?: string;
  readonly out: string;
  readonly sdkConfig: string;
  readonly contract: string;
}

/** `yanta-directory gateway`, `deliveries`, `receive` */
export function addGatewayCommands(program: Command, context: CommandContext): void {
  const { text } = context;
  const config = [
    "--config <file>",
    text({ en: "the gateway's configuration", zh: "网关配置文件" }),
    "gateway.yml",
  ] as const;
  program
    .command("gateway")
    .option(...config)
    .description(
      text({
        en: "serve granted data, and note each delivery on chain before it leaves",
        zh: "按授权提供数据，每次交付先上链记录再发出",
      }),
    )
    .action(async (options: { config: string }) => {
      const settings = readGatewayConfig(options.config);
      const client = loadClient(settings.sdkConfig);
      const view = new DirectoryView(client, settings.contract);
      const store = new DeliveryStore(settings.storeFolder);
      const { contract, sources } = settings;
      const now = (): number => Math.floor(Date.now() / 1000);
      const deliverer = new Deliverer({ view, contract, store, sources, now });
      const log = (message: string, fields: object): void =>
        context.note(JSON.stringify({ time: new Date().toISOString(), message, ...fields }));
      const gateway = await startGateway({ ...settings, deliverer, onNotice: log });
      try {
        context.print(text({ en: `gateway: ${gateway.address}`, zh: `网关：${gateway.address}` }));
        for (const { id, request, state } of await openDeliveries(store, view))
          log("open delivery", { id, request, state });
        if (!context.signal.aborted) await once(context.signal, "abort");
      } finally {
        await gateway.close();
        client.transport.close();
      }
    });

  program
    .command("deliveries")
    .option(...config)
    .description(
      text({
        en: "list deliveries that their consumers have not answered for on chain",
        zh: "列出使用方尚未在链上确认或拒收的交付",
      }),
    )
    .action(async (options: { config: string }) => {
      const { sdkConfig, contract, storeFolder } = readGatewayConfig(options.config);
      const client = loadClient(sdkConfig);
      try {
        const open = await openDeliveries(new DeliveryStore(storeFolder), new DirectoryView(client, contract));
        const words = {
          counted: text({ en: "counted, waits for the consumer", zh: "已计数，等待使用方" }),
          "not-counted": text({ en: "not counted", zh: "未计数" }),
        };
        for (const { id, request, state, size, at } of open)
          context.print(`${id}  ${request}  ${new Date(at * 1000).toISOString()}  ${size} B  ${words[state]}`);
      } finally {
        client.transport.close();
      }
    });

  program
    .command("receive")
    .requiredOption("--gateway <address>", text({ en: "the provider's gateway", zh: "提供方网关地址" }))
    .requiredOption("--request <id>", text({ en: "the request that was granted", zh: "已获授权的申请" }))
    .requiredOption("--purpose <text>", text({ en: "the purpose that was granted", zh: "获授权的用途" }))
    .requiredOption("--fields <names>", text({ en: "fields, separated by commas", zh: "字段，以逗号分隔" }))
    .requiredOption("--out <file>", text({ en: "where the data goes", zh: "数据写入的文件" }))
    .option("--uses <n>", text({ en: "how many uses it is", zh: "使用次数" }), "1")
    .option(
      "--delivery <id>",
      text({ en: "the id of an earlier attempt; else a new one", zh: "先前尝试的交付编号；默认新编号" }),
    )
    .addOption(sdkConfigOption(context))
    .addOption(contractOption(context))
    .description(
      text({
        en: "fetch granted data, compare it with the chain, acknowledge it there",
        zh: "获取授权数据，与链上记录核对并确认",
      }),
    )
    .action(async (options: ReceiveCommandOptions) => {
      const { gateway, contract, request, purpose, out } = options;
      const delivery = options.delivery ?? `G-${randomUUID()}`;
      context.note(text({ en: `delivery ${delivery}`, zh: `交付编号 ${delivery}` }));
      const client = loadClient(options.sdkConfig);
      try {
        const { hash, size } = await receive(client, {
          gateway,
          contract,
          language: context.language,
          wanted: { delivery, request, purpose, fields: options.fields.split(","), uses: Number(options.uses) },
          save: (body) => saveDurably(out, body),
        });
        context.print(
          text({
            en: `${out}: ${size} bytes, SHA-256 ${hash}, acknowledged on chain`,
            zh: `${out}：${size} 字节，SHA-256 ${hash}，已在链上确认`,
          }),
        );
      } finally {
        client.transport.close();
      }
    });
}

/** Acknowledged is only what cannot be lost any more. */
function saveDurably(path: string, bytes: Uint8Array): void {
  const file = openSync(`${path}.part`, "w", 0o600);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.part`, path);
}
