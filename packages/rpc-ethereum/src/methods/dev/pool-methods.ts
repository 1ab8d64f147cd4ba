import type { EthereumTransaction } from "@yanta/ethereum";
import type { RpcMethod } from "../../json-rpc/answer-request.ts";
import { toQuantity } from "../../json-rpc/hex.ts";
import { pendingToJson } from "../../view/transaction-json.ts";
import type { DevContext } from "./dev-context.ts";

/** Ethereum transactions on their way, as go-ethereum's txpool shows them. */
export function createPoolMethods({ sender }: DevContext): Readonly<Record<string, RpcMethod>> {
  const show = (render: (transaction: EthereumTransaction) => unknown): unknown => {
    const { pending, queued } = sender.waiting();
    return { pending: bySender(pending, render), queued: bySender(queued, render) };
  };
  return {
    txpool_status: () => {
      const { pending, queued } = sender.waiting();
      return { pending: toQuantity(pending.length), queued: toQuantity(queued.length) };
    },
    txpool_content: () => show(pendingToJson),
    txpool_inspect: () =>
      show(
        ({ to, gasLimit }) => `${to === undefined ? "contract creation" : `0x${to}`}: 0 wei + ${gasLimit} gas × 0 wei`,
      ),
  };
}

function bySender(
  transactions: readonly EthereumTransaction[],
  render: (transaction: EthereumTransaction) => unknown,
): Record<string, Record<string, unknown>> {
  const senders: Record<string, Record<string, unknown>> = {};
  for (const transaction of transactions) {
    const own = (senders[`0x${transaction.from}`] ??= {});
    own[transaction.nonce.toString()] = render(transaction);
  }
  return senders;
}
