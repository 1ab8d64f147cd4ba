import { equalBytes } from "@yanta/bytes";
import { createTxViewFromTransaction, scanOwnBlockInfo, syscontract, type EndorsementEntry } from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";
import type { NativeMethod } from "../interface.ts";
import { refuse } from "../outcome.ts";
import { parameterText } from "../parameters.ts";
import { runDelegatedCall } from "./delegated-call.ts";
import { readRequest, runsManually, writeRequest } from "./multi-sign-state.ts";

/** TRIG: in manual mode the sender of a passed request has its call run. Spec: system-contracts.md §7. */
export const triggerMultiSign: NativeMethod = (context, parameters) => {
  if (!runsManually(context.chainConfig))
    return refuse("MultiSign::Execute() failed. reason: enable_manual_run == false");
  const txId = parameterText(parameters, "TX_ID");
  const info = readRequest(context, txId);
  if (info === undefined) return refuse(`not found multiSignInfo, txId = ${txId}, err = not found tx id[${txId}]`);
  if (info.status !== syscontract.MultiSignStatus.PASSED) return refuse("the status of multiSignInfo is not `PASSED`");
  const requestTxId = info.payload?.txId ?? "";
  const requester = findSender(context, requestTxId);
  if (requester?.signer === undefined)
    return refuse(`get multisign_req tx failed, err = txInfo.Transaction is nil, txId = ${requestTxId}`);
  if (!equalBytes(requester.signer.memberInfo, context.sender.member.memberInfo))
    return refuse("trig sender must be same with req sender");
  const outcome = runDelegatedCall(context, info);
  writeRequest(context, txId, info);
  return outcome;
};

/** The sender of a committed transaction. */
function findSender(context: TxContext, txId: string): EndorsementEntry | undefined {
  const location = context.ledger.getTxLocation(txId);
  const record = location === undefined ? undefined : context.ledger.getBlock(location.height);
  if (location === undefined || record === undefined) return undefined;
  const bytes = scanOwnBlockInfo(record.blockInfoBytes).txBytes[location.index];
  return bytes === undefined ? undefined : createTxViewFromTransaction(bytes).sender;
}
