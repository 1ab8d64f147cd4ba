import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { bytesToUtf8, emptyBytes, utf8ToBytes } from "@yanta/bytes";
import { failedEndorsementsMax, type MultiSignVerdict } from "@yanta/identity";
import {
  createTxView,
  decodeMessage,
  encodeMessage,
  syscontract,
  TxRequestSchema,
  VmNativeSchema,
  type EndorsementEntry,
} from "@yanta/protocol";
import type { CallOutcome, ContractCallRequest } from "@yanta/vm";
import { fakeAccessControl } from "../testing/fake-access-control.ts";
import { fakeLedger } from "../testing/fake-ledger.ts";
import { failedOutcome, FakeTxContext, okOutcome } from "../testing/fake-tx-context.ts";
import { refusalOf, runMethod, textOf } from "../testing/run-method.ts";
import { createBlockRecord } from "../testing/test-blocks.ts";
import { createTestConfig } from "../testing/test-config.ts";
import { createIdentity } from "../testing/test-identities.ts";

const { MultiSignInfoSchema, MultiSignStatus, MultiSignVoteInfoSchema, VoteStatus } = syscontract;
const requestParameters = { SYS_CONTRACT_NAME: "CONTRACT_MANAGE", SYS_METHOD: "INIT_CONTRACT", CONTRACT_NAME: "fact" };
const invalidMember = "authentication failed, [refine endorsements failed, all endorsers have failed verification]";

interface Scene {
  readonly isManual?: boolean;
  readonly blockVersion?: number;
  readonly endorsers?: readonly number[];
  readonly state?: ReadonlyMap<string, Uint8Array>;
  readonly sender?: number;
  readonly verdict?: (agree: number, reject: number) => MultiSignVerdict;
  /** What access control says of one endorsement. */
  readonly refusal?: (entry: EndorsementEntry) => string | undefined;
  readonly onCall?: (request: ContractCallRequest, context: FakeTxContext) => CallOutcome;
}

function entryOf(org: number): EndorsementEntry {
  const request = create(TxRequestSchema, {
    endorsers: [{ signer: createIdentity(org).member, signature: utf8ToBytes(`sig ${org}`) }],
  });
  const [entry] = request.endorsers;
  if (entry === undefined) throw new Error("no entry");
  return entry;
}

function contextOf(scene: Scene): FakeTxContext {
  const config = createTestConfig();
  if (config.vm !== undefined)
    config.vm.native = create(VmNativeSchema, { multisign: { enableManualRun: scene.isManual ?? false } });
  const sender = createIdentity(scene.sender ?? 1);
  const parameters = Object.entries(requestParameters).map(([key, value]) => ({ key, value: utf8ToBytes(value) }));
  const request = create(TxRequestSchema, {
    payload: { chainId: "chain1", txId: "req1", contractName: "MULTI_SIGN", method: "REQ", parameters },
    sender: { signer: sender.member },
    endorsers: (scene.endorsers ?? []).map(entryOf),
  });
  const fake = fakeAccessControl({
    config,
    checkMultiSignResource: (resource) =>
      resource === "CHAIN_CONFIG-NODE_ID_UPDATE" ? { message: "self rule" } : undefined,
    judge: (agree, reject) => scene.verdict?.(agree.length, reject.length) ?? "processing",
  });
  const accessControl = {
    ...fake,
    verifyEndorsement: (_resource: string, _message: Uint8Array, entry: EndorsementEntry) => {
      const message = scene.refusal?.(entry);
      return message === undefined ? undefined : { message };
    },
  };
  const ledger = fakeLedger([
    createBlockRecord({ height: 0n, txs: [{ txId: "req1", sender: createIdentity(1).member }] }),
  ]);
  const { blockVersion = 2_030_600, state, onCall } = scene;
  return new FakeTxContext({
    config,
    sender,
    blockVersion,
    accessControl,
    ledger,
    tx: createTxView(encodeMessage(TxRequestSchema, request)),
    ...(state === undefined ? {} : { state }),
    ...(onCall === undefined ? {} : { onCall }),
  });
}

const infoOf = (context: FakeTxContext) =>
  decodeMessage(MultiSignInfoSchema, context.writes.get("MULTI_SIGN/req1") ?? emptyBytes);
const request = (scene: Scene, more: Record<string, string> = {}) => {
  const context = contextOf(scene);
  return { context, outcome: runMethod(context, "MULTI_SIGN.REQ", { ...requestParameters, ...more }) };
};

