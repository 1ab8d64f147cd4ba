import { type DescMessage, type JsonObject, type JsonValue, ScalarType, toJson } from "@bufbuild/protobuf";
import { type ChainConfig, ChainConfigSchema } from "@yanta/protocol";
import { stringify } from "yaml";

export interface ForkConfigFacts {
  readonly config: ChainConfig;
  /** Node id of the fork's own node, which is the first organisation's. */
  readonly nodeId: string;
  /** Where a certificate of the other chain was written, e.g. `./crypto-config/org/ca/forked0.crt`. */
  readonly rootPath: (orgId: string, index: number) => string;
  readonly memberPath: (index: number) => string;
}

/**
 * Configuration of a fork as bc1.yml: the other chain's, in which this machine's authorities stand beside the organisations' own, and one
 * node makes the blocks.
 */
export function forkConfigYaml({ config, nodeId, rootPath, memberPath }: ForkConfigFacts): string {
  const plain = withNumbers(ChainConfigSchema, toJson(ChainConfigSchema, config, { useProtoFieldName: true }));
  const extConfig = config.consensus?.extConfig.filter(({ key }) => !ownKeys.has(key)) ?? [];
  return stringify({
    ...(plain as JsonObject),
    consensus: {
      type: 0,
      nodes: [{ org_id: config.trustRoots[0]?.orgId, node_id: [nodeId] }],
      ext_config: [
        ...extConfig.map(({ key, value }) => ({ key, value })),
        { key: "ethereum_senders", value: "any" },
        { key: "dev_controls", value: "on" },
      ],
    },
    trust_roots: config.trustRoots.map(({ orgId, root }) => ({
      org_id: orgId,
      root: [`./crypto-config/${orgId}/ca/ca.crt`, ...root.map((_pem, index) => rootPath(orgId, index))],
    })),
    trust_members: config.trustMembers.map((member, index) => ({
      member_info: memberPath(index),
      org_id: member.orgId,
      role: member.role,
      node_id: member.nodeId,
    })),
  });
}

const ownKeys: ReadonlySet<string> = new Set(["ethereum_senders", "dev_controls"]);

/** JSON has 64-bit numbers as texts; the configuration's are small and stand as numbers in the file. */
function withNumbers(schema: DescMessage, value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const result: JsonObject = { ...value };
  for (const field of schema.fields) {
    const found = result[field.name];
    if (found === undefined) continue;
    const { message } = field;
    if (field.fieldKind === "scalar" && field.scalar === ScalarType.UINT64) result[field.name] = Number(found);
    else if (message !== undefined)
      result[field.name] = Array.isArray(found)
        ? found.map((item) => withNumbers(message, item))
        : withNumbers(message, found);
  }
  return result;
}
