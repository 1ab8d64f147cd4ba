import { invokeContract, queryContract } from "@yanta/sdk";
import type { Command } from "commander";
import { parseParameters } from "../arguments.ts";
import { connect, type ConnectionOptions } from "../connection.ts";
import { printable, readable } from "../readable-bytes.ts";
import type { CommandContext } from "../command-context.ts";
import { withFailurePath } from "../trace/traced-failure.ts";
import { withConnection } from "./connection-options.ts";

/** Sends a transaction and waits for its block: `tx send` and `contract invoke`. */
export function addInvoke(command: Command, context: CommandContext): void {
  const { text } = context;
  withCallArguments(command, context)
    .description(text({ en: "send a transaction and wait for its block", zh: "发送交易并等待上链" }))
    .action(async (contract: string, method: string, pairs: string[], options: ConnectionOptions) => {
      const client = connect(options);
      const progress = context.output().progress({ en: "waiting for the block", zh: "等待出块" });
      const sent = await invokeContract(client, { contract, method, parameters: parseParameters(pairs) })
        .catch(async (error: unknown) => {
          throw await withFailurePath(error, options);
        })
        .finally(() => {
          progress.end();
          client.transport.close();
        });
      const events = sent.events.map((event) => ({ topic: event.topic, data: event.eventData }));
      context
        .output()
        .result({ ...sent, events }, () =>
          [
            `${sent.txId}  ${text({ en: "block", zh: "区块" })} ${sent.blockHeight}`,
            ...(sent.result.length === 0 ? [] : [readable(sent.result)]),
            ...events.map(({ topic, data }) =>
              printable(`${text({ en: "event", zh: "事件" })} ${topic} ${JSON.stringify(data)}`),
            ),
          ].join("\n"),
        );
    });
}

/** Runs a read-only call: `tx query` and `contract query`. */
export function addQuery(command: Command, context: CommandContext): void {
  const { text } = context;
  withCallArguments(command, context)
    .description(text({ en: "run a read-only call", zh: "执行只读查询" }))
    .action(async (contract: string, method: string, pairs: string[], options: ConnectionOptions) => {
      const client = connect(options);
      const answer = await queryContract(client, { contract, method, parameters: parseParameters(pairs) });
      client.transport.close();
      context.output().result(answer, () => readable(answer.result));
    });
}

function withCallArguments(command: Command, context: CommandContext): Command {
  return withConnection(command, context)
    .argument("<contract>")
    .argument("<method>")
    .argument(
      "[parameters...]",
      context.text({ en: "key=value, key=@file or key=hex:…", zh: "key=value、key=@文件 或 key=hex:…" }),
    );
}