/** The state after a REQ without endorsers, its info changed. */
function openState(
  change: Partial<{ status: syscontract.MultiSignStatus; votes: readonly number[] }> = {},
): Map<string, Uint8Array> {
  const { context } = request({});
  const info = infoOf(context);
  info.status = change.status ?? MultiSignStatus.PROCESSING;
  for (const org of change.votes ?? [])
    info.voteInfos.push(create(MultiSignVoteInfoSchema, { endorsement: entryOf(org) }));
  return new Map([["MULTI_SIGN/req1", encodeMessage(MultiSignInfoSchema, info)]]);
}

const voteOf = (org: number, vote: syscontract.VoteStatus = VoteStatus.AGREE) =>
  encodeMessage(MultiSignVoteInfoSchema, create(MultiSignVoteInfoSchema, { vote, endorsement: entryOf(org) }));
const vote = (scene: Scene, voteInfo: Uint8Array | string = voteOf(2)) => {
  const context = contextOf({ state: openState(), ...scene });
  return { context, outcome: runMethod(context, "MULTI_SIGN.VOTE", { VOTE_INFO: voteInfo, TX_ID: "req1" }) };
};

describe("REQ", () => {
  it("keeps the payload, and answers OK or, in manual mode, its transaction id", () => {
    const { context, outcome } = request({});
    assert.equal(textOf(outcome), "OK");
    const info = infoOf(context);
    assert.deepEqual(
      [info.contractName, info.method, info.status, info.voteInfos.length],
      ["CONTRACT_MANAGE", "INIT_CONTRACT", MultiSignStatus.PROCESSING, 0],
    );
    assert.deepEqual(info.payload, context.tx.payload);
    assert.deepEqual([...context.writes.keys()], ["MULTI_SIGN/req1"]);
    assert.equal(textOf(request({ isManual: true }).outcome), "req1");
    assert.equal(textOf(request({ blockVersion: 2_030_200 }).outcome), "req1");
  });

  it("refuses missing, unsupported and SELF targets", () => {
    const refusal = (more: Record<string, string>, scene: Scene = {}) => refusalOf(request(scene, more).outcome);
    assert.equal(
      refusal({ SYS_METHOD: "" }),
      "multi req(no_manual_run) params verify fail. sysContractName/sysMethod cannot be empty",
    );
    assert.equal(
      refusal({ SYS_METHOD: "" }, { isManual: true }),
      "multi req(manual_run) params verify fail. sysContractName/sysMethod cannot be empty",
    );
    assert.equal(
      refusal({ SYS_METHOD: "" }, { blockVersion: 2_030_200 }),
      "multi req params verify fail. sysContractName/sysMethod cannot be empty",
    );
    assert.equal(refusal({ SYS_CONTRACT_NAME: "T" }), "multi sign not support T, only support CONTRACT_MANAGE");
    assert.equal(refusal({ SYS_CONTRACT_NAME: "CHAIN_CONFIG", SYS_METHOD: "NODE_ID_UPDATE" }), "self rule");
  });

  it("counts good endorsers once each, and runs at once when they suffice", () => {
    const scene: Scene = {
      endorsers: [1, 2, 2, 3],
      refusal: (entry) => (bytesToUtf8(entry.signature) === "sig 3" ? "not counted" : undefined),
      verdict: (agree) => (agree === 2 ? "passed" : "processing"),
      onCall: () => okOutcome({ result: utf8ToBytes("made"), message: "Success", gasUsed: 3n }),
    };
    const { context, outcome } = request(scene);
    assert.deepEqual([textOf(outcome), outcome.message, outcome.gasUsed], ["made", "DelegationSuccess:Success", 3n]);
    assert.deepEqual([infoOf(context).status, infoOf(context).voteInfos.length], [MultiSignStatus.ADOPTED, 2]);
    const manual = request({ ...scene, isManual: true });
    assert.equal(textOf(manual.outcome), "req1");
    assert.equal(infoOf(manual.context).status, MultiSignStatus.PASSED);
  });

  it("refuses endorsers of whom not one is good", () => {
    const { outcome } = request({ endorsers: [1], refusal: () => invalidMember });
    assert.equal(
      refusalOf(outcome),
      "authentication fail, not a member on this chain: [refine endorsements failed, all endorsers have failed verification]",
    );
  });

  it("judges a bounded number of bad endorsers", () => {
    let judged = 0;
    const endorsers = Array.from({ length: 1000 }, () => 1);
    const { outcome } = request({
      endorsers,
      refusal: () => {
        judged++;
        return invalidMember;
      },
    });
    assert.equal(judged, failedEndorsementsMax);
    assert.match(refusalOf(outcome), /all endorsers have failed verification/);
  });

  it("takes endorsers as they are in automatic mode before 2030300", () => {
    const { context } = request({
      blockVersion: 2_030_200,
      endorsers: [1, 2],
      refusal: () => invalidMember,
      verdict: () => "passed",
    });
    assert.deepEqual([infoOf(context).status, infoOf(context).voteInfos.length], [MultiSignStatus.PROCESSING, 2]);
  });
});

