import { create } from "@bufbuild/protobuf";
import { syscontract } from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";
import type { NativeMethod, NativeOutcome } from "../interface.ts";
import { refuse, succeedWithText } from "../outcome.ts";
import { isAnyBlank, parameterText } from "../parameters.ts";
import { runDelegatedCall } from "./delegated-call.ts";
import { hasStagedRules, resourceOf, runsManually, writeRequest, type MultiSignInfo } from "./multi-sign-state.ts";
import { createAgreement, filterEndorsements, judge, satisfiesPolicy } from "./votes.ts";

/** System contracts whose methods can be asked for. */
const targets: ReadonlySet<string> = new Set(["CONTRACT_MANAGE", "CHAIN_CONFIG", "CERT_MANAGE", "ACCOUNT_MANAGER"]);

/**
 * REQ: opens a vote over a call of a system contract. The transaction's endorsers count as agreeing; when they suffice
 * and the chain runs automatically (v2.3.3 and later), the call is made at once.
 *
 * Spec: system-contracts.md §7.
 */
export const requestMultiSign: NativeMethod = (context, parameters) => {
  const isManual = runsManually(context.chainConfig);
  const isStaged = hasStagedRules(context);
  const contractName = parameterText(parameters, "SYS_CONTRACT_NAME");
  const method = parameterText(parameters, "SYS_METHOD");
  if (isAnyBlank(contractName, method)) {
    const mode = isStaged ? (isManual ? "(manual_run)" : "(no_manual_run)") : "";
    return refuse(`multi req${mode} params verify fail. sysContractName/sysMethod cannot be empty`);
  }
  if (!targets.has(contractName)) return refuse(`multi sign not support ${contractName}, only support CONTRACT_MANAGE`);
  const { payload } = context.tx;
  const status = syscontract.MultiSignStatus.PROCESSING;
  const info = create(syscontract.MultiSignInfoSchema, { payload, contractName, method, status });
  const refusal = context.accessControl.checkMultiSignResource(resourceOf(info));
  if (refusal !== undefined) return refuse(refusal.message);
  return isStaged ? openStaged(context, info, isManual) : openLegacy(context, info, isManual);
};

function openStaged(context: TxContext, info: MultiSignInfo, isManual: boolean): NativeOutcome {
  const refusal = countEndorsers(context, info);
  if (refusal !== undefined) return refuse(refusal);
  const verdict = judge(context, info);
  if (verdict === "passed") info.status = syscontract.MultiSignStatus.PASSED;
  const delegated = verdict === "passed" && !isManual ? runDelegatedCall(context, info) : undefined;
  writeRequest(context, context.tx.txId, info);
  return delegated ?? succeedWithText(isManual ? context.tx.txId : "OK");
}

/** Before v2.3.3 automatic mode takes endorsers as they are, and nothing runs before a vote. */
function openLegacy(context: TxContext, info: MultiSignInfo, isManual: boolean): NativeOutcome {
  if (isManual) {
    const refusal = countEndorsers(context, info);
    if (refusal !== undefined) return refuse(refusal);
    if (satisfiesPolicy(context, info, syscontract.VoteStatus.AGREE)) info.status = syscontract.MultiSignStatus.PASSED;
  } else {
    info.voteInfos.push(...context.tx.endorsers.map(createAgreement));
  }
  writeRequest(context, context.tx.txId, info);
  return succeedWithText(context.tx.txId);
}

/** Takes the good ones of the transaction's endorsers as votes; refused when there are some and none is good. */
function countEndorsers(context: TxContext, info: MultiSignInfo): string | undefined {
  if (context.tx.endorsers.length === 0) return undefined;
  const filtered = filterEndorsements(context, info, context.tx.endorsers);
  if (filtered.kind === "refused") return filtered.message;
  info.voteInfos.push(...filtered.entries.map(createAgreement));
  return undefined;
}
