import { z } from "zod";
import { basePath, endpoints, type Endpoint } from "./endpoints.ts";
import { problem } from "./problem.ts";

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of the service, from the same schemas that check calls. */
export function createOpenApi(): Json {
  const schemas: Record<string, unknown> = {};
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [operationId, endpoint] of Object.entries<Endpoint>(endpoints)) {
    const operations = (paths[basePath + endpoint.path] ??= {});
    operations[endpoint.method.toLowerCase()] = operation(operationId, endpoint, schemas);
  }
  return {
    openapi: "3.1.0",
    info: { title: "Yanta data directory 数据目录", version: "1.0.0", license: { name: "Apache-2.0" } },
    paths,
    components: { schemas, securitySchemes: { session: { type: "http", scheme: "bearer" } } },
  };
}

function operation(operationId: string, endpoint: Endpoint, schemas: Record<string, unknown>): Json {
  const { summary, access, params, query, body, takes, answer, files } = endpoint;
  const parameters = [
    ...(params === undefined ? [] : parametersOf(params, "path")),
    ...(query === undefined ? [] : parametersOf(query, "query")),
  ];
  return {
    operationId,
    summary: `${summary.en} / ${summary.zh}`,
    ...(access === "open" ? {} : { security: [{ session: [] }] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: contentOf(takes, () => toSchema(body, "input", schemas)) } }),
    responses: {
      200: { description: "done", content: contentOf(files, () => toSchema(answer, "output", schemas)) },
      default: { description: "a coded refusal", content: json(toSchema(problem, "output", schemas)) },
    },
  };
}

function parametersOf(schema: z.ZodObject, place: "path" | "query"): readonly Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input" });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: property,
  }));
}

/** Files by their media types, or JSON. */
function contentOf(types: readonly string[] | undefined, schema: () => Json): Json {
  const file = { schema: { type: "string", format: "binary" } };
  return types === undefined ? json(schema()) : Object.fromEntries(types.map((type) => [type, file]));
}

function json(schema: Json): Json {
  return { "application/json": { schema } };
}

/** A schema whose named parts stand in `schemas`. */
function toSchema(schema: z.ZodType, io: "input" | "output", schemas: Record<string, unknown>): Json {
  const { $defs = {}, $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  const moved = JSON.parse(JSON.stringify({ $defs, rest }).replaceAll('"#/$defs/', '"#/components/schemas/')) as {
    $defs: Json;
    rest: Json;
  };
  for (const [name, part] of Object.entries(moved.$defs)) schemas[name] ??= part;
  const { id, ...unnamed } = moved.rest as { id?: string };
  if (id === undefined) return unnamed;
  schemas[id] ??= unnamed;
  return { $ref: `#/components/schemas/${id}` };
}
