import assert from "node:assert/strict";
import { test } from "node:test";
import { hexToBytes } from "@yanta/bytes";
import { revertData, revertReason } from "./revert-reason.ts";

const bytes = (hex: string) => hexToBytes(hex) ?? assert.fail();

test("reads reasons and panics as go-ethereum words them", () => {
  const error = `08c379a0${"20".padStart(64, "0")}${"0a".padStart(64, "0")}${"75736572206572726f72".padEnd(64, "0")}`;
  assert.equal(revertReason(bytes(error)), "user error");
  assert.equal(revertReason(bytes(`4e487b71${"1".padStart(64, "0")}`)), "assert(false)");
  assert.equal(revertReason(bytes(`4e487b71${"ff".padStart(64, "0")}`)), "unknown panic code: 0xff");
  assert.equal(revertReason(bytes(error.slice(0, 140))), undefined);
  assert.equal(revertReason(new Uint8Array(0)), undefined);
});

test("a length beyond the data is no reason", () => {
  assert.equal(revertReason(bytes(`08c379a0${"20".padStart(64, "0")}${"f".repeat(64)}${"0".repeat(64)}`)), undefined);
});

test("finds revert data only in what the EVM says", () => {
  assert.deepEqual(revertData("failed to execute evm contract, 0102"), Uint8Array.of(1, 2));
  assert.deepEqual(revertData("failed to execute evm contract, "), new Uint8Array(0));
  assert.equal(revertData("failed to execute evm contract, out of gas"), undefined);
  assert.equal(revertData("contract exist"), undefined);
});
