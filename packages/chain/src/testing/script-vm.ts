import { create } from "@bufbuild/protobuf";
import { bytesToUtf8, emptyBytes, textToBinaryString, utf8ToBytes } from "@yanta/bytes";
import { type ContractEvent, ContractEventSchema, RuntimeType, TxStatusCode } from "@yanta/protocol";
import type { CallOutcome, TxContext, Vm, VmCall } from "@yanta/vm";

/** Gas of every call. */
const gasPerCall = 7n;

type Script = (call: VmCall, context: TxContext) => Partial<CallOutcome>;

/**
 * A runtime for tests whose contracts all have the same methods: `gas-limit`, `put`, `get`, `put-get`, `bump`, `list`, `history`, `emit`,
 * `call`, `fail`, `crash`. It stands in for WASMER, so that chain tests need no module.
 */
export function createScriptVm(): Vm {
  return {
    runtimeTypes: [RuntimeType.WASMER],
    invoke(call, context) {
      const script = scripts[call.method];
      if (script === undefined) return outcomeOf({ code: 1, message: `no method ${call.method}` });
      return outcomeOf(script(call, context));
    },
    close: () => undefined,
  };
}

function outcomeOf(part: Partial<CallOutcome>): CallOutcome {
  const code = part.code ?? 0;
  const status = part.status ?? (code === 0 ? TxStatusCode.SUCCESS : TxStatusCode.CONTRACT_FAIL);
  return { status, code, result: emptyBytes, message: "", gasUsed: gasPerCall, events: [], ...part };
}

const text = (call: VmCall, name: string): string => bytesToUtf8(call.parameters.get(name) ?? emptyBytes);
const key = (call: VmCall, name = "key"): string => textToBinaryString(text(call, name));

const scripts: Readonly<Record<string, Script>> = {
  init_contract: () => ({}),
  "gas-limit": (_call, context) => ({ result: utf8ToBytes(String(context.gasLimit)) }),
  upgrade: () => ({}),
  put: (call, context) => {
    context.put(call.contract.name, key(call), utf8ToBytes(text(call, "value")));
    return {};
  },
  "put-get": (call, context) => {
    context.put(call.contract.name, key(call), utf8ToBytes(text(call, "value")));
    return { result: context.get(call.contract.name, key(call)) ?? emptyBytes };
  },
  get: (call, context) => ({ result: context.get(call.contract.name, key(call)) ?? emptyBytes }),
  bump: (call, context) => {
    const value = Number(bytesToUtf8(context.get(call.contract.name, key(call)) ?? emptyBytes)) + 1;
    context.put(call.contract.name, key(call), utf8ToBytes(String(value)));
    return { result: utf8ToBytes(String(value)) };
  },
  list: (call, context) => {
    const cursor = context.range(call.contract.name, key(call, "start"), key(call, "limit"));
    const found: string[] = [];
    for (let row = cursor.next(); row !== undefined; row = cursor.next())
      found.push(`${row.key}=${bytesToUtf8(row.value)}`);
    context.put(call.contract.name, "listed", utf8ToBytes(found.join(",")));
    return { result: utf8ToBytes(found.join(",")) };
  },
  ranges: (call, context) => {
    for (let i = 0; i < 2000; i++) context.put(call.contract.name, `k${i}`, utf8ToBytes("v"));
    const count = Number(text(call, "count"));
    for (let i = 0; i < count; i++) context.range(call.contract.name, "a", "b");
    return {};
  },
  history: (call, context) => {
    const cursor = context.history(call.contract.name, key(call));
    const found: string[] = [];
    for (let row = cursor.next(); row !== undefined; row = cursor.next())
      found.push(`${row.height}:${bytesToUtf8(row.value)}`);
    return { result: utf8ToBytes(found.join(",")) };
  },
  emit: (call, context) => ({ events: [event(call, context)] }),
  call: (call, context) => {
    const callee = context.call({
      contract: text(call, "contract"),
      method: text(call, "method"),
      parameters: new Map(
        [...call.parameters].filter(([name]) => name === "key" || name === "value" || name === "message"),
      ),
      gasUsed: call.gasUsed,
      caller: call.contract,
    });
    const isForgiven = text(call, "forgive") === "true";
    const { events, result, message } = callee;
    return { events, result, message, code: isForgiven ? 0 : callee.code };
  },
  deepen: (call, context) => {
    const parameters = new Map(call.parameters);
    return context.call({
      contract: call.contract.name,
      method: "deepen",
      parameters,
      gasUsed: call.gasUsed,
      caller: call.contract,
    });
  },
  fail: (call, context) => {
    context.get(call.contract.name, "seen");
    context.put(call.contract.name, key(call), utf8ToBytes("must not stay"));
    return { code: 1, message: text(call, "message") };
  },
  "fail-twice": (call) => ({ code: 1, message: text(call, "message").repeat(2) }),
  crash: () => {
    throw new TypeError("a fault of the node");
  },
};

function event(call: VmCall, context: TxContext): ContractEvent {
  return create(ContractEventSchema, {
    topic: text(call, "topic"),
    txId: context.tx.txId,
    contractName: call.contract.name,
    contractVersion: call.contract.version,
    eventData: [text(call, "data")],
  });
}
