import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openIndexStore } from "../../packages/index-store/src/open-index-store.ts";
import { testIndexStore } from "../../packages/index-store/src/testing/index-store-compliance.ts";
import { setUpTool } from "../../tools/tests/set-up-tool.ts";
import { startPostgres, type PostgresServer } from "../support/postgres-server.ts";

const postgres = setUpTool("postgres");

describe("PostgreSQL", { skip: postgres.skip }, () => {
  let server: PostgresServer;
  before(async () => {
    if (postgres.kind === "ready") server = await startPostgres(postgres.path);
  });
  after(() => server.stop());

  testIndexStore("PostgreSQL server", (schema) => openIndexStore({ location: server.url, schema }));

  it("goes on after its connections were cut", async () => {
    const store = await openIndexStore({ location: server.url, schema: "test" });
    await store.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()");
    const cut = store.transaction((sql) => sql.query("SELECT pg_terminate_backend(pg_backend_pid())"));
    await assert.rejects(cut);
    assert.deepEqual(await store.query("SELECT 1 AS one"), [{ one: 1 }]);
    await store.close();
  });
});
