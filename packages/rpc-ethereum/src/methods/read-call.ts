import { bytesToHex } from "@yanta/bytes";
import { type EthereumMessage, ethereumNonce } from "@yanta/chain";
import { transactionBytesMax } from "@yanta/ethereum";
import { readAddress, readData, readObject, readQuantity } from "../json-rpc/read-params.ts";
import { invalidParams, serverError } from "../json-rpc/rpc-error.ts";
import type { RpcContext } from "./rpc-context.ts";

/** A call object as eth_call takes it. Its nonce is the sender's next one, which decides where a creation puts its contract. */
export function readMessage(
  value: unknown,
  { chain }: RpcContext,
  {
    height,
    nonces,
  }: { readonly height: bigint | undefined; readonly nonces?: ReadonlyMap<string, bigint> | undefined },
): EthereumMessage {
  const call = readObject(value, "call");
  const from = call["from"] === undefined || call["from"] === null ? "0".repeat(40) : readAddress(call["from"], "from");
  const to = call["to"] === undefined || call["to"] === null ? undefined : readAddress(call["to"], "to");
  const data = readCallData(call);
  if (data.length > transactionBytesMax) throw invalidParams("oversized data");
  const amount = call["value"];
  if (amount !== undefined && amount !== null && readQuantity(amount, "value") !== 0n)
    throw serverError("insufficient funds for transfer: this chain transfers no value");
  const nonce = nonces?.get(from) ?? ethereumNonce(chain.ledger, from, height);
  return { from, to, data, nonce };
}

function readCallData({ input, data }: Readonly<Record<string, unknown>>): Uint8Array {
  const given = [input, data]
    .filter((each) => each !== undefined && each !== null)
    .map((each) => readData(each, "data"));
  const [first, second] = given;
  if (first !== undefined && second !== undefined && bytesToHex(first) !== bytesToHex(second))
    throw invalidParams(
      'both "data" and "input" are set and not equal. Please use "input" to pass transaction call data',
    );
  return first ?? new Uint8Array(0);
}
