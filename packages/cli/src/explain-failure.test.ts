import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex, utf8ToBytes } from "@yanta/bytes";
import { explainFailure } from "./explain-failure.ts";

const meaning = (message: string): string | undefined => explainFailure(message)?.en;
const word = (n: number): string => n.toString(16).padStart(64, "0");
const tooBig = `08c379a0${word(32)}${word(7)}${bytesToHex(utf8ToBytes("too big")).padEnd(64, "0")}`;

test("says what the EVM's data means, also when a caller passed it on", () => {
  const evm = "failed to execute evm contract, ";
  assert.equal(meaning(evm + tooBig), "it reverted: too big");
  assert.equal(meaning(evm + bytesToHex(utf8ToBytes(evm + tooBig))), "it reverted: too big");
  assert.equal(meaning(`${evm}4e487b71${word(0x12)}`), "it reverted: division or modulo by zero");
  assert.equal(meaning(`${evm}63a2a81f${word(3)}`), "it reverted with the custom error 0x63a2a81f");
  assert.equal(meaning(evm), "it reverted without saying why");
  assert.match(meaning(`${evm}out of gas`) ?? "", /all the gas/);
  assert.equal(
    meaning(`error message: [call contract] execute error code: CONTRACT_FAIL, msg: ${evm}${tooBig}`),
    "it reverted: too big",
  );
});

test("says what words of the runtimes mean and leaves those of contracts alone", () => {
  const missing = "the contract has no method nope";
  assert.equal(
    meaning("contract invoke failed, find method [nope] failed, err = Export `nope` does not exist"),
    missing,
  );
  assert.equal(meaning("exported func of name nope not found"), missing);
  assert.equal(meaning("_nope not found"), missing);
  assert.match(meaning("contractName not found") ?? "", /no contract of this name/);
  const lifecycle = "contract[c], method[init_contract] is not allowed to be called, it's the retention method";
  assert.match(meaning(lifecycle) ?? "", /installed or upgraded/);
  assert.match(meaning("contract invoke failed, unreachable, tx: 1") ?? "", /stopped itself/);
  assert.match(meaning("trap error:run out of gas limit") ?? "", /all the gas/);
  assert.match(meaning('no such vm runtime "DOCKER_GO"') ?? "", /Go contracts/);
  assert.match(meaning("contract exist") ?? "", /contract upgrade/);
  assert.match(meaning("contract version exist") ?? "", /--contract-version/);
  assert.match(meaning("failed to run user contract, fact has been frozen.") ?? "", /contract unfreeze/);
  assert.match(meaning("failed to run user contract, fact has been revoked.") ?? "", /another name/);
  assert.equal(meaning("my account has been frozen."), undefined);
  assert.equal(meaning("contract message:You can't transfer to yourself"), undefined);
});
