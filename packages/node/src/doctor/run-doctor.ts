import { readFileSync } from "node:fs";
import { parseCertificates, nodeIdFromPublicKey, type Certificate } from "@yanta/crypto";
import { CodedError } from "@yanta/errors";
import { isMapping } from "@yanta/protocol";
import { loadChainConfig } from "../config/load-chain-config.ts";
import { loadNodeConfig } from "../config/load-node-config.ts";
import { pathBaseOf, resolveExisting, resolveForWriting } from "../config/resolve-path.ts";
import { readYamlFile, type YamlMapping } from "../config/yaml-file.ts";
import { isNetworkChain } from "../network-chain.ts";
import type { Problem } from "../problem.ts";
import { checkIdentity, checkValidity } from "./check-certificates.ts";
import { checkEngine } from "./check-engine.ts";
import { checkClock, checkDisk, checkPort } from "./check-machine.ts";
import { okFinding, type Finding } from "./finding.ts";

export interface DoctorOptions {
  readonly configFile: string;
  readonly workingDirectory: string;
  readonly unixSeconds: bigint;
  /** Timestamp of the running node's last block, when one answers. */
  readonly lastBlockTimestamp: bigint | undefined;
  /** What the running node says against itself, when one answers: its engine, its clock. */
  readonly runningProblem?: Problem;
  /** Password of the node's key; that of the file when absent. */
  readonly keyPassword?: string;
  /** Path of the program cometbft; that of the file when absent. */
  readonly engineBinary?: string;
}

/** Looks at everything that keeps a node from starting or its clients from connecting, and goes on after each fault. */
export async function runDoctor(options: DoctorOptions): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const yaml = attempt(findings, "chainmaker.yml", () => readYamlFile(options.configFile));
  if (yaml === undefined) return findings;
  attempt(findings, "chainmaker.yml", () => {
    const config = loadNodeConfig(options.configFile, options.workingDirectory, {
      solo: true,
      ...(options.keyPassword === undefined ? {} : { keyPassword: options.keyPassword }),
    });
    if (config.unknownKeys.length > 0) findings.push(unknownKeysFinding(config.unknownKeys));
    findings.push(okFinding("chainmaker.yml", `${config.file} is valid`, `${config.file} 有效`));
  });
  const trustRoots = readTrustRoots(options, yaml, findings);
  findings.push(
    await checkEngine(options.engineBinary ?? text(section(yaml, "engine"), "binary"), needsEngine(options, yaml)),
  );
  findings.push(...checkNodeIdentities(options, yaml, trustRoots, findings));
  const rpc = section(yaml, "rpc");
  findings.push(
    await checkPort(text(rpc, "host") ?? "127.0.0.1", typeof rpc["port"] === "number" ? rpc["port"] : 12_301),
  );
  const base = pathBaseOf(options.configFile, options.workingDirectory);
  const genesis = chainSections(yaml).map((chain) => text(chain, "genesis") ?? "")[0] ?? "";
  findings.push(checkDisk(resolveForWriting(text(section(yaml, "storage"), "store_path") ?? "./data", genesis, base)));
  findings.push(checkClock(options.unixSeconds, options.lastBlockTimestamp));
  if (options.runningProblem !== undefined)
    findings.push({ level: "warning", check: "running node", text: options.runningProblem });
  return findings;
}

type TrustRoots = ReadonlyMap<string, readonly Certificate[]>;

function readTrustRoots(options: DoctorOptions, yaml: YamlMapping, findings: Finding[]): TrustRoots {
  const roots = new Map<string, readonly Certificate[]>();
  for (const chain of chainSections(yaml)) {
    attempt(findings, `blockchain.${text(chain, "chainid") ?? ""}`, () => {
      const genesis = resolveExisting(
        text(chain, "genesis") ?? "",
        "blockchain.genesis",
        pathBaseOf(options.configFile, options.workingDirectory),
      );
      const { config } = loadChainConfig(genesis, options.workingDirectory);
      for (const { orgId, root } of config.trustRoots) {
        const certificates = root.flatMap((pem) => parseCertificates(pem));
        roots.set(orgId, certificates);
        for (const certificate of certificates)
          findings.push(
            ...checkValidity(
              `trust_roots.${orgId}`,
              `CA ${certificate.subject.commonName}`,
              certificate,
              options.unixSeconds,
            ),
          );
      }
      findings.push(checkNodeId(options, yaml, config.consensus?.nodes.flatMap((org) => org.nodeId) ?? []));
    });
  }
  return roots;
}

