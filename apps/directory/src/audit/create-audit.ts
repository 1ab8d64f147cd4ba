import { createDirectoryClient, type DirectoryClient } from "@yanta/directory-contract/client";
import { type TrustRoots, verifyChainProof, writeBundle } from "@yanta/proof";
import { collectChainProof } from "@yanta/proof/collect";
import { type Client, getBlockHeader, getTransaction } from "@yanta/sdk";
import { auditTrail } from "./audit-trail.ts";
import { auditErrors } from "./errors.ts";
import { deedsPage, deedsMax } from "./limits.ts";
import { type AuditSubject, rowSubject } from "./subject.ts";
import { summaryNames, summaryOf } from "./summary.ts";

export interface AuditToCreate {
  readonly subject: AuditSubject;
  /** JSON texts of the engine bindings that the network was started with; none for a solo chain. */
  readonly bindings: readonly string[];
  readonly signal?: AbortSignal;
}

export interface CreatedAudit {
  readonly bundle: Uint8Array;
  readonly transactionCount: number;
}

/**
 * Reads what was done to a subject and makes the bundle that proves it. What the node answers is verified before it is written, against the genesis that the node names:
 * a bundle that does not hold is never made; whether that genesis is the right one is for the reader's trust roots.
 * Errors: DIRECTORY_AUDIT_NOTHING, DIRECTORY_AUDIT_*, PROOF_*, and those of queries.
 */
export async function createAudit(client: Client, audit: AuditToCreate): Promise<CreatedAudit> {
  const { subject, bindings, signal } = audit;
  const directory = createDirectoryClient(client, subject.contract);
  const txIds = await transactionsOf(client, directory, subject);
  const proof = await collectChainProof(client, { txIds, bindings, ...(signal === undefined ? {} : { signal }) });
  const roots: TrustRoots = { genesisHash: (await getBlockHeader(client, 0n)).blockHash, certificates: [] };
  const trail = auditTrail(verifyChainProof(proof, roots), subject);
  const texts = Object.fromEntries((["en", "zh"] as const).map((each) => [summaryNames[each], summaryOf(trail, each)]));
  const bundle = writeBundle({ chainId: client.chainId, subject: { ...subject }, proof, texts });
  return { bundle, transactionCount: proof.transactions.length };
}

/** The transactions that touched a subject; of a request those of its deliveries too, of a delivery those of its request. */
async function transactionsOf(
  client: Client,
  directory: DirectoryClient,
  subject: AuditSubject,
): Promise<readonly string[]> {
  const main = await deedsOf(directory, rowSubject(subject));
  if (main.length === 0) throw auditErrors.create("DIRECTORY_AUDIT_NOTHING", { subject: rowSubject(subject) });
  const others: Deed[] = [];
  if (subject.kind === "request")
    for (const { tx } of main.filter(({ action }) => action === "deliver"))
      others.push(...(await deedsOf(directory, `receipt.${await parameterOf(client, tx, "id")}`)));
  if (subject.kind === "delivery") {
    const { request } = JSON.parse(await directory.getReceipt({ id: subject.id })) as { readonly request: string };
    others.push(...(await deedsOf(directory, `request.${request}`)));
  }
  return [...new Set([...main, ...others].map(({ tx }) => tx))];
}

interface Deed {
  readonly action: string;
  readonly tx: string;
}

async function deedsOf(directory: DirectoryClient, subject: string): Promise<readonly Deed[]> {
  const deeds: Deed[] = [];
  for (;;) {
    const page = JSON.parse(
      await directory.deedsOf({ subject, start: deeds.length, count: deedsPage }),
    ) as readonly Deed[];
    deeds.push(...page);
    if (page.length < deedsPage) return deeds;
    if (deeds.length >= deedsMax) throw auditErrors.create("DIRECTORY_AUDIT_GAP", { subject, revision: deedsMax + 1 });
  }
}

/** The value of a parameter in a transaction, as the node tells it: what it leads to is proven or missing. */
async function parameterOf(client: Client, txId: string, name: string): Promise<string> {
  const { transaction } = await getTransaction(client, txId);
  const found = transaction?.payload?.parameters.find(({ key }) => key === name);
  return new TextDecoder().decode(found?.value);
}
