import { readFileSync } from "node:fs";
import { bytesToBase64, bytesToUtf8 } from "@yanta/bytes";
import { TxType } from "@yanta/protocol";
import { createPayload, payloadToBytes, sendAndWait } from "@yanta/sdk";
import type { Prepare, Submitted } from "../../api/transaction.ts";
import type { Handler, ServiceParts } from "../context.ts";
import { serviceErrors } from "../errors.ts";
import { indexWaitMs, payloadSeconds, submitTimeoutMs } from "../limits.ts";
import type { Standing } from "../standing.ts";
import { readRequest } from "./read-request.ts";

interface AbiMethod {
  readonly name: string;
  readonly kind: "invoke" | "query";
  readonly parameters: readonly { readonly name: string; readonly type: string; readonly optional?: boolean }[];
}

const abi = JSON.parse(readFileSync(new URL(import.meta.resolve("@yanta/directory-contract/abi.json")), "utf8")) as {
  readonly methods: readonly AbiMethod[];
};

/** Methods that members send. */
const methods = new Map(
  abi.methods
    .filter(({ kind, name }) => kind === "invoke" && name !== "init_contract")
    .map((method) => [method.name, method]),
);

/** A payload of a method with these parameters. Whether it may be done, the contract says when it is sent. */
export const prepare: Handler<"prepare"> = async ({ parts, body }) => {
  const { client, contractName: contract, nowSeconds } = parts;
  const method = methods.get(body.method);
  if (method === undefined) throw input("method", "no method of the contract that a member sends");
  const parameters = encodeParameters(method, body.parameters);
  const payload = createPayload(client, { txType: TxType.INVOKE_CONTRACT, contract, method: method.name, parameters });
  return {
    txId: payload.txId,
    payload: bytesToBase64(payloadToBytes(payload)),
    chainId: client.chainId,
    contract,
    expiresAt: nowSeconds() + payloadSeconds,
  };
};

function encodeParameters(method: AbiMethod, given: Prepare["parameters"]): Record<string, string> {
  const known = new Set(method.parameters.map(({ name }) => name));
  const unknown = Object.keys(given).find((name) => !known.has(name));
  if (unknown !== undefined) throw input(`parameters.${unknown}`, `not a parameter of ${method.name}`);
  const encoded: Record<string, string> = {};
  for (const { name, type, optional } of method.parameters) {
    const value = given[name];
    if (value === undefined) {
      if (optional !== true) throw input(`parameters.${name}`, "missing");
      continue;
    }
    if (!isOfType(value, type)) throw input(`parameters.${name}`, `not of type ${type}`);
    encoded[name] = typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  return encoded;
}

/** Whole numbers also come as decimal texts. */
function isOfType(value: Prepare["parameters"][string], type: string): boolean {
  if (type === "string[]") return Array.isArray(value);
  if (type === "bool") return typeof value === "boolean";
  if (type === "int")
    return typeof value === "number" ? Number.isSafeInteger(value) : /^-?\d{1,19}$/.test(String(value));
  return typeof value === "string";
}

function input(field: string, reason: string): Error {
  return serviceErrors.create("DIRECTORY_SERVICE_INPUT", { field, reason });
}

/** Passes on what the member signed, waits for its block, and then for the index. */
export const submit: Handler<"submit"> = ({ parts, standing, body }) => sendSigned(parts, standing, body.request);

/** Sends a base64 TxRequest of the member who asks. Errors: DIRECTORY_SERVICE_REQUEST, DIRECTORY_SERVICE_SIGNER, those of contract and node. */
export async function sendSigned(parts: ServiceParts, standing: Standing, base64: string): Promise<Submitted> {
  const { client, contractName, follower } = parts;
  const request = readRequest(base64);
  const { payload, uid } = request;
  const isOurs = payload.txType === TxType.INVOKE_CONTRACT && payload.contractName === contractName;
  if (!isOurs || !methods.has(payload.method))
    throw serviceErrors.create("DIRECTORY_SERVICE_REQUEST", { reason: `${payload.contractName}.${payload.method}` });
  if (uid !== standing.member.uid)
    throw serviceErrors.create("DIRECTORY_SERVICE_SIGNER", { what: { en: "is logged in", zh: "登录" } });
  const { txId, blockHeight, result } = await sendAndWait(client, request, { timeoutMs: submitTimeoutMs });
  const isIndexed = await follower.waitFor(blockHeight, indexWaitMs);
  return { txId, height: Number(blockHeight), result: bytesToUtf8(result), isIndexed };
}
