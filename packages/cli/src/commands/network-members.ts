import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEngineBinding, type EngineBinding } from "@yanta/consensus/engine";
import { changeChainConfig, getChainConfig, type Client, type Signer } from "@yanta/sdk";
import type { ChainConfig } from "@yanta/protocol";
import type { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { connect, loadAdmins, type ConnectionOptions } from "../connection.ts";
import { cliErrors } from "../errors.ts";
import { stepsToBind, type BindingOnChain, type ConfigStep } from "../network/rotation-steps.ts";
import { withAdmins } from "./connection-options.ts";

/** `yanta network add-node|remove-node`: who votes, changed on the running chain. */
export function addNetworkMemberCommands(network: Command, context: CommandContext): void {
  const { text } = context;

  withAdmins(network.command("add-node"), context)
    .description(
      text({
        en: "let a node vote: its binding comes on chain, then its id into the consensus nodes",
        zh: "增加参与投票的节点：先将其绑定写入链上，再加入共识节点列表",
      }),
    )
    .argument(
      "<binding>",
      text({ en: "file that `yanta network join` wrote there", zh: "该节点 `yanta network join` 生成的文件" }),
    )
    .option(
      "--ca <file>",
      text({ en: "CA certificate of its organisation, when that is new", zh: "其组织的 CA 证书（新组织时需要）" }),
    )
    .option(
      "--follow",
      text({
        en: "its binding only: the others' engines let it in, and it follows the chain without a vote",
        zh: "仅将绑定上链：其他节点的引擎允许其接入，节点同步链数据但不投票",
      }),
    )
    .action(async (file: string, options: ConnectionOptions & { ca?: string; follow?: boolean }) => {
      const binding = readBinding(file);
      await changing(options, async (client, endorsers) => {
        const before = await getChainConfig(client);
        // Loaded here only: it brings the node's parts along.
        const { bindingParameter } = await import("@yanta/consensus/cometbft");
        const steps = stepsToAdmit(before, { binding, ...bindingParameter(binding) }, options.ca);
        if (options.follow !== true) steps.push(...stepsToVote(before, binding));
        for (const { method, parameters } of steps) await changeChainConfig(client, { method, parameters, endorsers });
      });
      const { nodeId, orgId } = binding;
      const votes = options.follow !== true;
      context.output().result({ nodeId, orgId, added: true, votes }, () =>
        votes
          ? text({ en: `${nodeId} of ${orgId} votes from now on`, zh: `${orgId} 的节点 ${nodeId} 已开始参与投票` })
          : text({
              en: `${nodeId} of ${orgId} may connect and follow`,
              zh: `${orgId} 的节点 ${nodeId} 可以接入并同步`,
            }),
      );
    });

  withAdmins(network.command("remove-node"), context)
    .description(
      text({ en: "take a node's vote away; it may go on following", zh: "取消节点的投票权；该节点仍可同步" }),
    )
    .argument("<node-id>", text({ en: "id of the node, Qm…", zh: "节点 ID（Qm…）" }))
    .action(async (nodeId: string, options: ConnectionOptions) => {
      const orgId = await changing(options, async (client, endorsers) => {
        const org = (await getChainConfig(client)).consensus?.nodes.find((each) => each.nodeId.includes(nodeId));
        if (org === undefined)
          throw cliErrors.create("CLI_ARGUMENT", {
            name: nodeId,
            reason: { en: "is none of the chain's consensus nodes", zh: "不是该链的共识节点" },
          });
        const parameters = { org_id: org.orgId };
        await changeChainConfig(
          client,
          org.nodeId.length === 1
            ? { method: "NODE_ORG_DELETE", parameters, endorsers }
            : { method: "NODE_ID_DELETE", parameters: { ...parameters, node_id: nodeId }, endorsers },
        );
        return org.orgId;
      });
      context
        .output()
        .result({ nodeId, orgId, removed: true }, () =>
          text({ en: `${nodeId} of ${orgId} does not vote any more`, zh: `${orgId} 的节点 ${nodeId} 不再参与投票` }),
        );
    });
}

/** What lets a node's engine in and is not on chain yet, in the order in which the configuration takes it. Spec: client-calls.md §4.5. */
function stepsToAdmit(config: ChainConfig, bound: BindingOnChain, caFile: string | undefined): ConfigStep[] {
  const { orgId } = bound.binding;
  const binds = stepsToBind(config, bound);
  if (config.trustRoots.some((each) => each.orgId === orgId)) return [...binds];
  if (caFile === undefined)
    throw cliErrors.create("CLI_ARGUMENT", {
      name: "--ca",
      reason: { en: `is needed: ${orgId} is new to this chain`, zh: `必填：${orgId} 是该链的新组织` },
    });
  const root = readFileSync(resolve(caFile), "utf8");
  return [{ method: "TRUST_ROOT_ADD", parameters: { org_id: orgId, root } }, ...binds];
}

/** What gives a bound node its vote, unless it has it. */
function stepsToVote(config: ChainConfig, { nodeId, orgId }: EngineBinding): readonly ConfigStep[] {
  const org = config.consensus?.nodes.find((each) => each.orgId === orgId);
  if (org?.nodeId.includes(nodeId) === true) return [];
  const method = org === undefined ? "NODE_ORG_ADD" : "NODE_ID_ADD";
  return [{ method, parameters: { org_id: orgId, node_ids: nodeId } }];
}

/** The binding in a file. Errors: CLI_ARGUMENT, ENGINE_BINDING_INVALID. */
export function readBinding(file: string): EngineBinding {
  const path = resolve(file);
  try {
    return parseEngineBinding(readFileSync(path, "utf8"), path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw cliErrors.create(
        "CLI_ARGUMENT",
        { name: file, reason: { en: "there is no such file", zh: "文件不存在" } },
        error,
      );
    throw error;
  }
}

/** Runs changes of the chain's configuration with a connection and the admins. */
export async function changing<T>(
  options: ConnectionOptions,
  change: (client: Client, endorsers: readonly Signer[]) => Promise<T>,
): Promise<T> {
  const client = connect(options);
  try {
    return await change(client, loadAdmins(options));
  } finally {
    client.transport.close();
  }
}
