import { emptyBytes } from "@yanta/bytes";
import type {
  CallResult,
  CallTrace,
  EventView,
  SendOutcome,
  SolidityContract,
  TraceStep,
  TransactionView,
} from "@yanta/playground";
import { type ChainConfig, ChainConfigSchema, decodeMessage } from "@yanta/protocol";
import { bytesToText, isSuccess, signerToText } from "../lab/lab-transaction.ts";
import { commandLinesMax } from "../limits.ts";
import type { ConsoleState } from "./console-state.ts";
import {
  showSolidityEvent,
  showSolidityFailure,
  showSolidityResult,
  toSolidityCall,
  toSolidityConstructor,
} from "./solidity-words.ts";
import { toTypedValues } from "./typed-values.ts";
import { type Command, commandForms, parseCommand, type TypedCall, type TypedInstall } from "./parse-command.ts";

/** Most characters of one value that are printed. */
const valueLengthMax = 2000;
/** Levels of calls and steps in a printed trace. */
const traceDepthMax = 8;

/**
 * Runs a command and returns what it prints: words of English that are the same in every language of the page.
 *
 * Errors: ACADEMY_COMMAND_INVALID, ACADEMY_CONTRACT_UNKNOWN, ACADEMY_SOURCE_BROKEN, those of the playground.
 */
export async function runCommand(state: ConsoleState, text: string): Promise<readonly string[]> {
  const lines = await run(state, parseCommand(text));
  if (lines.length <= commandLinesMax) return lines;
  return [...lines.slice(0, commandLinesMax), `... ${lines.length - commandLinesMax} more lines`];
}

async function run(state: ConsoleState, command: Command): Promise<readonly string[]> {
  const { playground } = state;
  switch (command.kind) {
    case "help":
      return commandForms;
    case "members":
      return playground.info.members.map(
        ({ name, orgId, address }) => `${signerToText({ orgId, commonName: name })} ${address}`,
      );
    case "tip":
    case "verify": {
      const { height, hash } = await (command.kind === "tip" ? playground.getTip() : playground.verify());
      return [`${command.kind === "tip" ? "" : "verified "}height=${height} hash=${hash}`];
    }
    case "block":
      return showBlock(state, command.height);
    case "tx":
      return showTransaction(state, command.txId);
    case "trace":
      return showTrace(state, command.txId);
    case "state": {
      const rows = await playground.listState({ contract: command.contract, prefix: command.prefix });
      return rows.length === 0
        ? ["nothing"]
        : rows.map(({ key, value }) => `${key} = ${withoutCertificates(show(value))}`);
    }
    case "contracts":
      return showContracts(state);
    case "config":
      return showConfig(await readConfig(state));
    case "send":
      return send(state, command);
    case "query":
      return query(state, command);
    case "install":
    case "upgrade":
      return install(state, command);
    case "snapshot": {
      const { id, height } = await playground.snapshot();
      state.snapshots.push(id);
      return [`snapshot ${state.snapshots.length} at height=${height}`];
    }
    case "revert": {
      const id = state.snapshots[command.snapshot - 1];
      if (id === undefined) return [`there is no snapshot ${command.snapshot}`];
      const { height } = await playground.revert(id);
      return [`height=${height}`];
    }
    case "mine": {
      const { height } = await playground.mine();
      return [`height=${height}`];
    }
    case "time": {
      const { now } = await (command.seconds === 0n ? playground.time() : playground.increaseTime(command.seconds));
      return [`time=${now}`];
    }
  }
}

async function send(state: ConsoleState, call: TypedCall): Promise<readonly string[]> {
  const solidity = await findSolidity(state, call.contract);
  const request = { ...(await toRequest(state, call, solidity)), endorsers: call.endorsers };
  return showOutcome(state, await state.playground.send(request), solidity);
}

async function query(state: ConsoleState, call: TypedCall): Promise<readonly string[]> {
  const solidity = await findSolidity(state, call.contract);
  const answer = await state.playground.query(await toRequest(state, call, solidity));
  if (!isSuccess(answer)) return [`failed code=${answer.code}`, ...showMessage(answer, solidity)];
  return solidity === undefined
    ? [`result ${show(answer.result)}`]
    : showSolidityResult(solidity, call.method, answer.result);
}

