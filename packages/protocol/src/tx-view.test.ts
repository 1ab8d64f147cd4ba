import assert from "node:assert/strict";
import { test } from "node:test";
import { create, equals } from "@bufbuild/protobuf";
import { bytesToHex, concatBytes, hexToBytes } from "@yanta/bytes";
import fc from "fast-check";
import { encodeMessage } from "./encode-message.ts";
import { PayloadSchema, TxRequestSchema } from "./gen/common/request_pb.js";
import { ResultSchema } from "./gen/common/result_pb.js";
import { TransactionSchema } from "./gen/common/transaction_pb.js";
import { resultArbitrary, transactionArbitrary, txRequestArbitrary } from "./testing/arbitraries.ts";
import { createTxView, createTxViewFromTransaction, splitTransaction } from "./tx-view.ts";

test("a request's view holds its parts and splices the transaction", () => {
  fc.assert(
    fc.property(txRequestArbitrary, resultArbitrary, (request, result) => {
      const bytes = encodeMessage(TxRequestSchema, request);
      const view = createTxView(bytes);
      assert.equal(view.toRequestBytes(), bytes);
      assert.equal(view.hasPayload, request.payload !== undefined);
      assert.equal(view.txId, request.payload?.txId ?? "");
      assert.ok(equals(PayloadSchema, view.payload, request.payload ?? create(PayloadSchema)));
      assert.deepEqual(view.payloadBytes, encodeMessage(PayloadSchema, view.payload));
      const rebuilt = create(TxRequestSchema, {
        ...(view.hasPayload && { payload: view.payload }),
        ...(view.sender && { sender: view.sender }),
        endorsers: [...view.endorsers],
        ...(view.payer && { payer: view.payer }),
      });
      assert.ok(equals(TxRequestSchema, rebuilt, request));
      const { $typeName: _name, ...parts } = request;
      const transaction = create(TransactionSchema, { ...parts, result });
      assert.deepEqual(
        view.toTransactionBytes(encodeMessage(ResultSchema, result)),
        encodeMessage(TransactionSchema, transaction),
      );
    }),
    { seed: 6, numRuns: 200 },
  );
});

test("a transaction's view gives back the request and the result", () => {
  fc.assert(
    fc.property(transactionArbitrary, (transaction) => {
      const bytes = encodeMessage(TransactionSchema, transaction);
      const split = splitTransaction(bytes);
      const { $typeName: _name, result, ...parts } = transaction;
      assert.deepEqual(split.tx.toRequestBytes(), encodeMessage(TxRequestSchema, create(TxRequestSchema, parts)));
      assert.deepEqual(split.resultBytes, result && encodeMessage(ResultSchema, result));
      if (split.resultBytes !== undefined) assert.deepEqual(split.tx.toTransactionBytes(split.resultBytes), bytes);
      assert.deepEqual(createTxViewFromTransaction(bytes).payloadBytes, split.tx.payloadBytes);
    }),
    { seed: 7, numRuns: 200 },
  );
});

test("a request in another order gives the canonical bytes", () => {
  const payload = hexToBytes("0a03616263520022") ?? assert.fail();
  assert.equal(payload.length, 8);
  const fields = {
    payload: Uint8Array.of(0x0a, 7, ...payload.subarray(0, 7)),
    sender: hexToBytes("12051203616263") ?? assert.fail(),
    payer: hexToBytes("2200") ?? assert.fail(),
  };
  const view = createTxView(concatBytes(fields.payer, fields.sender, fields.payload));
  assert.equal(bytesToHex(view.toRequestBytes()), bytesToHex(concatBytes(fields.payload, fields.sender, fields.payer)));
  assert.equal(bytesToHex(view.payloadBytes), "0a036162635200");
});

test("malformed requests are refused with a code", () => {
  assert.throws(() => createTxView(Uint8Array.of(0x0a, 5, 1)), { code: "PROTOCOL_BYTES_MALFORMED" });
  assert.throws(() => createTxView(Uint8Array.of(0x08, 5)), { code: "PROTOCOL_BYTES_MALFORMED" });
  const flood = new Uint8Array(400_000);
  for (let i = 0; i < flood.length; i += 2) flood[i] = 0x1a;
  assert.throws(() => createTxView(flood), { code: "PROTOCOL_FIELDS_TOO_MANY" });
});
