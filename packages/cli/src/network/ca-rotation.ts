import { bytesToUtf8, equalBytes } from "@yanta/bytes";
import { parseCertificate, parseCertificates, type Certificate } from "@yanta/crypto";
import type { ChainConfig } from "@yanta/protocol";
import {
  changeChainConfig,
  getChainConfig,
  getChainInfo,
  getConsensusState,
  type Client,
  type Signer,
} from "@yanta/sdk";
import { cliErrors } from "../errors.ts";
import { isOfRoots, rootsOf } from "./new-identity.ts";

export interface CaChange {
  readonly client: Client;
  readonly endorsers: readonly Signer[];
  readonly orgId: string;
  readonly ca: Certificate;
  readonly unixSeconds: bigint;
}

/** Makes a CA one more of an organisation's. False when it was one already. Errors: CLI_ARGUMENT. */
export async function addCa({ client, endorsers, orgId, ca }: CaChange): Promise<boolean> {
  const roots = rootsOf(await getChainConfig(client), orgId);
  requireOrganization(roots, orgId);
  if (roots.some((pem) => isSame(pem, ca))) return false;
  await changeChainConfig(client, { method: "TRUST_ROOT_ADD", parameters: { org_id: orgId, root: ca.pem }, endorsers });
  return true;
}

/**
 * Takes a CA of an organisation away: from the next block on, its members are refused. ChainMaker's TRUST_ROOT_UPDATE is not for
 * organisations with consensus nodes, so those are taken out for the two blocks that this takes, and put back whatever happens.
 *
 * Errors: CLI_ARGUMENT; CLI_CA_IN_USE when that would lock out who signs here, or a node that the client can see;
 * CLI_NODES_NOT_BACK.
 */
export async function removeCa(change: CaChange, nodes: readonly Client[]): Promise<boolean> {
  const { client, endorsers, orgId, ca, unixSeconds } = change;
  const config = await getChainConfig(client);
  const roots = rootsOf(config, orgId);
  requireOrganization(roots, orgId);
  const left = roots.filter((pem) => !isSame(pem, ca));
  if (left.length === roots.length) return false;
  if (left.length === 0)
    throw cliErrors.create("CLI_ARGUMENT", { name: orgId, reason: { en: "has no other CA yet", zh: "尚无其他 CA" } });
  for (const certificate of await certificatesInUse(change, nodes))
    if (!isOfRoots(certificate, left, unixSeconds))
      throw cliErrors.create("CLI_CA_IN_USE", { subject: certificate.subject.commonName, orgId });
  const send = (method: string, parameters: Readonly<Record<string, string>>): Promise<ChainConfig> =>
    changeChainConfig(client, { method, parameters: { org_id: orgId, ...parameters }, endorsers });
  const nodeIds = config.consensus?.nodes.find((org) => org.orgId === orgId)?.nodeId ?? [];
  const update = (): Promise<ChainConfig> => send("TRUST_ROOT_UPDATE", { root: left.join(",") });
  if (nodeIds.length === 0) await update();
  else {
    await send("NODE_ORG_DELETE", {});
    try {
      await update();
    } finally {
      await putBack(nodeIds, orgId, () => send("NODE_ORG_ADD", { node_ids: nodeIds.join(",") }));
    }
  }
  return true;
}

async function putBack(nodeIds: readonly string[], orgId: string, add: () => Promise<unknown>): Promise<void> {
  try {
    await add();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw cliErrors.create("CLI_NODES_NOT_BACK", { orgId, nodeIds: nodeIds.join(","), reason }, error);
  }
}

/** Certificates of the organisation that go on being needed: of those who sign here, and of its nodes that answer. */
async function certificatesInUse(
  { client, endorsers, orgId }: CaChange,
  nodes: readonly Client[],
): Promise<readonly Certificate[]> {
  const signers = [client.signer, ...endorsers].filter(({ member }) => member.orgId === orgId);
  const shown = await Promise.all(nodes.map(ownCertificate));
  return [
    ...signers.flatMap(({ member }) => readCertificate(bytesToUtf8(member.memberInfo)) ?? []),
    ...shown.filter((certificate) => certificate?.subject.organization.includes(orgId)),
  ].flatMap((certificate) => certificate ?? []);
}

/** The certificate that a node shows of itself; what nodes show of each other is that of their bindings, which may be older. */
async function ownCertificate(node: Client): Promise<Certificate | undefined> {
  try {
    const { id } = await getConsensusState(node);
    const own = (await getChainInfo(node)).nodeList.find(({ nodeId }) => nodeId === id);
    return own === undefined ? undefined : readCertificate(own.nodeTlsCert);
  } catch {
    return undefined;
  }
}

function readCertificate(text: string | Uint8Array): Certificate | undefined {
  try {
    return parseCertificate(text);
  } catch {
    return undefined;
  }
}

function requireOrganization(roots: readonly string[], orgId: string): void {
  if (roots.length === 0)
    throw cliErrors.create("CLI_ARGUMENT", {
      name: orgId,
      reason: { en: "is no organisation of this chain", zh: "不是该链的组织" },
    });
}

function isSame(pem: string, ca: Certificate): boolean {
  return parseCertificates(pem).some(({ der }) => equalBytes(der, ca.der));
}
