import { decodeMessage, syscontract } from "@yanta/protocol";
import type { TxContext } from "@yanta/vm";
import type { NativeMethod, NativeOutcome } from "../interface.ts";
import { refuse, succeedWithText } from "../outcome.ts";
import { isAnyBlank, parameterBytes, parameterText } from "../parameters.ts";
import { runDelegatedCall } from "./delegated-call.ts";
import { hasStagedRules, readRequest, runsManually, writeRequest, type MultiSignInfo } from "./multi-sign-state.ts";
import { findEarlierVoter, judge, refuseVote, satisfiesPolicy } from "./votes.ts";

/**
 * VOTE: adds one member's vote, whose endorsement signs the payload of the request, and judges all votes. In automatic
 * mode the vote that makes the request pass runs the call.
 *
 * Spec: system-contracts.md §7.
 */
export const voteMultiSign: NativeMethod = (context, parameters) => {
  const isManual = runsManually(context.chainConfig);
  const isStaged = hasStagedRules(context);
  const voteBytes = parameterBytes(parameters, "VOTE_INFO");
  const txId = parameterText(parameters, "TX_ID");
  if (isAnyBlank(voteBytes, txId)) {
    const mode = isStaged ? (isManual ? "(manual_run)" : "(no_manual_run)") : "";
    return refuse(`multi sign vote${mode} params verify fail. voteInfo/txId cannot be empty`);
  }
  const info = readRequest(context, txId);
  if (info === undefined) return refuse(`not found tx id[${txId}]`);
  const isOpen = info.status === syscontract.MultiSignStatus.PROCESSING;
  if (isManual && !isOpen) return refuse("the status of multiSignInfo is not `PROCESSING`");
  const vote = readVote(voteBytes);
  if (vote === undefined) return refuse("unexpected EOF");
  if (vote.endorsement === undefined) return refuse("reqVoteInfo has no `Endorsement`");
  if (!isOpen) return refuse(`the multi sign[${txId}] has been completed`);
  const voter = findEarlierVoter(context, info, vote.endorsement);
  if (voter !== undefined) return refuse(`the signer[org:${voter}] is voted`);
  const refusal = refuseVote(context, info, vote.endorsement, isStaged);
  if (refusal !== undefined) return refuse(refusal);

  info.voteInfos.push(vote);
  const outcome = isStaged ? decideStaged(context, info, isManual) : decideLegacy(context, info, isManual);
  writeRequest(context, txId, info);
  return outcome;
};

function decideStaged(context: TxContext, info: MultiSignInfo, isManual: boolean): NativeOutcome {
  const verdict = judge(context, info);
  if (verdict === "passed") info.status = syscontract.MultiSignStatus.PASSED;
  if (verdict === "refused") info.status = syscontract.MultiSignStatus.REFUSED;
  return verdict === "passed" && !isManual ? runDelegatedCall(context, info) : succeedWithText("OK");
}

/** Before v2.3.3 automatic mode knows no refusal, answers `OK` whatever the call came to, and keeps the call's events. */
function decideLegacy(context: TxContext, info: MultiSignInfo, isManual: boolean): NativeOutcome {
  const hasPassed = satisfiesPolicy(context, info, syscontract.VoteStatus.AGREE);
  if (!isManual) return succeedWithText("OK", hasPassed ? runDelegatedCall(context, info).events : []);
  if (hasPassed) info.status = syscontract.MultiSignStatus.PASSED;
  else if (
    satisfiesPolicy(context, info, syscontract.VoteStatus.REJECT) ||
    info.voteInfos.length === context.chainConfig.trustRoots.length
  ) {
    info.status = syscontract.MultiSignStatus.REFUSED;
  }
  return succeedWithText("OK");
}

function readVote(bytes: Uint8Array): syscontract.MultiSignVoteInfo | undefined {
  try {
    return decodeMessage(syscontract.MultiSignVoteInfoSchema, bytes);
  } catch {
    return undefined;
  }
}
