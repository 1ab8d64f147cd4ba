import { subscribeEvents } from "@yanta/sdk";
import type { Command } from "commander";
import { parseHeight } from "../arguments.ts";
import { connect, type ConnectionOptions } from "../connection.ts";
import type { CommandContext } from "../command-context.ts";
import { withConnection } from "./connection-options.ts";

/** `yanta event follow` */
export function addEventCommands(program: Command, context: CommandContext): void {
  const { text } = context;
  const event = program.command("event").description(text({ en: "contract events", zh: "合约事件" }));

  withConnection(event.command("follow"), context)
    .argument("<contract>")
    .argument("[topic]")
    .description(text({ en: "events as they come", zh: "持续显示合约事件" }))
    .option("--from <height>", text({ en: "first block (default: new ones only)", zh: "起始高度（默认只看新事件）" }))
    .option("--to <height>", text({ en: "last block (default: for ever)", zh: "结束高度（默认一直跟随）" }))
    .action(
      async (
        contract: string,
        topic: string | undefined,
        options: ConnectionOptions & { from?: string; to?: string },
      ) => {
        const client = connect(options);
        const events = subscribeEvents(client, {
          contract,
          ...(topic === undefined ? {} : { topic }),
          ...(options.from === undefined ? {} : { startHeight: parseHeight(options.from) }),
          ...(options.to === undefined ? {} : { endHeight: parseHeight(options.to) }),
          signal: context.signal,
        });
        for await (const { blockHeight, txId, topic: name, eventData } of events) {
          context
            .output()
            .item(
              { blockHeight, txId, topic: name, data: eventData },
              () => `${String(blockHeight).padStart(8)}  ${name}  ${JSON.stringify(eventData)}  ${txId}`,
            );
        }
        client.transport.close();
      },
    );
}
