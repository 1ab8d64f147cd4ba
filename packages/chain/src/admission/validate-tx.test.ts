import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import { parseCertificate, parsePrivateKey } from "@yanta/crypto";
import {
  createTxView,
  EndorsementEntrySchema,
  encodeMessage,
  TxRequestSchema,
  TxStatusCode,
  TxType,
} from "@yanta/protocol";
import { openTestChain } from "../testing/open-test-chain.ts";
import { callTx, client, installTx } from "../testing/script-contract.ts";
import { signTx, testMember, testNow } from "../testing/test-network.ts";

const good = { sender: client, txId: "1", contract: "alpha", method: "get" };

test("a good transaction is valid and enters the pool once", async () => {
  const { chain } = await openTestChain();
  const tx = signTx(good);
  assert.equal(chain.validate(tx), undefined);
  assert.equal(chain.admit(tx), undefined);
  assert.deepEqual(chain.admit(tx), {
    code: TxStatusCode.INTERNAL_ERROR,
    message: "Add tx failed, TxId exist, chainId:chain1, txId:1",
  });
});

test("each refusal carries ChainMaker's prefixes, in ChainMaker's order", async () => {
  const { chain } = await openTestChain();
  const suffix = `, txId:1, sender:${client.certificatePem}, endorsers-len:0,\nendorsers:\n`;
  const refusal = (tx: Parameters<typeof signTx>[0]): string => chain.validate(signTx(tx))?.message ?? "";
  assert.equal(
    refusal({ ...good, chainId: "chain2" }),
    `tx verify failed, verify tx header failed, chain id [chain2] is incorrect, wanted [chain1]${suffix}`,
  );
  assert.match(
    refusal({ ...good, txId: "x".repeat(65) }),
    /^tx verify failed, verify tx header failed, tx id length is incorrect, wanted 64, txId:/,
  );
  assert.match(
    refusal({ ...good, txId: "a b" }),
    /^tx verify failed, verify tx header failed, check tx id failed, only \[a-zA-Z0-9_\] are allowed, your TxId is:a b, txId:/,
  );
  assert.equal(
    refusal({ ...good, expirationTime: testNow }),
    `tx verify failed, verify tx header failed, tx timestamp ${testNow} should be before expiration time ${testNow}${suffix}`,
  );
  assert.match(
    refusal({ ...good, sender: testMember(1, "user/unknown") }),
    /^tx verify failed, verify tx authentation failed, /,
  );
  const member = testMember(1, "user/client1");
  assert.match(
    refusal({ ...good, endorsers: [member], contract: "CONTRACT_MANAGE", method: "FREEZE_CONTRACT" }),
    /endorsers-len:1,\nendorsers:\n-----BEGIN[^]*-----END CERTIFICATE-----\n $/,
  );
});

test("a TLS certificate may not sign, whether or not its member is known; the check can be off", async () => {
  const pem = readFileSync(
    new URL(
      "../../../../third_party/chainmaker-testdata/testdata/crypto-config/wx-org1.chainmaker.org/user/client1/client1.tls.crt",
      import.meta.url,
    ),
    "utf8",
  );
  const key = readFileSync(
    new URL(
      "../../../../third_party/chainmaker-testdata/testdata/crypto-config/wx-org1.chainmaker.org/user/client1/client1.tls.key",
      import.meta.url,
    ),
    "utf8",
  );
  const sender = {
    orgId: client.orgId,
    certificatePem: pem,
    certificate: parseCertificate(utf8ToBytes(pem)),
    privateKey: parsePrivateKey(key),
  };
  const { chain } = await openTestChain();
  for (let i = 0; i < 2; i++)
    assert.equal(
      chain.validate(signTx({ ...good, sender }))?.message,
      "tx verify failed, tls certificate is misused for tx sign",
    );
  const lenient = await openTestChain({ checkKeyUsage: false });
  assert.equal(lenient.chain.validate(signTx({ ...good, sender })), undefined);
});

test("a wrong signature is refused", async () => {
  const { chain } = await openTestChain();
  const tx = signTx(good);
  const sender = create(EndorsementEntrySchema, {
    ...tx.sender,
    signature: (tx.sender?.signature ?? new Uint8Array()).toReversed(),
  });
  const forged = createTxView(encodeMessage(TxRequestSchema, create(TxRequestSchema, { payload: tx.payload, sender })));
  assert.match(chain.validate(forged)?.message ?? "", /verify tx authentation failed/);
});

