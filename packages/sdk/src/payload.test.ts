import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { TxType } from "@yanta/protocol";
import { createPayload, payloadToBytes } from "./payload.ts";
import { fakeClient } from "./testing/fake-client.ts";

const client = fakeClient();

test("with a fixed clock and randomness a payload has these bytes", () => {
  const payload = createPayload(client, {
    txType: TxType.INVOKE_CONTRACT,
    contract: "fact",
    method: "save",
    parameters: { b: "文", a: Uint8Array.of(0, 255) },
  });
  const nanos = (1_700_000_000_123n * 1_000_000n).toString(16).padStart(16, "0");
  assert.equal(payload.txId, `${nanos}ca000102030405060708090a0b0c4d0e8f10111213141516`);
  const text = (value: string): string => bytesToHex(utf8ToBytes(value));
  assert.equal(
    bytesToHex(payloadToBytes(payload)),
    [
      `0a06${text("chain1")}`,
      `1a40${text(payload.txId)}`,
      "2080e2cfaa06", // timestamp 1700000000, whole seconds
      `3204${text("fact")}`,
      `3a04${text("save")}`,
      "42080a01621203e69687", // in the order given
      "42070a0161120200ff",
    ].join(""),
  );
});

test("id, sequence and gas limit are taken as given", () => {
  const payload = createPayload(client, {
    txType: TxType.QUERY_CONTRACT,
    contract: "c",
    method: "m",
    txId: "mine",
    sequence: 5n,
    gasLimit: 7n,
  });
  assert.deepEqual([payload.txId, payload.sequence, payload.limit?.gasLimit], ["mine", 5n, 7n]);
  assert.match(bytesToHex(payloadToBytes(payload)), /480552020807$/);
  assert.equal(createPayload(client, { txType: TxType.ARCHIVE, contract: "c", method: "m" }).limit, undefined);
});