async function toRequest(
  { playground }: ConsoleState,
  { contract, method, parameters, sender, sequence }: TypedCall,
  solidity: SolidityContract | undefined,
): Promise<Parameters<ConsoleState["playground"]["send"]>[0]> {
  const call =
    solidity === undefined
      ? { method, parameters: await toTypedValues(playground, parameters) }
      : toSolidityCall(solidity, method, parameters);
  return { contract, ...call, ...(sender && { sender }), ...(sequence !== undefined && { sequence }) };
}

/** The interface of an installed contract in Solidity; undefined for all others. */
async function findSolidity(state: ConsoleState, name: string): Promise<SolidityContract | undefined> {
  const known = state.solidity.get(name);
  if (known !== undefined || !state.hasSolidity(name)) return known;
  const found = await state.readContract(name);
  if (found.kind !== "solidity") return undefined;
  state.solidity.set(name, found.contract);
  return found.contract;
}

async function install(
  state: ConsoleState,
  { kind, name, version, source, parameters }: TypedInstall & { readonly kind: "install" | "upgrade" },
): Promise<readonly string[]> {
  const found = await state.readContract(source);
  if (found.kind === "wasm") {
    const request = { name, version, runtime: "WASMER", bytecode: found.bytecode, parameters };
    return showOutcome(state, await state.playground[kind](request));
  }
  const { contract } = found;
  const data = toSolidityConstructor(contract, parameters);
  const request = { name, version, runtime: "EVM", bytecode: contract.bytecode, parameters: data };
  state.solidity.set(name, contract);
  return showOutcome(state, await state.playground[kind](request), contract);
}

async function showBlock({ playground }: ConsoleState, height: bigint): Promise<readonly string[]> {
  const block = await playground.getBlock(height);
  if (block === undefined) return [`there is no block ${height}`];
  return [
    `block=${block.height} transactions=${block.txs.length} time=${block.timestamp}`,
    `hash=${block.hash}`,
    `previous=${block.previousHash === "" ? "none" : block.previousHash}`,
    ...block.txs.map((tx) => `${describe(tx)} ${tx.contract} ${tx.method} tx=${tx.txId}`),
  ];
}

async function showTransaction(state: ConsoleState, txId: string): Promise<readonly string[]> {
  const tx = await state.playground.getTransaction(resolveId(state, txId));
  if (tx === undefined) return [`there is no transaction ${txId}`];
  return [
    `${describe(tx)} ${tx.contract} ${tx.method} from=${tx.senderOrgId} gas=${tx.gasUsed}`,
    `tx=${tx.txId}`,
    ...showResult(withoutRecords(tx), await findSolidity(state, tx.contract)),
  ];
}

async function showTrace(state: ConsoleState, txId: string): Promise<readonly string[]> {
  const trace = await state.playground.trace({ txId: resolveId(state, txId) });
  if (trace.kind === "unknown") return [trace.reason];
  return trace.call === undefined ? ["no contract ran"] : showCall(trace.call, 0);
}

function showCall(call: CallTrace, depth: number): readonly string[] {
  const indent = "  ".repeat(depth);
  const head = `${indent}call ${call.contract} ${call.method} code=${call.code} gas=${call.gasUsed}`;
  return depth >= traceDepthMax ? [head] : [head, ...call.steps.flatMap((step) => showStep(step, depth + 1))];
}

function showStep(step: TraceStep, depth: number): readonly string[] {
  const indent = "  ".repeat(depth);
  switch (step.kind) {
    case "call":
      return showCall(step, depth);
    case "host-call":
      return step.steps.flatMap((inner) => showStep(inner, depth));
    case "read":
    case "write": {
      // The address format, which contracts read again and again.
      if (step.contract === "CHAIN_CONFIG") return [];
      const value = step.value === undefined ? "nothing" : show(step.value);
      return [`${indent}${step.kind} ${step.contract} ${step.key} ${value}`];
    }
    case "log":
      return [`${indent}log ${step.text}`];
    case "range":
    case "history":
    case "instruction":
      return [];
  }
}

const contractStatus = ["normal", "frozen", "revoked"];

async function showContracts({ playground }: ConsoleState): Promise<readonly string[]> {
  const answer = await playground.query({ contract: "CONTRACT_MANAGE", method: "GET_CONTRACT_LIST" });
  const list = JSON.parse(bytesToText(answer.result)) as readonly {
    readonly name: string;
    readonly version: string;
    readonly status?: number;
  }[];
  const own = list.filter(({ name }) => !/^[A-Z_0-9]+$/.test(name));
  if (own.length === 0) return ["nothing"];
  return own.map(({ name, version, status = 0 }) => `${name} version=${version} ${contractStatus[status] ?? status}`);
}