describe("VOTE", () => {
  it("adds a vote and waits", () => {
    const { context, outcome } = vote({});
    assert.deepEqual([textOf(outcome), outcome.message], ["OK", "OK"]);
    const [only] = infoOf(context).voteInfos;
    assert.equal(bytesToUtf8(only?.endorsement?.signature ?? emptyBytes), "sig 2");
    assert.deepEqual([...context.reads.keys()], ["MULTI_SIGN/req1"]);
  });

  it("runs the call with the request's own parameters when it makes the request pass", () => {
    const calls: ContractCallRequest[] = [];
    const { context, outcome } = vote({
      verdict: () => "passed",
      onCall: (call, inner) => (
        calls.push(call),
        inner.put("X", "k", Uint8Array.of(1)),
        okOutcome({ result: utf8ToBytes("made") })
      ),
    });
    assert.deepEqual([textOf(outcome), outcome.message], ["made", "DelegationSuccess:OK"]);
    assert.deepEqual(
      calls.map(({ contract, method, parameters }) => [contract, method, [...parameters.keys()]]),
      [["CONTRACT_MANAGE", "INIT_CONTRACT", ["CONTRACT_NAME"]]],
    );
    const info = infoOf(context);
    assert.deepEqual([info.status, info.message, bytesToUtf8(info.result)], [MultiSignStatus.ADOPTED, "OK", "made"]);
    assert.ok(context.writes.has("X/k"));
  });

  it("succeeds and notes the failure when the call fails, without the call's writes", () => {
    const { context, outcome } = vote({
      verdict: () => "passed",
      onCall: (_call, inner) => (inner.put("X", "k", Uint8Array.of(1)), failedOutcome("no luck")),
    });
    assert.deepEqual([outcome.code, outcome.message, outcome.result.length], [0, "DelegationFailed:no luck", 0]);
    assert.deepEqual([infoOf(context).status, infoOf(context).message], [MultiSignStatus.FAILED, "no luck"]);
    assert.ok(!context.writes.has("X/k"));
  });

  it("notes passing and refusal in manual mode, and runs nothing", () => {
    const run = (verdict: MultiSignVerdict, kind: syscontract.VoteStatus) => {
      const { context, outcome } = vote(
        { isManual: true, verdict: () => verdict, onCall: () => failedOutcome("never") },
        voteOf(2, kind),
      );
      assert.equal(textOf(outcome), "OK");
      return infoOf(context).status;
    };
    assert.equal(run("passed", VoteStatus.AGREE), MultiSignStatus.PASSED);
    assert.equal(run("refused", VoteStatus.REJECT), MultiSignStatus.REFUSED);
    assert.equal(run("processing", VoteStatus.AGREE), MultiSignStatus.PROCESSING);
  });

  it("refuses what is missing, unknown, decided, voted or invalid", () => {
    assert.equal(
      refusalOf(vote({}, "").outcome),
      "multi sign vote(no_manual_run) params verify fail. voteInfo/txId cannot be empty",
    );
    assert.equal(
      refusalOf(vote({ isManual: true }, "").outcome),
      "multi sign vote(manual_run) params verify fail. voteInfo/txId cannot be empty",
    );
    assert.equal(refusalOf(vote({ state: new Map() }).outcome), "not found tx id[req1]");
    assert.equal(
      refusalOf(vote({ state: openState({ status: MultiSignStatus.ADOPTED }) }).outcome),
      "the multi sign[req1] has been completed",
    );
    assert.equal(
      refusalOf(vote({ isManual: true, state: openState({ status: MultiSignStatus.PASSED }) }).outcome),
      "the status of multiSignInfo is not `PROCESSING`",
    );
    assert.equal(
      refusalOf(vote({ state: openState({ votes: [2] }) }).outcome),
      `the signer[org:${createIdentity(2).uid}] is voted`,
    );
    assert.equal(refusalOf(vote({}, Uint8Array.of(0x12, 9)).outcome), "unexpected EOF");
    assert.equal(refusalOf(vote({}, Uint8Array.of(0x08, 1)).outcome), "reqVoteInfo has no `Endorsement`");
    const { orgId, memberInfo } = createIdentity(2).member;
    const invalid = `the multi sign vote signature[org:${orgId}] [member-info:${bytesToUtf8(memberInfo)}] is invalid`;
    assert.equal(refusalOf(vote({ refusal: () => "not counted" }).outcome), `checkVoteValid failed, err = ${invalid}`);
    assert.match(
      refusalOf(vote({ refusal: () => invalidMember }).outcome),
      /^checkVoteValid failed, err = authentication fail, not a member on this chain/,
    );
    assert.equal(
      refusalOf(vote({ blockVersion: 2_030_200, refusal: () => "not counted" }).outcome),
      `the multi sign vote signature[org:${orgId}] is invalid`,
    );
  });

  it("before 2030300 answers OK whatever the call came to, and refuses when all organisations voted", () => {
    const failed = vote({ blockVersion: 2_030_200, verdict: () => "passed", onCall: () => failedOutcome("no luck") });
    assert.deepEqual([textOf(failed.outcome), failed.outcome.message], ["OK", "OK"]);
    assert.equal(infoOf(failed.context).status, MultiSignStatus.FAILED);
    const last = vote({ blockVersion: 2_030_200, isManual: true, state: openState({ votes: [1, 3, 4] }) });
    assert.equal(infoOf(last.context).status, MultiSignStatus.REFUSED);
  });
});

