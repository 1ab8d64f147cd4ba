import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { basePath, endpoints, type Endpoint, type EndpointName } from "../api/endpoints.ts";
import { createOpenApi } from "../api/open-api.ts";
import type { Call, ServiceParts } from "./context.ts";
import { serviceErrors } from "./errors.ts";
import { handlers } from "./handlers.ts";
import { fileAnswer, type FileAnswer } from "../api/exchange.ts";
import { bodyBytesMax, importBytesMax, runningMax } from "./limits.ts";
import { problemOf, refusalOf } from "./problem-of.ts";
import { readStanding, type Standing } from "./standing.ts";

export interface ServiceOptions {
  readonly parts: ServiceParts;
  /** Told of failures that callers cannot help. */
  readonly onFailure: (error: unknown) => void;
  /** Tests have every answer compared with its schema. */
  readonly checkAnswers?: boolean;
}

/** The service as HTTP: parses calls by the schemas, finds out who asks, and turns refusals into problems. */
export function createService(options: ServiceOptions): FastifyInstance {
  const server = Fastify({ bodyLimit: bodyBytesMax, routerOptions: { maxParamLength: 200 }, requestTimeout: 30_000 });
  limitRunning(server);
  server.addContentTypeParser([...fileTypes], { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  server.setErrorHandler((error, request, reply) =>
    answerError(ofFastify(error, request.routeOptions.bodyLimit), reply, options.onFailure),
  );
  server.setNotFoundHandler((request, reply) =>
    answerError(serviceErrors.create("DIRECTORY_SERVICE_NOT_FOUND", { what: request.url }), reply, options.onFailure),
  );
  for (const name of Object.keys(endpoints) as EndpointName[]) addEndpoint(server, name, options);
  const openApi = createOpenApi();
  server.get(`${basePath}/openapi.json`, () => openApi);
  return server;
}

/** More calls at once than can be answered in time are told to come again, before any work is done for them. */
function limitRunning(server: FastifyInstance): void {
  const running = new Set<FastifyRequest>();
  server.addHook("onRequest", async (request) => {
    if (running.size >= runningMax) throw serviceErrors.create("DIRECTORY_SERVICE_BUSY");
    running.add(request);
  });
  server.addHook("onResponse", async (request) => {
    running.delete(request);
  });
  server.addHook("onRequestAbort", async (request) => {
    running.delete(request);
  });
}

/** Media types of bodies that are files. */
const fileTypes = new Set(Object.values<Endpoint>(endpoints).flatMap(({ takes = [] }) => takes));

function addEndpoint(server: FastifyInstance, name: EndpointName, { parts, checkAnswers }: ServiceOptions): void {
  const endpoint: Endpoint = endpoints[name];
  server.route({
    method: endpoint.method,
    url: basePath + endpoint.path.replaceAll(/\{(\w+)\}/g, ":$1"),
    ...(name === "submit" || name === "prepare" || endpoint.takes !== undefined ? { bodyLimit: importBytesMax } : {}),
    handler: async (request, reply) => {
      const answer = await runHandler(name, request, parts);
      if (endpoint.files !== undefined) return sendFile(reply, fileAnswer.parse(answer));
      return checkAnswers === true ? endpoint.answer.parse(answer) : answer;
    },
  });
}

/** Sends a file that must not be taken for a page. */
function sendFile(reply: FastifyReply, { type, bytes, name, headers = {} }: FileAnswer): FastifyReply {
  const saved = name === undefined ? "inline" : `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
  return reply
    .headers({ "x-content-type-options": "nosniff", ...headers, "content-disposition": saved, "content-type": type })
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** A host that may stand in an address. */
const plainHost = /^[\w.-]{1,253}(:\d{1,5})?$|^\[[\da-f:]{2,39}\](:\d{1,5})?$/i;

async function runHandler(name: EndpointName, request: FastifyRequest, parts: ServiceParts): Promise<unknown> {
  const endpoint: Endpoint = endpoints[name];
  const { cursor, isOutdated } = parts.follower.status();
  if (isOutdated && name !== "health") throw serviceErrors.create("DIRECTORY_SERVICE_REBUILDING");
  const height = cursor?.height ?? -1n;
  const facts = await parts.chainFacts.read(height);
  const token = /^Bearer ([0-9a-f]{64})$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const standing = await whoAsks(parts, facts, token);
  if (standing === undefined && endpoint.access === "member") throw serviceErrors.create("DIRECTORY_SERVICE_SESSION");
  const call = {
    parts,
    facts,
    standing,
    token,
    accept: request.headers.accept ?? "",
    base: parts.publicUrl ?? `${request.protocol}://${plainHost.test(request.host) ? request.host : "localhost"}`,
    params: endpoint.params?.parse(request.params),
    query: endpoint.query?.parse(request.query),
    body: endpoint.body?.parse(request.body),
    sight: () => parts.chainFacts.readSight(height),
  };
  // The table pairs each name with its own schemas and handler; the union of all pairs cannot be told apart by its types.
  return (handlers[name] as (call: unknown) => Promise<unknown>)(
    call satisfies Record<keyof Call<EndpointName>, unknown>,
  );
}

async function whoAsks(
  parts: ServiceParts,
  facts: Awaited<ReturnType<ServiceParts["chainFacts"]["read"]>>,
  token: string,
): Promise<Standing | undefined> {
  const uid = parts.sessions.uidOf(token);
  return uid === undefined ? undefined : readStanding(parts.store, facts, uid);
}

function answerError(error: unknown, reply: FastifyReply, onFailure: (error: unknown) => void): FastifyReply {
  const refusal = refusalOf(error);
  if (refusal !== undefined) return reply.status(refusal.status).send(refusal.problem);
  onFailure(error);
  return reply.status(500).send(problemOf(serviceErrors.create("DIRECTORY_SERVICE_FAILED")));
}

/** Fastify's own refusals: bodies that are too large or no JSON. */
function ofFastify(error: unknown, bytesMax = bodyBytesMax): unknown {
  if (!(error instanceof Error) || !("statusCode" in error)) return error;
  if (error.statusCode === 413) return serviceErrors.create("DIRECTORY_SERVICE_TOO_LARGE", { bytesMax });
  if (error.statusCode === 400 || error.statusCode === 415)
    return serviceErrors.create("DIRECTORY_SERVICE_INPUT", { field: "body", reason: error.message });
  return error;
}
