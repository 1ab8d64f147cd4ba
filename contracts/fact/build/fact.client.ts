// Made by `yanta contract build` from the contract fact; do not edit.
import { invokeContract, queryContract, type CallParameters, type Client, type InvokeContractResult } from "@yanta/sdk";

export interface FactSaveParameters {
  readonly file_hash: string;
  readonly file_name: string;
  readonly time: bigint;
}

export interface FactFindByFileHashParameters {
  readonly file_hash: string;
}

/** Told to subscribers of the topic. */
export interface FactTopicVxEvent {
  readonly topic: "topic_vx";
  readonly file_hash: string;
  readonly file_name: string;
}

export type FactEvent = FactTopicVxEvent;

/** A transaction that is in a block. */
export interface FactSent<T> {
  readonly txId: string;
  readonly blockHeight: bigint;
  readonly gasUsed: bigint;
  readonly result: T;
  readonly events: readonly FactEvent[];
}

export interface FactClient {
  /** Records that a file existed. A hash can be recorded once. */
  save(parameters: FactSaveParameters): Promise<FactSent<void>>;
  /** The fact of a file. */
  find_by_file_hash(parameters: FactFindByFileHashParameters): Promise<string>;
}

/** The contract `fact` as one member sees it. Errors: those of `@yanta/sdk`. */
export function createFactClient(client: Client, contract = "fact"): FactClient {
  return {
    save: async (parameters) => toSent(await invokeContract(client, { contract, method: "save", parameters: encode({ ...parameters }) }), toNothing),
    find_by_file_hash: async (parameters) => toText((await queryContract(client, { contract, method: "find_by_file_hash", parameters: encode({ ...parameters }) })).result),
  };
}

type Value = string | boolean | number | bigint | Uint8Array | readonly string[] | undefined;

/** Numbers in decimal digits, lists as JSON; what is undefined is left out. */
function encode(values: Readonly<Record<string, Value>>): CallParameters {
  const encoded: Record<string, string | Uint8Array> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value instanceof Uint8Array) encoded[name] = value;
    else if (Array.isArray(value)) encoded[name] = JSON.stringify(value);
    else if (value !== undefined) encoded[name] = String(value);
  }
  return encoded;
}

const toNothing = (): void => undefined;

const toText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function toSent<T>(sent: InvokeContractResult, decode: (bytes: Uint8Array) => T): FactSent<T> {
  const { txId, blockHeight, gasUsed } = sent;
  return { txId, blockHeight, gasUsed, result: decode(sent.result), events: toFactEvents(sent.events) };
}

/** The contract's own events, typed; those of others are left out. */
export function toFactEvents(
  events: readonly { readonly topic: string; readonly eventData: readonly string[] }[],
): FactEvent[] {
  return events.flatMap(({ topic, eventData: data }): FactEvent[] => {
    switch (topic) {
      case "topic_vx":
        return [{ topic, file_hash: data[0] ?? "", file_name: data[1] ?? "" }];
      default:
        return [];
    }
  });
}
