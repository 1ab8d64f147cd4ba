import type { z } from "zod";
import {
  type AnswerOf,
  basePath,
  type EndpointName,
  endpoints,
  type Endpoint,
  type Endpoints,
} from "../api/endpoints.ts";
import { problem as problemSchema } from "../api/problem.ts";

type Input<Of, Key extends string> =
  Of extends Readonly<Record<Key, infer Schema extends z.ZodType>> ? z.input<Schema> : undefined;

/** What a call of the service takes. */
export interface AskOptions<Name extends EndpointName> {
  readonly params?: Input<Endpoints[Name], "params">;
  readonly query?: Input<Endpoints[Name], "query">;
  readonly body?: Input<Endpoints[Name], "body">;
  readonly token?: string | undefined;
  readonly signal?: AbortSignal;
}

export type Problem = z.infer<typeof problemSchema>;

/** A refusal of the service, of the contract or of the node behind it. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.name = "Refusal";
    this.problem = problem;
  }
}

/** Calls the service. Errors: `Refusal`, also when the service cannot be reached. */
export async function ask<Name extends EndpointName>(
  name: Name,
  options: AskOptions<Name> = {},
): Promise<AnswerOf<Name>> {
  const response = await call(name, options);
  return (await response.json().catch(() => {
    throw new Refusal(unreachable);
  })) as AnswerOf<Name>;
}

/** Calls an endpoint whose answer is a file. Errors: those of `ask`. */
export async function askFile<Name extends EndpointName>(name: Name, options: AskOptions<Name>): Promise<Blob> {
  return (await call(name, options)).blob();
}

async function call<Name extends EndpointName>(
  name: Name,
  { params, query, body, token, signal }: AskOptions<Name>,
): Promise<Response> {
  const endpoint: Endpoint = endpoints[name];
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_mark, key: string) =>
    encodeURIComponent(String((params as Record<string, unknown> | undefined)?.[key])),
  );
  const response = await fetch(`${basePath}${path}${searchOf(query)}`, {
    method: endpoint.method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    throw error instanceof DOMException ? error : new Refusal(unreachable);
  });
  if (response.ok) return response;
  const told = problemSchema.safeParse(await response.json().catch(() => undefined));
  throw new Refusal(told.success ? told.data : unreachable);
}

function searchOf(query: unknown): string {
  const given = Object.entries((query ?? {}) as Record<string, unknown>).filter(
    ([, value]) => value !== undefined && value !== "",
  );
  return given.length === 0 ? "" : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
}

const unreachable: Problem = {
  code: "DIRECTORY_PORTAL_UNREACHABLE",
  en: { message: "The service cannot be reached", advice: "Check the connection, then try again." },
  zh: { message: "无法连接服务", advice: "请检查网络连接后重试。" },
  field: "",
  detail: "",
  findings: [],
  retryable: true,
};
