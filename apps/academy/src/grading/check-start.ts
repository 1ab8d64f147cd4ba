import { bytesToUtf8, equalBytes, utf8ToBytes } from "@yanta/bytes";
import type { MemberName, SignedRequestView, StateEntry } from "@yanta/playground";
import type { ReplayedChain } from "@yanta/playground/replay";
import { decodeMessage, TxRWSetSchema } from "@yanta/protocol";
import { academyErrors } from "../errors.ts";
import { type LabInstance, listStart } from "../lab/lab-instance.ts";
import type { StartStep } from "../lab/lab.ts";
import { isSuccess, signerToText } from "../lab/lab-transaction.ts";
import type { BenchTools } from "../lab/open-bench.ts";
import { readStartContract } from "../lab/start-lab.ts";

/** The contract behind a playground's `setState`. */
export const handMadeContract = "dev-controls";

const client: MemberName = { orgId: "wx-org1.chainmaker.org", name: "client1" };
const administrators = [1, 2, 3, 4].map((n) => `admin1@org${n}`);

interface ExpectedRequest {
  readonly contract: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, Uint8Array>>;
  readonly sender: string;
  readonly endorsers: readonly string[];
}

/**
 * Checks that the first blocks of a chain are the steps that the instance begins with, one block each, and returns the height of the
 * last one. Errors: ACADEMY_START_CHANGED.
 */
export async function checkStart(
  chain: ReplayedChain,
  instance: LabInstance<unknown>,
  tools: BenchTools,
): Promise<bigint> {
  const steps = listStart(instance);
  for (const [index, step] of steps.entries()) {
    const txs = chain.getBlock(BigInt(index + 1))?.txs ?? [];
    const [tx] = txs;
    const request = tx && chain.getRequest(tx.txId);
    const isSame =
      txs.length === 1 &&
      tx !== undefined &&
      isSuccess(tx) &&
      request !== undefined &&
      (await isStep(request, step, tools));
    if (!isSame) throw academyErrors.create("ACADEMY_START_CHANGED", { step: index + 1 });
  }
  return BigInt(steps.length);
}

async function isStep(request: SignedRequestView, step: StartStep, tools: BenchTools): Promise<boolean> {
  if (step.kind === "set-state") return setsRows(request, step.entries);
  const expected = await toExpected(step, tools);
  return (
    request.contract === expected.contract &&
    request.method === expected.method &&
    sameParameters(request.parameters, expected.parameters) &&
    request.sender !== undefined &&
    signerToText(request.sender) === expected.sender &&
    request.endorsers.map(signerToText).join() === expected.endorsers.join()
  );
}

async function toExpected(
  step: Exclude<StartStep, { readonly kind: "set-state" }>,
  tools: BenchTools,
): Promise<ExpectedRequest> {
  const given = Object.entries(step.parameters ?? {}).map(
    ([name, value]) => [name, typeof value === "string" ? utf8ToBytes(value) : value] as const,
  );
  if (step.kind === "send") {
    const { orgId, name } = step.sender ?? client;
    const sender = signerToText({ orgId, commonName: name });
    return {
      contract: step.contract,
      method: step.method,
      parameters: Object.fromEntries(given),
      sender,
      endorsers: [],
    };
  }
  return {
    contract: "CONTRACT_MANAGE",
    method: "INIT_CONTRACT",
    parameters: {
      ...Object.fromEntries(given),
      CONTRACT_NAME: utf8ToBytes(step.name),
      CONTRACT_VERSION: utf8ToBytes(step.version ?? "1.0"),
      CONTRACT_RUNTIME_TYPE: utf8ToBytes("WASMER"),
      CONTRACT_BYTECODE: await readStartContract(step, tools),
    },
    sender: "admin1@org1",
    endorsers: administrators,
  };
}

function sameParameters(
  found: Readonly<Record<string, Uint8Array>>,
  expected: Readonly<Record<string, Uint8Array>>,
): boolean {
  const names = Object.keys(expected);
  return (
    Object.keys(found).length === names.length &&
    names.every((name) => {
      const [one, other] = [found[name], expected[name]];
      return one !== undefined && other !== undefined && equalBytes(one, other);
    })
  );
}

function setsRows(request: SignedRequestView, entries: readonly StateEntry[]): boolean {
  const written = request.parameters["WRITES"];
  if (request.contract !== handMadeContract || written === undefined) return false;
  const rows = decodeMessage(TxRWSetSchema, written).txWrites;
  return (
    rows.length === entries.length &&
    entries.every(({ contract, key, field, value }, index) => {
      const row = rows[index];
      const bytes = typeof value === "string" ? utf8ToBytes(value) : value;
      return (
        row !== undefined &&
        row.contractName === contract &&
        bytesToUtf8(row.key) === (field === undefined ? key : `${key}#${field}`) &&
        equalBytes(row.value, bytes)
      );
    })
  );
}
