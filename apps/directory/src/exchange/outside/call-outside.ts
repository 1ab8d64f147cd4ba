import { lookup as resolve } from "node:dns";
import { request as requestHttp, type IncomingMessage, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { exchangeErrors } from "../errors.ts";
import { redirectsMax } from "./limits.ts";
import { isPublicAddress } from "./public-address.ts";

export interface OutsideCall {
  readonly url: string;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly answerBytesMax: number;
  readonly timeoutMs: number;
  /** Whether addresses inside private networks may be called: an operator says so. */
  readonly allowPrivate: boolean;
  readonly signal?: AbortSignal;
}

export interface OutsideAnswer {
  readonly status: number;
  /** Without its parameters, in small letters. */
  readonly type: string;
  readonly link: string;
  readonly body: Uint8Array;
  /** Where the answer came from, after redirects. */
  readonly url: string;
}

/**
 * Calls another system that is not trusted: only http and https, only public addresses (the one that was checked is the one that is connected to), few redirects
 * and those checked alike, an answer of limited size in limited time, never compressed. Errors: DIRECTORY_EXCHANGE_ADDRESS, DIRECTORY_EXCHANGE_UNREACHABLE,
 * DIRECTORY_EXCHANGE_ANSWER.
 */
export async function callOutside(call: OutsideCall): Promise<OutsideAnswer> {
  const timeout = AbortSignal.timeout(call.timeoutMs);
  const signal = call.signal === undefined ? timeout : AbortSignal.any([timeout, call.signal]);
  let url = call.url;
  for (let redirects = 0; redirects <= redirectsMax; redirects++) {
    const response = await send(url, { ...call, signal });
    const { statusCode = 0, headers } = response;
    const isRedirect = statusCode >= 300 && statusCode < 400 && headers.location !== undefined;
    // What is posted goes where it was meant to go, and nowhere else.
    if (!isRedirect || call.method === "POST")
      return {
        status: statusCode,
        type: (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "",
        link: [headers["link"] ?? ""].flat().join(", "),
        body: await readBody(response, url, call.answerBytesMax),
        url,
      };
    response.destroy();
    url = URL.parse(headers.location ?? "", url)?.href ?? "";
  }
  throw exchangeErrors.create("DIRECTORY_EXCHANGE_ANSWER", {
    url: call.url,
    reason: `more than ${redirectsMax} redirects`,
  });
}

function send(address: string, call: OutsideCall & { readonly signal: AbortSignal }): Promise<IncomingMessage> {
  const url = URL.parse(address);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:") || url.username !== "")
    throw exchangeErrors.create("DIRECTORY_EXCHANGE_ADDRESS", { url: address, reason: "http or https without a user" });
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(host) !== 0 && !call.allowPrivate && !isPublicAddress(host)) throw refuseInner(address);
  const options: RequestOptions = {
    method: call.method ?? "GET",
    headers: { "accept-encoding": "identity", ...call.headers, ...lengthOf(call.body) },
    signal: call.signal,
    agent: false,
    lookup: call.allowPrivate ? resolve : lookupPublic(address),
  };
  return new Promise((done, fail) => {
    const request = (url.protocol === "https:" ? requestHttps : requestHttp)(url, options, done);
    request.on("error", (error) => fail(isOurs(error) ? error : unreachable(address, error)));
    request.end(call.body);
  });
}

function lengthOf(body: Uint8Array | undefined): Record<string, string> {
  return body === undefined ? {} : { "content-length": String(body.length) };
}

/** Looks a name up for the connection itself, so that the address that is checked is the one that is called. */
function lookupPublic(url: string): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, "");
      const inside = addresses.some(({ address }) => !isPublicAddress(address));
      const [first] = addresses;
      if (inside || first === undefined) return callback(refuseInner(url), "");
      if (options.all === true) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

async function readBody(response: IncomingMessage, url: string, bytesMax: number): Promise<Uint8Array> {
  const encoding = response.headers["content-encoding"] ?? "identity";
  const refuse = (reason: string): Error => {
    response.destroy();
    return exchangeErrors.create("DIRECTORY_EXCHANGE_ANSWER", { url, reason });
  };
  if (encoding !== "identity") throw refuse(`encoded as ${encoding.slice(0, 40)}`);
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of response as AsyncIterable<Uint8Array>) {
      size += piece.length;
      if (size > bytesMax) throw refuse(`larger than ${bytesMax} bytes`);
      pieces.push(piece);
    }
  } catch (error) {
    throw isOurs(error) ? error : unreachable(url, error);
  }
  return Buffer.concat(pieces);
}

function isOurs(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("DIRECTORY_EXCHANGE_");
}

function refuseInner(url: string): Error {
  return exchangeErrors.create("DIRECTORY_EXCHANGE_ADDRESS", { url, reason: "not an address of the public Internet" });
}

function unreachable(url: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return exchangeErrors.create("DIRECTORY_EXCHANGE_UNREACHABLE", { url, reason }, error);
}
