import assert from "node:assert/strict";
import { test } from "node:test";
import { isChainId, isContractName, isContractVersion, isEvmAddress } from "./names.ts";

test("lengths and characters of names", () => {
  assert.ok(isChainId("c".repeat(30)) && !isChainId("c".repeat(31)) && !isChainId("c-1") && !isChainId("c\n"));
  assert.ok(isContractName("n".repeat(128)) && !isContractName("n".repeat(129)) && !isContractName("a.b"));
  assert.ok(isContractVersion("1.0.0-rc_1") && isContractVersion("v".repeat(64)));
  assert.ok(!isContractVersion("") && !isContractVersion("v".repeat(65)) && !isContractVersion("1 0"));
  assert.ok(
    isEvmAddress(`0x${"aF".repeat(20)}`) && !isEvmAddress("a".repeat(39)) && !isEvmAddress(`0X${"a".repeat(40)}`),
  );
});
