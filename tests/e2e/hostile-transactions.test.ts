import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import {
  KeyValuePairSchema,
  TxRequestSchema,
  TxResponseSchema,
  TxStatusCode,
  TxType,
  type KeyValuePair,
  type Payload,
  type TxResponse,
} from "@yanta/protocol";
import { createPayload, endorse, invokeContract, payloadToBytes, signRequest, type Signer } from "@yanta/sdk";
import { orgIdOf } from "../support/chain-folder.ts";
import { startRunningChain, type RunningChain } from "../support/running-chain.ts";

let chain: RunningChain;
before(async () => {
  chain = await startRunningChain();
});
after(() => chain.stop());

type Method = "SendRequest" | "SendRequestSync";

async function answer(bytes: Uint8Array, method: Method = "SendRequest"): Promise<TxResponse> {
  return fromBinary(TxResponseSchema, await chain.client.transport.unary(method, bytes));
}

/** A good `save`, changed by the test. */
function savePayload(changes: Partial<Payload> = {}): Payload {
  const payload = createPayload(chain.client, {
    txType: TxType.INVOKE_CONTRACT,
    contract: "fact",
    method: "save",
    parameters: { file_hash: "h", file_name: "n", time: "1600000000" },
  });
  return Object.assign(payload, changes);
}

function parameter(key: string, value: Uint8Array = Uint8Array.of(1)): KeyValuePair {
  return create(KeyValuePairSchema, { key, value });
}

async function signed(payload: Payload, signer: Signer = chain.client.signer): Promise<Uint8Array> {
  return (await signRequest(payload, { signer })).bytes;
}

async function refused(bytes: Uint8Array, message: RegExp, method: Method = "SendRequest"): Promise<void> {
  const response = await answer(bytes, method);
  assert.equal(response.code, TxStatusCode.INTERNAL_ERROR, response.message);
  assert.match(response.message, message);
}

async function callEndsWith(bytes: Uint8Array, status: string, reason: RegExp, method = "SendRequest"): Promise<void> {
  await assert.rejects(chain.client.transport.unary(method, bytes), (error: { details?: Record<string, unknown> }) => {
    assert.equal(error.details?.["status"], status);
    assert.match(String(error.details["reason"]), reason);
    return true;
  });
}

const authentication = /^tx verify failed, verify tx authentation failed, /;

test("a wrong signature is refused", async () => {
  const request = fromBinary(TxRequestSchema, await signed(savePayload()));
  const { sender } = request;
  assert.ok(sender);
  sender.signature = sender.signature.toReversed();
  await refused(toBinary(TxRequestSchema, request), authentication);
});

test("a signature over another payload is refused", async () => {
  const request = fromBinary(TxRequestSchema, await signed(savePayload()));
  assert.ok(request.payload);
  request.payload.method = "find_by_file_hash";
  await refused(toBinary(TxRequestSchema, request), authentication);
});

test("senders of a foreign CA, expired or of another organisation than they say are refused", async () => {
  await refused(await signed(savePayload(), chain.folder.signer(1, "unknown")), authentication);
  await refused(await signed(savePayload(), chain.folder.signer(1, "expired")), authentication);
  const { member, sign } = chain.client.signer;
  await refused(await signed(savePayload(), { member: { ...member, orgId: orgIdOf(2) }, sign }), authentication);
});

test("a TLS certificate may not sign", async () => {
  const { client } = chain.folder.tls(1, "client1");
  assert.ok(client);
  const { member } = chain.client.signer;
  const payload = savePayload();
  const sender = { ...member, memberInfo: utf8ToBytes(client.certificatePem) };
  await refused(
    await signed(payload, { member: sender, sign: chain.client.signer.sign }),
    /^tx verify failed, tls certificate is misused for tx sign/,
  );
});

test("frozen and revoked senders are refused", async () => {
  const [admin] = chain.admins;
  assert.ok(admin);
  const manage = async (method: string, parameters: Record<string, string | Uint8Array>): Promise<void> => {
    const payload = createPayload(chain.client, {
      txType: TxType.INVOKE_CONTRACT,
      contract: "CERT_MANAGE",
      method,
      parameters,
    });
    const endorsers = await Promise.all(chain.admins.map((signer) => endorse(signer, payloadToBytes(payload))));
    const response = await answer((await signRequest(payload, { signer: admin, endorsers })).bytes, "SendRequestSync");
    assert.equal(response.code, TxStatusCode.SUCCESS, response.contractResult?.message ?? response.message);
  };
  const frozen = chain.folder.signer(1, "client4");
  await manage("CERTS_FREEZE", { certs: frozen.member.memberInfo });
  await refused(await signed(savePayload(), frozen), authentication);
  await manage("CERTS_REVOKE", { cert_crl: chain.folder.file("crypto-config/wx-org1.chainmaker.org/client3.crl") });
  await refused(await signed(savePayload(), chain.folder.signer(1, "client3")), authentication);
});

test("missing endorsements are refused at admission", async () => {
  const payload = savePayload({ contractName: "CONTRACT_MANAGE", method: "FREEZE_CONTRACT" });
  await refused(await signed(payload), authentication);
});