test("a payer's signature is checked at admission", async () => {
  const { chain } = await openTestChain();
  const tx = signTx(good);
  const payer = create(EndorsementEntrySchema, { signer: tx.sender?.signer, signature: new Uint8Array(70) });
  const request = create(TxRequestSchema, { payload: tx.payload, sender: tx.sender, payer });
  assert.match(
    chain.validate(createTxView(encodeMessage(TxRequestSchema, request)))?.message ?? "",
    /verify tx authentation failed, .*payer/,
  );
});

test("the timestamp window holds for the pool only", async () => {
  const { chain } = await openTestChain();
  for (const timestamp of [testNow - 601n, testNow + 601n]) {
    const tx = signTx({ ...good, timestamp });
    assert.equal(chain.validate(tx), undefined);
    assert.equal(chain.admit(tx)?.message, "Add tx failed, TxTimestamp error, chainId:chain1, txId:1");
  }
  assert.equal(chain.admit(signTx({ ...good, timestamp: testNow - 600n })), undefined);
});

test("an id on the chain is refused, a full pool refuses", async () => {
  const opened = await openTestChain({ poolLimits: { commonCountMax: 1 } });
  opened.send(installTx("alpha"));
  await opened.makeBlock();
  assert.match(opened.chain.admit(callTx("install-alpha", "get"))?.message ?? "", /^Add tx failed, TxId exist in DB, /);
  assert.equal(opened.chain.admit(callTx("1", "get")), undefined);
  assert.match(opened.chain.admit(callTx("2", "get"))?.message ?? "", /^Add tx failed, TxPool is full, /);
});

test("waiting transactions that are no longer good are not proposed", async () => {
  const opened = await openTestChain();
  opened.send(callTx("old", "get"));
  opened.clock.seconds += 601n;
  assert.equal(opened.producer.propose(opened.clock.seconds), undefined);
  assert.equal(opened.producer.pendingCount, 0);
  assert.equal(opened.chain.pool.find("old"), undefined);
});

test("a sender that was frozen after admission is not proposed", async () => {
  const opened = await openTestChain();
  const freeze = signTx({
    sender: testMember(1, "user/admin1"),
    txId: "freeze",
    contract: "CERT_MANAGE",
    method: "CERTS_FREEZE",
    parameters: { certs: client.certificatePem },
  });
  opened.send(callTx("mine", "get"), freeze);
  await opened.makeBlock();
  assert.equal(opened.ledger.getTxLocation("freeze")?.height, 1n);
  assert.equal(opened.producer.propose(opened.clock.seconds), undefined);
  assert.match(opened.chain.validate(callTx("again", "get"))?.message ?? "", /frozen|verification/);
});

test("queries answer with the codes and texts of ChainMaker", async () => {
  const { chain } = await openTestChain();
  const query = (contract: string, method: string) =>
    chain.query(signTx({ sender: client, txType: TxType.QUERY_CONTRACT, txId: "q", contract, method }));
  const missing = query("nobody", "get");
  assert.equal(
    missing.message,
    "txStatusCode:11, resultCode:1, contractName[nobody] method[get] txType[QUERY_CONTRACT], contractName not found",
  );
  assert.equal(missing.code, TxStatusCode.INVALID_CONTRACT_PARAMETER_CONTRACT_NAME);
  const config = query("CHAIN_CONFIG", "GET_CHAIN_CONFIG");
  assert.deepEqual(
    [config.code, config.message, config.contractResult?.message, config.txId],
    [TxStatusCode.SUCCESS, "SUCCESS", "OK", "q"],
  );
});

test("a full pool refuses before it checks a signature, but not what is malformed, known, or no transaction for it", async () => {
  const { chain } = await openTestChain({ poolLimits: { commonCountMax: 1 } });
  const refusal = (tx: Parameters<typeof signTx>[0]): string | undefined => chain.validate(signTx(tx))?.message;
  const forged = { ...good, txId: "2", sender: testMember(1, "user/unknown") };
  assert.match(refusal(forged) ?? "", /verify tx authentation failed/, "while there is room");

  assert.equal(chain.admit(signTx(good)), undefined);
  assert.equal(refusal(forged), "Add tx failed, TxPool is full, chainId:chain1, txId:2");
  assert.equal(refusal({ ...good, txId: "2" }), "Add tx failed, TxPool is full, chainId:chain1, txId:2");
  assert.equal(refusal(good), "Add tx failed, TxId exist, chainId:chain1, txId:1");
  assert.match(refusal({ ...good, txId: "a b" }) ?? "", /check tx id failed/);
  assert.match(refusal({ ...forged, txType: TxType.QUERY_CONTRACT }) ?? "", /verify tx authentation failed/);
  assert.equal(refusal({ ...good, txId: "3", txType: TxType.QUERY_CONTRACT }), undefined);
});
