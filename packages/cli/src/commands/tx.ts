import { TxStatusCode, type TransactionInfoWithRWSet } from "@yanta/protocol";
import { getTransaction } from "@yanta/sdk";
import type { Command } from "commander";
import { connect, type ConnectionOptions } from "../connection.ts";
import type { CommandContext } from "../command-context.ts";
import { explainFailure } from "../explain-failure.ts";
import { printable, readable } from "../readable-bytes.ts";
import { addInvoke, addQuery } from "./call.ts";
import { withConnection } from "./connection-options.ts";
import { addTrace } from "./tx-trace.ts";

/** `yanta tx send|query|get|trace` */
export function addTxCommands(program: Command, context: CommandContext): void {
  const { text } = context;
  const tx = program.command("tx").description(text({ en: "transactions", zh: "交易" }));
  addInvoke(tx.command("send"), context);
  addQuery(tx.command("query"), context);
  addTrace(tx.command("trace"), context);

  withConnection(tx.command("get"), context)
    .argument("<txId>")
    .description(text({ en: "a transaction with its result", zh: "查看交易及其结果" }))
    .option("--rwset", text({ en: "with its read and write set", zh: "包含读写集" }))
    .action(async (txId: string, options: ConnectionOptions & { rwset?: boolean }) => {
      const client = connect(options);
      const found = describeTransaction(
        await getTransaction(client, txId, { withRwSet: options.rwset ?? false }),
        text,
      );
      client.transport.close();
      context
        .output()
        .result(found, () =>
          [
            `${found.txId}  ${found.contract}.${found.method}`,
            `  ${text({ en: "block", zh: "区块" })} ${found.blockHeight}  #${found.index}`,
            `  ${found.code}  ${printable(found.message)}`,
            ...(found.meaning === undefined ? [] : [`  ${found.meaning}`]),
            ...found.parameters.map((each) => `  ${each.key} = ${each.value}`),
            ...found.events.map((event) =>
              printable(`  ${text({ en: "event", zh: "事件" })} ${event.topic} ${JSON.stringify(event.data)}`),
            ),
            ...found.reads.map((read) => `  < ${read.contract}#${read.key} = ${read.value}`),
            ...found.writes.map((write) => `  > ${write.contract}#${write.key} = ${write.value}`),
          ].join("\n"),
        );
    });
}

function describeTransaction(info: TransactionInfoWithRWSet, text: CommandContext["text"]) {
  const { payload, result } = info.transaction ?? {};
  const message = result?.contractResult?.message ?? "";
  const meaning = result?.code === TxStatusCode.SUCCESS ? undefined : explainFailure(message);
  return {
    txId: payload?.txId ?? "",
    contract: payload?.contractName ?? "",
    method: payload?.method ?? "",
    parameters: (payload?.parameters ?? []).map(({ key, value }) => ({ key, value: readable(value) })),
    blockHeight: info.blockHeight,
    index: info.txIndex,
    code: TxStatusCode[result?.code ?? 0] ?? String(result?.code),
    message,
    meaning: meaning && text(meaning),
    result: readable(result?.contractResult?.result ?? new Uint8Array(0)),
    events: (result?.contractResult?.contractEvent ?? []).map((event) => ({
      topic: event.topic,
      data: event.eventData,
    })),
    reads: (info.rwSet?.txReads ?? []).map((each) => ({
      contract: each.contractName,
      key: readable(each.key),
      value: readable(each.value),
    })),
    writes: (info.rwSet?.txWrites ?? []).map((each) => ({
      contract: each.contractName,
      key: readable(each.key),
      value: readable(each.value),
    })),
  };
}