describe("TRIG", () => {
  const trigger = (scene: Scene) => {
    const context = contextOf({ isManual: true, state: openState({ status: MultiSignStatus.PASSED }), ...scene });
    return { context, outcome: runMethod(context, "MULTI_SIGN.TRIG", { TX_ID: "req1" }) };
  };

  it("runs a passed request for its sender", () => {
    const { context, outcome } = trigger({ onCall: () => okOutcome({ result: utf8ToBytes("made") }) });
    assert.deepEqual([textOf(outcome), outcome.message], ["made", "DelegationSuccess:OK"]);
    assert.equal(infoOf(context).status, MultiSignStatus.ADOPTED);
  });

  it("refuses automatic mode, unknown and open requests, and other senders", () => {
    assert.equal(
      refusalOf(trigger({ isManual: false }).outcome),
      "MultiSign::Execute() failed. reason: enable_manual_run == false",
    );
    assert.equal(
      refusalOf(trigger({ state: new Map() }).outcome),
      "not found multiSignInfo, txId = req1, err = not found tx id[req1]",
    );
    assert.equal(refusalOf(trigger({ state: openState() }).outcome), "the status of multiSignInfo is not `PASSED`");
    assert.equal(refusalOf(trigger({ sender: 2 }).outcome), "trig sender must be same with req sender");
  });
});

describe("QUERY", () => {
  const query = (parameters: Record<string, string>) =>
    runMethod(contextOf({ state: openState() }), "MULTI_SIGN.QUERY", parameters);

  it("answers the request, shortened when asked, or nothing", () => {
    assert.deepEqual(query({ TX_ID: "req1" }).result, openState().get("MULTI_SIGN/req1"));
    const short = decodeMessage(
      MultiSignInfoSchema,
      query({ TX_ID: "req1", truncateValueLen: "2", truncateModel: "truncate" }).result,
    );
    assert.deepEqual(
      short.payload?.parameters.map(({ value }) => bytesToUtf8(value)),
      ["CO", "IN", "fa"],
    );
    assert.equal(textOf(query({ TX_ID: "x" })), "");
    assert.equal(textOf(query({ TX_ID: "x", truncateValueLen: "2" })), "");
  });

  it("refuses a missing id and a length that is no number", () => {
    assert.equal(refusalOf(query({})), "multi sign query params verify fail. txId cannot be empty");
    assert.equal(refusalOf(query({ TX_ID: "x", truncateValueLen: "y" })), 'strconv.Atoi: parsing "y": invalid syntax');
  });
});
