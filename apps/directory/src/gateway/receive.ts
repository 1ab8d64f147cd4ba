import { bytesToHex } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import type { Language } from "@yanta/errors";
import type { Client } from "@yanta/sdk";
import { DirectoryView } from "./directory-view.ts";
import { gatewayErrors } from "./errors.ts";
import { receiveTimeoutMs, sourceBytesMax } from "./limits.ts";
import { signQuestion, type Wanted } from "./question.ts";

export interface ReceiveOptions {
  readonly gateway: string;
  readonly contract: string;
  readonly wanted: Wanted;
  readonly language: Language;
  /** Keeps what came, for good, before it is acknowledged on chain. */
  readonly save: (body: Uint8Array) => void;
}

export interface Received {
  readonly hash: string;
  readonly size: number;
}

/**
 * Fetches a delivery, compares it with what the provider noted on chain, saves it, and acknowledges it there. What differs is refused on chain, so that it does
 * not count. Asked again with the same delivery id, nothing counts twice. Errors: DIRECTORY_GATEWAY_*, and those of the SDK.
 */
export async function receive(client: Client, options: ReceiveOptions): Promise<Received> {
  const { contract, wanted, save } = options;
  const view = new DirectoryView(client, contract);
  const body = await fetchDelivery(options, await signQuestion(client, contract, wanted));
  const [hash, size] = [bytesToHex(hashBytes("SHA256", body)), body.length];
  const receipt = await view.receipt(wanted.delivery);
  if (receipt?.hash !== hash || receipt.size !== size || receipt.request !== wanted.request) {
    if (receipt?.state === "DELIVERED")
      await view.directory.refuseDelivery({ id: wanted.delivery, reason: "hash or size differs; 哈希或大小不符" });
    throw gatewayErrors.create("DIRECTORY_GATEWAY_DIFFERS", { delivery: wanted.delivery });
  }
  save(body);
  await view.directory.acknowledge({ id: wanted.delivery, hash, size: BigInt(size) });
  return { hash, size };
}

async function fetchDelivery({ gateway, language }: ReceiveOptions, question: Uint8Array): Promise<Uint8Array> {
  const unreachable = (reason: string, cause?: unknown): Error =>
    gatewayErrors.create("DIRECTORY_GATEWAY_UNREACHABLE", { address: gateway, reason }, cause);
  let response: Response;
  let body: Uint8Array;
  try {
    response = await fetch(new URL("/deliveries", gateway), {
      method: "POST",
      body: new Uint8Array(question),
      headers: { "content-type": "application/octet-stream", "accept-language": language },
      redirect: "error",
      signal: AbortSignal.timeout(receiveTimeoutMs),
    });
    body = await readWhole(response);
  } catch (error) {
    throw unreachable(error instanceof Error ? error.message : String(error), error);
  }
  if (response.ok) return body;
  const { code, message, advice } = readFailure(body);
  if (code === undefined) throw unreachable(`status ${response.status}`);
  throw gatewayErrors.create("DIRECTORY_GATEWAY_ANSWERED", { code, message, gatewayAdvice: advice });
}

async function readWhole(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > sourceBytesMax) throw new RangeError(`more than ${sourceBytesMax} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function readFailure(body: Uint8Array) {
  try {
    const value = JSON.parse(new TextDecoder().decode(body)) as Readonly<Record<string, unknown>>;
    const { code, message, advice } = value;
    return { code: typeof code === "string" ? code : undefined, message: String(message), advice: String(advice) };
  } catch {
    return { code: undefined, message: "", advice: "" };
  }
}