async function readConfig({ playground }: ConsoleState): Promise<ChainConfig> {
  const { result } = await playground.query({ contract: "CHAIN_CONFIG", method: "GET_CHAIN_CONFIG" });
  return decodeMessage(ChainConfigSchema, result);
}

function showConfig(config: ChainConfig): readonly string[] {
  const { block, consensus } = config;
  return [
    `chain=${config.chainId} sequence=${config.sequence} hash=${config.crypto?.hash ?? ""}`,
    `block_tx_capacity=${block?.blockTxCapacity ?? 0} block_interval=${block?.blockInterval ?? 0} tx_timeout=${block?.txTimeout ?? 0}`,
    ...config.trustRoots.map(({ orgId, root }) => `organization ${orgId} roots=${root.length}`),
    ...(consensus?.nodes ?? []).map(({ orgId, nodeId }) => `consensus ${orgId} nodes=${nodeId.length}`),
    ...config.resourcePolicies.map(
      ({ resourceName, policy }) =>
        `policy ${resourceName} ${policy?.rule ?? ""} roles=${policy?.roleList.join() ?? ""} orgs=${policy?.orgList.join() ?? ""}`,
    ),
  ];
}

function resolveId(state: ConsoleState, txId: string): string {
  return txId === "last" ? (state.lastTxId ?? txId) : txId;
}

function showOutcome(state: ConsoleState, outcome: SendOutcome, solidity?: SolidityContract): readonly string[] {
  state.lastTxId = outcome.txId;
  switch (outcome.kind) {
    case "committed":
      return [describe(outcome), ...showResult(withoutRecords(outcome), solidity)];
    case "refused":
      return [`refused code=${outcome.code} ${withoutCertificates(outcome.message)}`];
    case "waiting":
      return ["waiting for a block"];
  }
}

/** A contract's entry and a chain's configuration are bytes and certificates that tell a reader nothing; `contracts` and `config` show them. */
function withoutRecords(tx: TransactionView): TransactionView {
  if (!isSuccess(tx)) return tx;
  if (tx.contract === "CONTRACT_MANAGE") return { ...tx, result: emptyBytes };
  return tx.contract === "CHAIN_CONFIG" ? { ...tx, result: emptyBytes, events: [] } : tx;
}

function describe(tx: TransactionView): string {
  return isSuccess(tx) ? `ok block=${tx.height}` : `failed block=${tx.height} code=${tx.code}`;
}

function showResult(result: CallResult & Partial<TransactionView>, solidity?: SolidityContract): readonly string[] {
  if (!isSuccess(result)) return showMessage(result, solidity);
  if (solidity !== undefined && result.method !== undefined)
    return [
      // Installing is a call of CONTRACT_MANAGE, which the contract's interface does not know.
      ...(result.contract === "CONTRACT_MANAGE" ? [] : showSolidityResult(solidity, result.method, result.result)),
      ...result.events.map((event) => showSolidityEvent(solidity, event)),
    ];
  return [...(result.result.length === 0 ? [] : [`result ${show(result.result)}`]), ...result.events.map(showEvent)];
}

function showMessage(result: CallResult, solidity?: SolidityContract): readonly string[] {
  const { message, contractMessage } = result;
  const text = contractMessage === "" ? message : contractMessage;
  const said = solidity === undefined ? text : showSolidityFailure(result);
  return withoutCertificates(said)
    .split("\n")
    .map((line) => `message ${line}`);
}

/** ChainMaker's refusals hold the certificates of all who signed, and so do events of CERT_MANAGE. */
function withoutCertificates(message: string): string {
  if (!message.includes("-----BEGIN CERTIFICATE")) return message;
  return message
    .replace(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g, "<certificate>")
    .replace(/\s+/g, " ")
    .trim();
}

function showEvent({ topic, data }: EventView): string {
  return `event ${topic} ${JSON.stringify(data.map(withoutCertificates))}`;
}

/** Text as it is, anything else in hex. */
function show(bytes: Uint8Array): string {
  const text = bytesToText(bytes);
  const isText = !/[\u0000-\u0008\u000e-\u001f\u007f\ufffd]/.test(text);
  const shown = isText ? text : `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  return shown.length > valueLengthMax ? `${shown.slice(0, valueLengthMax)}...` : shown;
}
