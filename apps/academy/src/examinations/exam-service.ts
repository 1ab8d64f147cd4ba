import { CodedError } from "@yanta/errors";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { z } from "zod";
import { labLogBytesMax } from "../limits.ts";
import { GradingQueue } from "../server/grading-queue.ts";
import { examErrors } from "./errors.ts";
import { basePath, type ExamEndpoint, type ExamEndpointName, examEndpoints, type Problem } from "./exam-api.ts";
import { ExamDesk } from "./exam-desk.ts";
import { openExamFolder } from "./exam-folder.ts";
import { examHandlers, type ExamParts } from "./exam-handlers.ts";
import { openExamStore } from "./exam-store.ts";
import { bodyBytesMax } from "./limits.ts";
import { createOpenApi } from "./open-api.ts";

export interface ExamServiceOptions {
  /** Folders of examinations. */
  readonly folders: readonly string[];
  /** Folder of the store, or the URL of a PostgreSQL server. */
  readonly store: string;
  /** The clock; tests move their own. */
  readonly nowSeconds?: () => number;
  /** Told of failures that callers cannot help. */
  readonly onFailure: (error: unknown) => void;
}

/** Examinations over HTTP, below `/api/v1`. */
export interface ExamService {
  readonly server: FastifyInstance;
  close(): Promise<void>;
}

/** Opens examinations and their store. Errors: ACADEMY_EXAM_INVALID, those of the store. */
export async function openExamService(options: ExamServiceOptions): Promise<ExamService> {
  const nowSeconds = options.nowSeconds ?? (() => Math.floor(Date.now() / 1000));
  const opened = options.folders.map(openExamFolder);
  const store = await openExamStore(options.store);
  const desk = new ExamDesk(store, nowSeconds);
  const exams = new Map(opened.map((each) => [each.exam.id, each]));
  const parts: ExamParts = { store, desk, exams, grading: new GradingQueue(), nowSeconds };
  const server = createServer(parts, options.onFailure);
  await server.ready();
  return {
    server,
    close: async () => {
      await server.close();
      await desk.idle();
      await store.close();
    },
  };
}

function createServer(parts: ExamParts, onFailure: (error: unknown) => void): FastifyInstance {
  const server = Fastify({ bodyLimit: bodyBytesMax, routerOptions: { maxParamLength: 200 }, requestTimeout: 120_000 });
  server.setErrorHandler((error, _request, reply) => answerError(error, reply, onFailure));
  server.setNotFoundHandler((request, reply) =>
    answerError(examErrors.create("ACADEMY_EXAM_UNKNOWN", { what: request.url.slice(0, 100) }), reply, onFailure),
  );
  server.addContentTypeParser("application/octet-stream", { parseAs: "buffer" }, (_request, body, done) =>
    done(null, body),
  );
  server.addHook("onSend", async (_request, reply) => {
    void reply.header("cache-control", "no-store").header("x-content-type-options", "nosniff");
  });
  for (const name of Object.keys(examEndpoints) as ExamEndpointName[]) addEndpoint(server, name, parts);
  const openApi = createOpenApi();
  server.get(`${basePath}/openapi.json`, () => openApi);
  return server;
}

function addEndpoint(server: FastifyInstance, name: ExamEndpointName, parts: ExamParts): void {
  const endpoint: ExamEndpoint = examEndpoints[name];
  server.route({
    method: endpoint.method,
    url: basePath + endpoint.path.replaceAll(/\{(\w+)\}/g, ":$1"),
    ...(endpoint.takes === undefined ? {} : { bodyLimit: labLogBytesMax }),
    handler: async (request) => runHandler(name, request, parts),
  });
}

async function runHandler(name: ExamEndpointName, request: FastifyRequest, parts: ExamParts): Promise<unknown> {
  const endpoint: ExamEndpoint = examEndpoints[name];
  const params = endpoint.params?.parse(request.params) as { readonly exam: string } | undefined;
  const opened = params === undefined ? undefined : parts.exams.get(params.exam);
  if (params !== undefined && opened === undefined)
    throw examErrors.create("ACADEMY_EXAM_UNKNOWN", { what: params.exam });
  const token = /^Bearer ([\w.-]{1,400})$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const session = endpoint.access === "candidate" ? opened?.readSession(token) : undefined;
  if (endpoint.access === "candidate" && session === undefined) throw examErrors.create("ACADEMY_EXAM_SESSION");
  if (endpoint.access === "examiner" && opened?.isExaminer(token) !== true)
    throw examErrors.create("ACADEMY_EXAM_EXAMINER");
  const query: unknown = endpoint.query?.parse(request.query);
  const body: unknown = endpoint.body?.parse(request.body);
  // The table pairs each name with its own schemas and handler; the union of all pairs cannot be told apart by its types.
  return (examHandlers[name] as (call: unknown) => Promise<unknown>)({ parts, opened, session, params, query, body });
}

const statuses: Readonly<Record<string, number>> = {
  ACADEMY_EXAM_INPUT: 400,
  ACADEMY_EXAM_ADMISSION: 401,
  ACADEMY_EXAM_SESSION: 401,
  ACADEMY_EXAM_EXAMINER: 401,
  ACADEMY_EXAM_CLOSED: 403,
  ACADEMY_EXAM_OVER: 403,
  ACADEMY_EXAM_EARLY: 403,
  ACADEMY_EXAM_UNKNOWN: 404,
  ACADEMY_EXAM_SUBMITTED: 409,
  ACADEMY_EXAM_SUPERSEDED: 409,
  ACADEMY_EXAM_APPEALED: 409,
  ACADEMY_EXAM_BUSY: 503,
};

function answerError(error: unknown, reply: FastifyReply, onFailure: (error: unknown) => void): FastifyReply {
  const refusal = refusalOf(error);
  const status = statuses[refusal?.code ?? ""];
  if (refusal !== undefined && status !== undefined) return reply.status(status).send(problemOf(refusal));
  onFailure(error);
  return reply.status(500).send(problemOf(examErrors.create("ACADEMY_EXAM_FAILED")));
}

function refusalOf(error: unknown): CodedError | undefined {
  if (error instanceof CodedError) return error;
  const input = (field: string, reason: string) => examErrors.create("ACADEMY_EXAM_INPUT", { field, reason });
  if (error instanceof z.ZodError)
    return input(error.issues[0]?.path.join(".") || "body", error.issues[0]?.message ?? "");
  // Fastify's own refusals: bodies that are too large or no JSON.
  if (error instanceof Error && "statusCode" in error && [400, 413, 415].includes(Number(error.statusCode)))
    return input("body", error.message);
  return undefined;
}

function problemOf(error: CodedError): Problem {
  return { code: error.code, en: error.explain("en"), zh: error.explain("zh"), retryable: error.retryable };
}
