import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { create, toBinary } from "@bufbuild/protobuf";
import { ContractSchema, ContractStatus } from "@yanta/protocol";
import { commandsToTry } from "./commands-to-try.ts";

const sample = Uint8Array.of(0, 97, 115, 109);

interface Installed {
  readonly status?: ContractStatus;
  readonly bytecode?: Uint8Array;
}

function commands(t: TestContext, contracts: Readonly<Record<string, Installed>>, flags = ""): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "yanta-try-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const contractFile = join(folder, "sample.wasm");
  writeFileSync(contractFile, sample);
  const state = new Map<string, Uint8Array>();
  for (const [name, { status = ContractStatus.NORMAL, bytecode = sample }] of Object.entries(contracts)) {
    state.set(`Contract:${name}`, toBinary(ContractSchema, create(ContractSchema, { name, status })));
    state.set(`ContractByteCode:${name}`, bytecode);
  }
  const ledger = {
    getState: (contract: string, key: string) => (contract === "CONTRACT_MANAGE" ? state.get(key) : undefined),
  };
  return commandsToTry({ ledger, contractFile, contractPath: "sample.wasm", yanta: "yanta", flags });
}

test("a fresh chain: install, invoke, query", (t) => {
  assert.deepEqual(commands(t, {}, " --sdk-config x.yml"), [
    "yanta contract create fact sample.wasm --sdk-config x.yml",
    "yanta contract invoke fact save file_hash=h1 file_name=hello time=1 --sdk-config x.yml",
    "yanta contract query fact find_by_file_hash file_hash=h1 --sdk-config x.yml",
  ]);
});

test("a chain that has the sample does not install it again", (t) => {
  const [first, second] = commands(t, { fact: {} });
  assert.equal(first, "yanta contract list");
  assert.match(second ?? "", /invoke fact save/);
});

test("a name that is taken by something else, or does not run any more, is left alone", (t) => {
  const frozen = commands(t, { fact: { status: ContractStatus.FROZEN }, fact2: { bytecode: Uint8Array.of(1) } });
  assert.equal(frozen[0], "yanta contract create fact3 sample.wasm");
  const second = commands(t, { fact: { status: ContractStatus.REVOKED }, fact2: {} });
  assert.deepEqual(
    [second[0], second[2]],
    ["yanta contract list", "yanta contract query fact2 find_by_file_hash file_hash=h1"],
  );
});
