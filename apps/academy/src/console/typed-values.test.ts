import assert from "node:assert/strict";
import { it } from "node:test";
import { decodeMessage, PolicySchema } from "@yanta/protocol";
import { toTypedValues } from "./typed-values.ts";

const certificate = new Uint8Array([1, 2, 3]);
const hash = "ab".repeat(32);
const chain = {
  getState: async ({ key }: { readonly key: string }) => (key === hash ? certificate : undefined),
};

it("values that stand for a certificate or a policy are filled in, others stay", async () => {
  const typed = { certs: `@${hash}`, other: `@${"cd".repeat(32)}`, text: "@home: a, b", plain: "7" };
  assert.deepEqual(await toTypedValues(chain, typed), { ...typed, certs: certificate });
  const { policy } = await toTypedValues(chain, { policy: "@ANY:client,admin:org1,wx-org9.example" });
  assert.ok(policy instanceof Uint8Array);
  const { rule, roleList, orgList } = decodeMessage(PolicySchema, policy);
  assert.deepEqual(
    [rule, roleList, orgList],
    ["ANY", ["client", "admin"], ["wx-org1.chainmaker.org", "wx-org9.example"]],
  );
});
