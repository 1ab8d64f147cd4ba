import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { bytesToUtf8 } from "@yanta/bytes";
import { loadModule, openContractChain } from "@yanta/contract-testing";
import { generatePrivateKey } from "@yanta/crypto";
import { queryContract, invokeContract } from "@yanta/sdk";
import { cmdidDocument, signCmdidCredential } from "../../apps/academy/src/certificates/cmdid-credential.ts";
import { createCohortSigner } from "../../apps/academy/src/certificates/cohort-signer.ts";
import { madeAt, makeCohort } from "../../apps/academy/src/certificates/testing/made-cohort.ts";

const cmdid = fileURLToPath(new URL("../../contracts/cmdid/build/cmdid.wasm", import.meta.url));

describe("certificates as credentials of ChainMaker's CMDID", () => {
  it("hold for the contract when their issuer is registered and trusted, and not when they are changed or revoked", async () => {
    const chain = await openContractChain({ unixSeconds: BigInt(Date.parse(madeAt) / 1000) });
    const [creator = chain.member()] = chain.admins();
    await chain.install("cmdid", loadModule(cmdid), { sender: creator });
    const client = chain.client(creator);
    const invoke = (method: string, parameters: Record<string, string>) =>
      invokeContract(client, { contract: "cmdid", method, parameters });
    const verify = async (vcJson: string): Promise<string> =>
      bytesToUtf8(
        (await queryContract(client, { contract: "cmdid", method: "VerifyVc", parameters: { vcJson } })).result,
      );

    const key = generatePrivateKey("SM2");
    const { key: academy, cohort, awardOf } = makeCohort({ validUntil: "2027-11-24T00:00:00Z" });
    const credential = (await createCohortSigner(cohort, academy, madeAt))(awardOf(1));
    const document = cmdidDocument(key, madeAt);
    const { id: did } = JSON.parse(document) as { readonly id: string };
    const vc = signCmdidCredential(credential, key, madeAt);
    await assert.rejects(verify(vc));
    await invoke("AddDidDocument", { didDocument: document });
    await assert.rejects(verify(vc), /is no trusted issuer/);
    await invoke("AddTrustIssuer", { dids: did });
    assert.equal(await verify(vc), "true");
    assert.equal(await verify(JSON.stringify(JSON.parse(vc), undefined, 2)), "true", "spaces do not matter");
    await assert.rejects(verify(vc.replace('"score":"1"', '"score":"9"')), /the proof of .* is wrong/);
    await assert.rejects(verify(signCmdidCredential(credential, generatePrivateKey("SM2"), madeAt)));
    await invoke("RevokeVc", { vcID: credential.id });
    await assert.rejects(verify(vc), /is revoked/);
  });
});