/** Whether a chain of the node is made by several nodes. What cannot be read is told by the other checks. */
function needsEngine(options: DoctorOptions, yaml: YamlMapping): boolean {
  const base = pathBaseOf(options.configFile, options.workingDirectory);
  return chainSections(yaml).some((chain) => {
    try {
      const genesis = resolveExisting(text(chain, "genesis") ?? "", "blockchain.genesis", base);
      return isNetworkChain(loadChainConfig(genesis, options.workingDirectory).config, { solo: false });
    } catch {
      return false;
    }
  });
}

/** The consensus list names nodes by the key of their net TLS certificate. */
function checkNodeId(options: DoctorOptions, yaml: YamlMapping, nodeIds: readonly string[]): Finding {
  const check = "consensus.nodes";
  const file =
    text(section(section(yaml, "net"), "tls"), "cert_file") ?? text(section(section(yaml, "rpc"), "tls"), "cert_file");
  if (file === undefined) return okFinding(check, "no net certificate to compare with", "没有可比对的网络证书");
  const base = pathBaseOf(options.configFile, options.workingDirectory);
  const [certificate] = parseCertificates(readFileSync(resolveExisting(file, "net.tls.cert_file", base)));
  const nodeId = certificate === undefined ? "" : nodeIdFromPublicKey(certificate.publicKey);
  if (nodeIds.includes(nodeId))
    return okFinding(check, `this node is a consensus node (${nodeId})`, `本节点是共识节点（${nodeId}）`);
  return {
    level: "warning",
    check,
    text: {
      en: `this node's id ${nodeId} is not among the consensus nodes`,
      zh: `本节点 ID ${nodeId} 不在共识节点列表中`,
    },
    advice: {
      en: "Add it to consensus.nodes of the chain configuration, or use the certificate of a listed node.",
      zh: "请将其加入链配置的 consensus.nodes，或使用列表中节点的证书。",
    },
  };
}

function checkNodeIdentities(
  options: DoctorOptions,
  yaml: YamlMapping,
  trustRoots: TrustRoots,
  findings: Finding[],
): readonly Finding[] {
  const node = section(yaml, "node");
  const orgId = text(node, "org_id") ?? "";
  const base = pathBaseOf(options.configFile, options.workingDirectory);
  const checks = { unixSeconds: options.unixSeconds, trustRoots };
  const rpcTls = section(section(yaml, "rpc"), "tls");
  const identities = [
    {
      check: "node.cert_file",
      certificate: text(node, "cert_file"),
      key: text(node, "priv_key_file"),
      keyPassword: options.keyPassword ?? text(node, "priv_key_password"),
      dnsName: undefined,
    },
    ...(text(rpcTls, "mode")?.toLowerCase() === "disable" || text(rpcTls, "mode") === undefined
      ? []
      : [
          {
            check: "rpc.tls.cert_file",
            certificate: text(rpcTls, "cert_file"),
            key: text(rpcTls, "priv_key_file"),
            keyPassword: undefined,
            dnsName: "chainmaker.org",
          },
        ]),
  ];
  return identities.flatMap(
    ({ check, certificate, key, keyPassword, dnsName }) =>
      attempt(findings, check, () =>
        checkIdentity(
          {
            check,
            certificateFile: resolveExisting(certificate ?? "", check, base),
            keyFile: resolveExisting(key ?? "", check.replace("cert_file", "priv_key_file"), base),
            orgId,
            ...(keyPassword === undefined ? {} : { keyPassword }),
            ...(dnsName === undefined ? {} : { dnsName }),
          },
          checks,
        ),
      ) ?? [],
  );
}

function unknownKeysFinding(keys: readonly string[]): Finding {
  return {
    level: "warning",
    check: "chainmaker.yml",
    text: { en: `keys that nobody knows: ${keys.join(", ")}`, zh: `无法识别的配置项：${keys.join("、")}` },
    advice: { en: "Check their spelling; they have no effect.", zh: "请检查拼写；这些配置项不起作用。" },
  };
}

/** Runs a check; a coded error becomes a finding instead of the end. */
function attempt<T>(findings: Finding[], check: string, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    const text =
      error instanceof CodedError
        ? { en: error.explain("en").message, zh: error.explain("zh").message }
        : { en: String(error), zh: String(error) };
    const advice =
      error instanceof CodedError ? { advice: { en: error.explain("en").advice, zh: error.explain("zh").advice } } : {};
    findings.push({ level: "error", check, text, ...advice });
    return undefined;
  }
}

function chainSections(yaml: YamlMapping): readonly YamlMapping[] {
  return Array.isArray(yaml["blockchain"]) ? yaml["blockchain"].filter(isMapping) : [];
}

function section(yaml: YamlMapping, key: string): YamlMapping {
  const value = yaml[key];
  return isMapping(value) ? value : {};
}

function text(yaml: YamlMapping, key: string): string | undefined {
  const value = yaml[key];
  return typeof value === "string" ? value : undefined;
}
