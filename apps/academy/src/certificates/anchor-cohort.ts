import { writeBundle } from "@yanta/proof";
import { collectChainProof } from "@yanta/proof/collect";
import { type Client, getBlockHeader, invokeContract, queryContract } from "@yanta/sdk";
import { bytesToUtf8 } from "@yanta/bytes";
import { anchorParameters, verifyAnchor } from "./anchor.ts";
import type { CohortFile } from "./certificate-file.ts";

export interface CohortToAnchor extends Omit<CohortFile, "anchor"> {
  /** JSON texts of the engine bindings that the network was started with; none for a solo chain. */
  readonly bindings: readonly string[];
}

/**
 * Puts a cohort's root on the chain (CMEVI's `Evidence`) and collects the proof; when it is there already, only the proof. What the node answers is verified against the
 * genesis that it names. Errors: those of calls and proofs, ACADEMY_CERTIFICATE_ANCHOR when another root has the cohort's name.
 */
export async function anchorCohort(client: Client, { bindings, ...cohort }: CohortToAnchor): Promise<CohortFile> {
  const parameters = anchorParameters(cohort);
  const txId =
    (await findAnchor(client, parameters.id)) ??
    (await invokeContract(client, { contract: "cmevi", method: "Evidence", parameters })).txId;
  const proof = await collectChainProof(client, { txIds: [txId], bindings });
  const subject = { kind: "academy-cohort", id: cohort.cohort };
  const file = { ...cohort, anchor: writeBundle({ chainId: client.chainId, subject, proof, texts: {} }) };
  const genesisHash = (await getBlockHeader(client, 0n)).blockHash;
  verifyAnchor(file, { genesisHash, certificates: [] });
  return file;
}

async function findAnchor(client: Client, id: string): Promise<string | undefined> {
  const query = (method: string) => queryContract(client, { contract: "cmevi", method, parameters: { id } });
  if (bytesToUtf8((await query("ExistsOfId")).result) !== "true") return undefined;
  const { txId } = JSON.parse(bytesToUtf8((await query("FindById")).result)) as { readonly txId: string };
  return txId;
}
