import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RuntimeType } from "@yanta/protocol";
import { TxStatusCode } from "@yanta/protocol";
import type { Parameters, Vm } from "../interface.ts";
import { createFakeChain, createFakeTxContext, type FakeChain, installFakeContract } from "./fake-tx-context.ts";

interface ComplianceCall {
  readonly method: string;
  readonly parameters: Parameters;
}

export interface VmComplianceOptions {
  readonly createVm: () => Vm;
  readonly runtimeType: RuntimeType;
  /** A contract of this runtime, as it is installed. */
  readonly bytecode: Uint8Array;
  /** Writes state. */
  readonly write: ComplianceCall;
  /** Reads what `write` wrote and returns `result`. */
  readonly read: ComplianceCall & { readonly result: Uint8Array };
  /** Ends in a failure. */
  readonly fail: ComplianceCall;
}

/** What every contract runtime must do, whatever its contracts look like. For node:test. */
export function vmComplianceSuite(name: string, options: VmComplianceOptions): void {
  const { createVm, runtimeType, bytecode, write, read, fail } = options;

  function chainOf(vm: Vm): FakeChain {
    const chain = createFakeChain([vm]);
    installFakeContract(chain, "c", bytecode, runtimeType);
    return chain;
  }

  function run(chain: FakeChain, call: ComplianceCall, gasLimit?: bigint) {
    const context = createFakeTxContext({ chain, ...(gasLimit === undefined ? {} : { gasLimit }) });
    const outcome = context.run("c", call.method, call.parameters);
    return { context, outcome };
  }

  describe(`Vm: ${name}`, () => {
    it("says what it runs", () => {
      const vm = createVm();
      assert.ok(vm.runtimeTypes.includes(runtimeType));
      vm.close();
    });

    it("writes through the transaction, and reads it back", () => {
      const chain = chainOf(createVm());
      const { context, outcome } = run(chain, write);
      assert.deepEqual([outcome.status, outcome.code, outcome.message], [TxStatusCode.SUCCESS, 0, ""]);
      assert.ok(outcome.gasUsed > 0n);
      const written = [...context.writes.keys()];
      assert.ok(written.length > 0 && written.every((key) => key.startsWith("c#")), written.join());
      context.commit();
      const second = run(chain, read);
      assert.deepEqual(
        [second.outcome.status, second.outcome.result, second.context.writes.size],
        [TxStatusCode.SUCCESS, read.result, 0],
      );
      assert.ok(second.context.reads.size > 0);
    });

    it("gives the same outcome again, and in another runtime of the kind", () => {
      const outcomes = [createVm(), createVm()].flatMap((vm) => {
        const chain = chainOf(vm);
        return [write, fail, write, fail, write].map((call) => run(chain, call).outcome);
      });
      const [written, failed] = outcomes;
      for (const [i, outcome] of outcomes.entries()) assert.deepEqual(outcome, (i % 5) % 2 === 0 ? written : failed);
    });

    it("reports failure as an outcome", () => {
      const { outcome } = run(chainOf(createVm()), fail);
      assert.deepEqual([outcome.status, outcome.code], [TxStatusCode.CONTRACT_FAIL, 1]);
      assert.notEqual(outcome.message, "");
    });

    it("stops where the gas ends", () => {
      const chain = chainOf(createVm());
      const needed = run(chain, write).outcome.gasUsed;
      for (const limit of [0n, 1n, needed / 2n]) {
        const { outcome } = run(chain, write, limit);
        assert.deepEqual([outcome.status, outcome.code, outcome.events.length], [TxStatusCode.CONTRACT_FAIL, 1, 0]);
        assert.ok(outcome.gasUsed <= limit);
      }
      assert.equal(run(chain, write).outcome.status, TxStatusCode.SUCCESS);
    });

    it("refuses what is no contract, and stays usable", () => {
      const chain = chainOf(createVm());
      installFakeContract(chain, "bad", Uint8Array.of(1, 2, 3), runtimeType);
      const outcome = createFakeTxContext({ chain }).run("bad", write.method, write.parameters);
      assert.notEqual(outcome.status, TxStatusCode.SUCCESS);
      assert.equal(outcome.code, 1);
      assert.equal(run(chain, write).outcome.status, TxStatusCode.SUCCESS);
    });

    it("leaves the caller's bytes alone", () => {
      const code = bytecode.slice();
      const parameters = new Map([...write.parameters].map(([key, value]) => [key, value.slice()]));
      const chain = createFakeChain([createVm()]);
      installFakeContract(chain, "c", code, runtimeType);
      createFakeTxContext({ chain }).run("c", write.method, parameters);
      assert.deepEqual(code, bytecode);
      assert.deepEqual(parameters, new Map(write.parameters));
    });
  });
}
