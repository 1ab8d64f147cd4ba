import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { bytesToHex } from "@yanta/bytes";
import type { EngineBinding } from "@yanta/consensus/engine";
import { parseCertificate, type Certificate } from "@yanta/crypto";
import { changeChainConfig, getChainConfig, type Client, type Signer } from "@yanta/sdk";
import type { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { connectToAll, type ConnectionOptions } from "../connection.ts";
import { cliErrors } from "../errors.ts";
import { addCa, removeCa } from "../network/ca-rotation.ts";
import {
  isOfRoots,
  issueCertificates,
  readAuthority,
  readCertificates,
  requireSamePlace,
  rootsOf,
  type NodeCertificates,
} from "../network/new-identity.ts";
import { installOnNode, openLocalNode, prepareNode, untilTaken, type LocalNode } from "../network/rotate-node.ts";
import { stepsToReplace } from "../network/rotation-steps.ts";
import { withAdmins } from "./connection-options.ts";
import { changing, readBinding } from "./network-members.ts";

interface RotateOptions extends ConnectionOptions {
  readonly config: string;
  readonly with?: string;
  readonly ca?: string;
  readonly keepNodeId?: boolean;
  readonly engineKey?: boolean;
  readonly offline?: boolean;
}

const nowSeconds = (): bigint => BigInt(Math.floor(Date.now() / 1000));

/** `yanta network rotate-node|replace-node|rotate-ca`: keys and certificates changed on the running chain. */
export function addNetworkRotationCommands(network: Command, context: CommandContext): void {
  const { text } = context;

  withAdmins(network.command("rotate-node"), context)
    .description(
      text({
        en: "give a node of this machine new certificates, a new engine key, or both, while it runs",
        zh: "为本机节点更换证书、引擎密钥或两者，节点无需停止",
      }),
    )
    .requiredOption("--config <file>", text({ en: "its chainmaker.yml", zh: "该节点的 chainmaker.yml" }))
    .option(
      "--with <base>",
      text({
        en: "its new certificates: BASE.sign.crt, .sign.key, .tls.crt, .tls.key",
        zh: "新证书：BASE.sign.crt、.sign.key、.tls.crt、.tls.key",
      }),
    )
    .option(
      "--ca <folder>",
      text({
        en: "or issue them here: folder with ca.crt and ca.key of its organisation",
        zh: "或在此签发：含组织 ca.crt 与 ca.key 的目录",
      }),
    )
    .option(
      "--keep-node-id",
      text({ en: "with --ca: keep the TLS key and so the node id", zh: "与 --ca 合用：保留 TLS 密钥，节点 ID 不变" }),
    )
    .option(
      "--engine-key",
      text({ en: "a new Ed25519 key for the engine's votes", zh: "为引擎投票生成新的 Ed25519 密钥" }),
    )
    .option(
      "--offline",
      text({
        en: "do this machine's part only: an administrator sends the binding with `replace-node`",
        zh: "仅完成本机部分：由管理员用 `replace-node` 提交绑定文件",
      }),
    )
    .action(async (options: RotateOptions) => rotateNode(options, context));

  withAdmins(network.command("replace-node"), context)
    .description(
      text({
        en: "bring a node's new binding, and its new id, on chain: what `rotate-node --offline` left to do",
        zh: "将节点的新绑定（及新 ID）写入链上：完成 `rotate-node --offline` 之后的步骤",
      }),
    )
    .argument("<node-id>", text({ en: "id that the chain knows, Qm…", zh: "链上现有的节点 ID（Qm…）" }))
    .argument("<binding>", text({ en: "file that `rotate-node` named", zh: "`rotate-node` 给出的绑定文件" }))
    .action(async (nodeId: string, file: string, options: ConnectionOptions) => {
      const binding = readBinding(file);
      await changing(options, (client, endorsers) => replaceNode(client, endorsers, nodeId, binding));
      context
        .output()
        .result({ nodeId: binding.nodeId, previousNodeId: nodeId, engineKey: bytesToHex(binding.engineKey) }, () =>
          text({ en: `the chain knows ${binding.nodeId} now`, zh: `链上节点现为 ${binding.nodeId}` }),
        );
    });

  withAdmins(network.command("rotate-ca"), context)
    .description(
      text({
        en: "add a CA to an organisation, or take one away once its members have new certificates",
        zh: "为组织增加 CA；待成员换发证书后，再移除旧 CA",
      }),
    )
    .argument("<org-id>", text({ en: "organisation", zh: "组织" }))
    .option("--add <file>", text({ en: "certificate of the new CA", zh: "新 CA 的证书" }))
    .option("--remove <file>", text({ en: "certificate of the CA that goes", zh: "要移除的 CA 的证书" }))
    .action(async (orgId: string, options: ConnectionOptions & { add?: string; remove?: string }) =>
      rotateCa(orgId, options, context),
    );
}

async function rotateNode(options: RotateOptions, { output, text }: CommandContext): Promise<void> {
  const node = await openLocalNode(options.config);
  const certificates = newCertificates(options, node);
  const isNewEngineKey = options.engineKey === true;
  if (certificates === undefined && !isNewEngineKey)
    throw cliErrors.create("CLI_ARGUMENT", {
      name: "--with, --ca, --engine-key",
      reason: { en: "one of them says what is to be new", zh: "请至少指定一项" },
    });
  const isOnline = options.offline !== true;
  if (isOnline) await changing(options, (client) => requireKnownCa(client, node, certificates));
  const { previousNodeId, nodeId, binding, bindingFile } = prepareNode(node, { certificates, isNewEngineKey });
  if (isOnline && binding !== undefined)
    await changing(options, (client, endorsers) => replaceNode(client, endorsers, previousNodeId, binding));
  const files = certificates === undefined ? [] : installOnNode(node, certificates);
  const isRunning = await untilTaken(node, certificates, isOnline && binding !== undefined);
  const isLeft = !isOnline && binding !== undefined;
  const result = {
    nodeId,
    previousNodeId,
    engineKey: bytesToHex((binding ?? node.binding).engineKey),
    files,
    isRunning,
    ...(isLeft ? { bindingFile } : {}),
  };
  output().result(result, () =>
    [
      ...files,
      nodeId === previousNodeId
        ? text({ en: `node ${nodeId} keeps its id`, zh: `节点 ${nodeId} 的 ID 不变` })
        : text({ en: `node ${previousNodeId} is ${nodeId} now`, zh: `节点 ${previousNodeId} 现为 ${nodeId}` }),
      ...(isNewEngineKey ? [`Ed25519 ${result.engineKey}`] : []),
      ...(isLeft
        ? [
            text({
              en: `An administrator brings it on chain: yanta network replace-node ${previousNodeId} ${bindingFile}`,
              zh: `请管理员提交到链上：yanta network replace-node ${previousNodeId} ${bindingFile}`,
            }),
          ]
        : []),
      isRunning
        ? text({ en: "the running node has taken it", zh: "运行中的节点已采用" })
        : text({ en: "the node does not run: it takes it when it starts", zh: "节点未运行：启动时采用" }),
    ].join("\n"),
  );
}

function newCertificates(options: RotateOptions, node: LocalNode): NodeCertificates | undefined {
  if (options.with !== undefined && options.ca !== undefined)
    throw cliErrors.create("CLI_ARGUMENT", {
      name: "--with, --ca",
      reason: { en: "only one of them", zh: "只能指定一项" },
    });
  const { owner, signCertificate } = node;
  const { orgId } = owner;
  let certificates: NodeCertificates | undefined;
  if (options.with !== undefined) certificates = readCertificates(options.with);
  if (options.ca !== undefined)
    certificates = issueCertificates({
      authority: readAuthority(options.ca),
      previous: signCertificate,
      orgId,
      unixSeconds: nowSeconds(),
      ...(options.keepNodeId === true
        ? { tlsKey: node.config.net.tlsPrivateKey ?? node.config.signing.privateKey }
        : {}),
    });
  if (certificates !== undefined) requireSamePlace(certificates, signCertificate, orgId);
  return certificates;
}

/** Before anything changes: files of an unknown CA would leave the node without a voice. Errors: CLI_ARGUMENT. */
async function requireKnownCa(client: Client, { owner }: LocalNode, certificates: NodeCertificates | undefined) {
  if (certificates === undefined) return;
  const roots = rootsOf(await getChainConfig(client), owner.orgId);
  for (const { certificate } of [certificates.sign, certificates.tls]) {
    if (isOfRoots(certificate, roots, nowSeconds())) continue;
    throw cliErrors.create("CLI_ARGUMENT", {
      name: certificate.subject.commonName,
      reason: {
        en: `no CA of ${owner.orgId} on the chain has signed it`,
        zh: `不是由 ${owner.orgId} 在链上的 CA 签发`,
      },
    });
  }
}

async function replaceNode(
  client: Client,
  endorsers: readonly Signer[],
  oldNodeId: string,
  binding: EngineBinding,
): Promise<void> {
  // Loaded here only: it brings the node's parts along.
  const { bindingParameter } = await import("@yanta/consensus/cometbft");
  const config = await getChainConfig(client);
  for (const step of stepsToReplace(config, oldNodeId, { binding, ...bindingParameter(binding) }))
    await changeChainConfig(client, { ...step, endorsers });
}

async function rotateCa(
  orgId: string,
  options: ConnectionOptions & { add?: string; remove?: string },
  { output, text }: CommandContext,
): Promise<void> {
  const { add, remove } = options;
  if ((add === undefined) === (remove === undefined))
    throw cliErrors.create("CLI_ARGUMENT", {
      name: "--add, --remove",
      reason: { en: "one of them", zh: "须指定其中一项" },
    });
  const ca = readCa(add ?? remove ?? "");
  const nodes = remove === undefined ? [] : connectToAll(options);
  try {
    const isChanged = await changing(options, (client, endorsers) => {
      const change = { client, endorsers, orgId, ca, unixSeconds: nowSeconds() };
      return remove === undefined ? addCa(change) : removeCa(change, nodes);
    });
    const name = ca.subject.commonName;
    output().result({ orgId, ca: name, isChanged, isTrusted: remove === undefined }, () =>
      remove === undefined
        ? text({ en: `${orgId} has the CA ${name}, too`, zh: `${orgId} 已增加 CA ${name}` })
        : text({
            en: `${orgId} is without the CA ${name}: its certificates are refused`,
            zh: `${orgId} 已移除 CA ${name}：其签发的证书不再有效`,
          }),
    );
  } finally {
    for (const node of nodes) node.transport.close();
  }
}

function readCa(file: string): Certificate {
  try {
    return parseCertificate(readFileSync(resolve(file)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : "cannot be read";
    throw cliErrors.create("CLI_ARGUMENT", { name: file, reason }, error);
  }
}
