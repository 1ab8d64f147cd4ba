import assert from "node:assert/strict";
import { it } from "node:test";
import { create } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import { parsePrivateKey } from "@yanta/crypto";
import { createAccessControl } from "@yanta/identity";
import {
  ChainConfigSchema,
  createTxView,
  decodeMessage,
  encodeMessage,
  EndorsementEntrySchema,
  syscontract,
  TxRequestSchema,
  type EndorsementEntry,
  type TxView,
} from "@yanta/protocol";
import type { CallOutcome } from "@yanta/vm";
import { createSystemContracts } from "../create-system-contracts.ts";
import { invokeNative } from "../invoke-native.ts";
import { FakeTxContext } from "../testing/fake-tx-context.ts";
import { refusalOf, runMethod, textOf } from "../testing/run-method.ts";
import { createTestConfig, stateOfConfig } from "../testing/test-config.ts";
import { createIdentity, userKeyPem } from "../testing/test-identities.ts";
import { testOptions } from "../testing/test-options.ts";

const contracts = createSystemContracts(testOptions);
const parameters = { SYS_CONTRACT_NAME: "CHAIN_CONFIG", SYS_METHOD: "BLOCK_UPDATE", block_interval: "3000" };
const tx: TxView = createTxView(
  encodeMessage(
    TxRequestSchema,
    create(TxRequestSchema, {
      payload: {
        chainId: "chain1",
        txId: "req1",
        contractName: "MULTI_SIGN",
        method: "REQ",
        parameters: Object.entries(parameters).map(([key, value]) => ({ key, value: utf8ToBytes(value) })),
        limit: {},
      },
      sender: { signer: createIdentity(1, "client1").member },
    }),
  ),
);

function sign(org: number, user: string, message = tx.payloadBytes): EndorsementEntry {
  const signature = parsePrivateKey(userKeyPem(org, user)).sign(message, "SHA256");
  return create(EndorsementEntrySchema, { signer: createIdentity(org, user).member, signature });
}

/** One chain whose state grows from call to call, under real access control. */
function createChain(blockVersion: number) {
  const config = createTestConfig();
  config.version = String(blockVersion);
  const accessControl = createAccessControl({ config, state: () => undefined });
  let state: ReadonlyMap<string, Uint8Array> = stateOfConfig(config);
  return (path: string, given: Readonly<Record<string, string | Uint8Array>>): CallOutcome => {
    const sender = createIdentity(1, "client1");
    const context = new FakeTxContext({
      config,
      blockVersion,
      accessControl,
      state,
      tx,
      sender,
      onCall: (request, inner) => invokeNative(contracts, request, inner),
    });
    const outcome = runMethod(context, path, given);
    if (outcome.code === 0) state = new Map([...state, ...context.writes]);
    return outcome;
  };
}

const voteOf = (endorsement: EndorsementEntry) => ({
  TX_ID: "req1",
  VOTE_INFO: encodeMessage(
    syscontract.MultiSignVoteInfoSchema,
    create(syscontract.MultiSignVoteInfoSchema, { endorsement }),
  ),
});

for (const blockVersion of [2_030_200, 2_030_600]) {
  it(`three of four administrators change the block interval at ${blockVersion}`, () => {
    const run = createChain(blockVersion);
    assert.equal(run("MULTI_SIGN.REQ", parameters).code, 0);
    assert.equal(textOf(run("MULTI_SIGN.VOTE", voteOf(sign(1, "admin1")))), "OK");
    assert.match(refusalOf(run("MULTI_SIGN.VOTE", voteOf(sign(1, "admin1")))), /is voted$/);
    assert.match(refusalOf(run("MULTI_SIGN.VOTE", voteOf(sign(2, "client1")))), /is invalid$/);
    assert.match(refusalOf(run("MULTI_SIGN.VOTE", voteOf(sign(2, "admin1", Uint8Array.of(1))))), /not a member/);
    assert.match(refusalOf(run("MULTI_SIGN.VOTE", voteOf(sign(5, "admin1")))), /not a member/);
    assert.equal(textOf(run("MULTI_SIGN.VOTE", voteOf(sign(2, "admin1")))), "OK");
    const last = run("MULTI_SIGN.VOTE", voteOf(sign(3, "admin1")));
    assert.deepEqual(
      last.events.map((event) => event.topic),
      ["16"],
    );
    const config = decodeMessage(ChainConfigSchema, run("CHAIN_CONFIG.GET_CHAIN_CONFIG", {}).result);
    assert.equal(config.block?.blockInterval, 3000);
    assert.equal(last.message, blockVersion >= 2_030_300 ? "DelegationSuccess:OK" : "OK");
    assert.equal(
      refusalOf(run("MULTI_SIGN.VOTE", voteOf(sign(4, "admin1")))),
      "the multi sign[req1] has been completed",
    );
    const query = run("MULTI_SIGN.QUERY", { TX_ID: "req1" });
    const info = decodeMessage(syscontract.MultiSignInfoSchema, query.result);
    assert.deepEqual([info.status, info.voteInfos.length], [syscontract.MultiSignStatus.ADOPTED, 3]);
  });
}