test("an unknown chain, a header out of form and a type that does not belong here are refused", async () => {
  await refused(await signed(savePayload({ chainId: "chain2" })), /^get chain conf failed, chain id chain2 not found$/);
  const header = "tx verify failed, verify tx header failed";
  await refused(
    await signed(savePayload({ txId: "x".repeat(65) })),
    new RegExp(`^${header}, tx id length is incorrect, wanted 64`),
  );
  await refused(
    await signed(savePayload({ txId: "a b" })),
    new RegExp(`^${header}, check tx id failed, only \\[a-zA-Z0-9_\\] are allowed, your TxId is:a b`),
  );
  const { timestamp } = savePayload();
  await refused(
    await signed(savePayload({ timestamp, expirationTime: timestamp })),
    new RegExp(`^${header}, tx timestamp ${timestamp} should be before expiration time ${timestamp}`),
  );
  await refused(
    await signed(
      savePayload({ txType: TxType.SUBSCRIBE, contractName: "SUBSCRIBE_MANAGE", method: "SUBSCRIBE_BLOCK" }),
    ),
    /^unsupport tx_type$/,
  );
});

test("a replayed transaction is refused, a timestamp outside the window too", async () => {
  const bytes = await signed(savePayload());
  assert.equal((await answer(bytes, "SendRequestSync")).code, TxStatusCode.SUCCESS);
  await refused(bytes, /^Add tx failed, TxId exist in DB, chainId:chain1, txId:/);
  await refused(bytes, /^Add tx failed, TxId exist in DB, chainId:chain1, txId:/, "SendRequestSync");
  const { timestamp } = savePayload();
  for (const shift of [-3600n, 3600n]) {
    await refused(
      await signed(savePayload({ timestamp: timestamp + shift })),
      /^Add tx failed, TxTimestamp error, chainId:chain1, txId:/,
    );
  }
});

test("parameters beyond the limits become failed transactions", async () => {
  const failing = {
    "too many": Array.from({ length: 51 }, (_, index) => parameter(`k${index}`)),
    "long key": [parameter("k".repeat(1025))],
    "bad key": [parameter("a b")],
    "large value": [parameter("file_name", new Uint8Array(10 * 1024 * 1024 + 1))],
  };
  for (const [name, parameters] of Object.entries(failing)) {
    const response = await answer(await signed(savePayload({ parameters })), "SendRequestSync");
    assert.equal(response.code, TxStatusCode.INVALID_PARAMETER, `${name}: ${response.message}`);
    assert.match(response.contractResult?.message ?? response.message, /parameters error:/, name);
    assert.ok(response.txBlockHeight > 0n, name);
  }
});

test("a missing contract or method becomes a failed transaction; a query is refused", async () => {
  const missing = await answer(await signed(savePayload({ contractName: "nobody" })), "SendRequestSync");
  assert.notEqual(missing.code, TxStatusCode.SUCCESS);
  assert.ok(missing.txBlockHeight > 0n);
  const method = await answer(await signed(savePayload({ method: "no_such_method" })), "SendRequestSync");
  assert.equal(method.code, TxStatusCode.CONTRACT_FAIL);
  const query = await answer(await signed(savePayload({ txType: TxType.QUERY_CONTRACT, contractName: "nobody" })));
  assert.notEqual(query.code, TxStatusCode.SUCCESS);
});

test("bytes that are no request, and requests without payload or sender, end the call", async () => {
  await callEndsWith(Uint8Array.of(0xff, 0xff, 0x01), "INTERNAL", /^grpc: error unmarshalling request/);
  await callEndsWith(new Uint8Array(0), "INTERNAL", /^Panic err: /);
  await callEndsWith(
    toBinary(TxRequestSchema, create(TxRequestSchema, { payload: savePayload() })),
    "INTERNAL",
    /^Panic err: /,
  );
  await callEndsWith(new Uint8Array(0), "UNIMPLEMENTED", /./, "NoSuchMethod");
});

test("subscriptions of strangers and with bad heights are refused with their status", async () => {
  const subscription = savePayload({
    txType: TxType.SUBSCRIBE,
    contractName: "SUBSCRIBE_MANAGE",
    method: "SUBSCRIBE_BLOCK",
    parameters: [],
  });
  const read = async (bytes: Uint8Array): Promise<void> => {
    for await (const message of chain.client.transport.stream("Subscribe", bytes)) void message;
  };
  await assert.rejects(
    read(await signed(subscription, chain.folder.signer(1, "unknown"))),
    (error: { details?: Record<string, unknown> }) => error.details?.["status"] === "UNAUTHENTICATED",
  );
  const parameters = [parameter("START_BLOCK", Uint8Array.of(1))];
  await assert.rejects(
    read(await signed({ ...subscription, parameters })),
    (error: { details?: Record<string, unknown> }) => error.details?.["status"] === "INVALID_ARGUMENT",
  );
});

test("a client certificate that the chain does not know gets no TLS connection", async () => {
  const stranger = chain.folder.connect(chain.node.port, 1, "unknown");
  await assert.rejects(
    invokeContract(stranger, { contract: "fact", method: "save", timeoutMs: 5_000 }),
    (error: { code?: string }) => error.code === "SDK_UNREACHABLE",
  );
  stranger.transport.close();
});

test("after all of it the node takes good transactions", async () => {
  const { blockHeight } = await invokeContract(chain.client, {
    contract: "fact",
    method: "save",
    parameters: { file_hash: "last", file_name: "n", time: "1" },
  });
  assert.ok(blockHeight > 0n);
});
