import { z } from "zod";
import { basePath, type ExamEndpoint, examEndpoints, problem } from "./exam-api.ts";

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of the examinations, from the schemas that check calls. */
export function createOpenApi(): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [operationId, endpoint] of Object.entries<ExamEndpoint>(examEndpoints))
    (paths[basePath + endpoint.path] ??= {})[endpoint.method.toLowerCase()] = operation(operationId, endpoint);
  return {
    openapi: "3.1.0",
    info: { title: "Yanta academy: examinations 雁塔学院考试", version: "1.0.0", license: { name: "Apache-2.0" } },
    paths,
    components: {
      securitySchemes: {
        candidate: { type: "http", scheme: "bearer", description: "the session that entering gave" },
        examiner: { type: "http", scheme: "bearer", description: "examiner.secret of the examination's folder" },
      },
    },
  };
}

function operation(operationId: string, { summary, access, params, query, body, takes, answer }: ExamEndpoint): Json {
  const file = { schema: { type: "string", format: "binary" } };
  return {
    operationId,
    summary: `${summary.en} / ${summary.zh}`,
    ...(access === "open" ? {} : { security: [{ [access]: [] }] }),
    parameters: [...parametersOf(params, "path"), ...parametersOf(query, "query")],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: takes === undefined ? json(body, "input") : { [takes]: file } } }),
    responses: {
      200: { description: "done", content: json(answer, "output") },
      default: { description: "a coded refusal", content: json(problem, "output") },
    },
  };
}

function parametersOf(schema: z.ZodObject | undefined, place: "path" | "query"): readonly Json[] {
  const { properties = {} } = schema === undefined ? {} : z.toJSONSchema(schema, { io: "input" });
  return Object.entries(properties).map(([name, property]) => ({ name, in: place, required: true, schema: property }));
}

function json(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return { "application/json": { schema: rest } };
}
