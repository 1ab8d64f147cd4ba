import { equalBytes } from "@yanta/bytes";
import type { BlockVerdict, BlockVerifier } from "@yanta/chain";
import { CodedError } from "@yanta/errors";
import { encodeBlockInfo, scanBlockInfo } from "@yanta/protocol";
import { blockTimeToleranceSeconds } from "../limits.ts";

export interface ProposalToJudge {
  readonly blockBytes: Uint8Array;
  /** The engine's time of its block: when the validators decided on the one before. Unix seconds. */
  readonly engineSeconds: bigint;
  /** This node's clock. Unix seconds. */
  readonly nowSeconds: bigint;
}

export interface JudgedProposal {
  readonly verdict: BlockVerdict;
  /** By how much the block's timestamp is ahead of this node's clock; undefined = it has none. */
  readonly aheadSeconds?: bigint;
}

/**
 * Judges a block that another node proposes: its only form, then all that `verify` compares. Its time must lie between the engine's last decision,
 * which is hours ago on a quiet chain, and our clock, give or take the tolerance. A block that is too early now will be good later, and one that
 * was good stays good: so a block that others hold on to can always be decided.
 */
export function judgeProposal(verifier: BlockVerifier, proposal: ProposalToJudge): JudgedProposal {
  const timestamp = timestampOfExactBlock(proposal.blockBytes);
  if (timestamp === undefined)
    return {
      verdict: { kind: "invalid", fault: { kind: "malformed", message: "the block is not in its only form" } },
    };
  const { engineSeconds, nowSeconds } = proposal;
  const latest = nowSeconds > engineSeconds ? nowSeconds : engineSeconds;
  const nearest = timestamp < engineSeconds ? engineSeconds : timestamp > latest ? latest : timestamp;
  const verdict = verifier.verify(proposal.blockBytes, {
    unixSeconds: nearest,
    toleranceSeconds: blockTimeToleranceSeconds,
  });
  return { verdict, aheadSeconds: timestamp - nowSeconds };
}

/**
 * The block's timestamp; undefined unless the bytes are header, graph and transactions as we encode them, and nothing else. `consensus_args` has no use
 * here: a proposer could fill it with megabytes that a hash covers and nobody checks.
 */
function timestampOfExactBlock(blockBytes: Uint8Array): bigint | undefined {
  try {
    const { header, headerBytes, dagBytes, txBytes } = scanBlockInfo(blockBytes);
    const exact = encodeBlockInfo({ headerBytes, dagBytes, txBytes, rwSetBytes: [] });
    const isExact = header.consensusArgs.length === 0 && equalBytes(exact, blockBytes);
    return isExact ? header.blockTimestamp : undefined;
  } catch (error) {
    if (error instanceof CodedError && error.code.startsWith("PROTOCOL_")) return undefined;
    throw error;
  }
}
