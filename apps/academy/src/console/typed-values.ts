import { emptyBytes } from "@yanta/bytes";
import type { CallParameters, Playground } from "@yanta/playground";
import { decodeMessage, encodeMessage, PolicySchema } from "@yanta/protocol";
import { orgId } from "../lab/lab-findings.ts";

/**
 * Parameters as the chain takes them, out of typed ones. Two kinds of values stand for what nobody can type: `@` and a hash for the
 * certificate that CERT_ADD has stored under it, and `@RULE:ROLES:ORGANISATIONS` for a policy, as in `@MAJORITY:admin` or
 * `@ANY:client,admin:org1,org2`. Other values stay as they are.
 */
export async function toTypedValues(
  { getState }: Pick<Playground, "getState">,
  parameters: Readonly<Record<string, string>>,
): Promise<CallParameters> {
  const filled = await Promise.all(
    Object.entries(parameters).map(async ([name, text]) => [
      name,
      /^@[0-9a-f]{64}$/.test(text)
        ? ((await getState({ contract: "CERT_MANAGE", key: text.slice(1) })) ?? text)
        : (toPolicy(text) ?? text),
    ]),
  );
  return Object.fromEntries(filled) as CallParameters;
}

function toPolicy(text: string): Uint8Array | undefined {
  const [, rule, roles = "", orgs = ""] = /^@([A-Z]+|\d+(?:\/\d+)?):([a-z,]*)(?::([a-z0-9.,-]*))?$/.exec(text) ?? [];
  if (rule === undefined) return undefined;
  const names = orgs.split(",").filter((name) => name !== "");
  return encodeMessage(PolicySchema, {
    ...decodeMessage(PolicySchema, emptyBytes),
    rule,
    roleList: roles.split(",").filter((role) => role !== ""),
    orgList: names.map((name) => (/^org[1-4]$/.test(name) ? orgId(Number(name.slice(3))) : name)),
  });
}
