import { readFileSync } from "node:fs";
import { create } from "@bufbuild/protobuf";
import { utf8ToBytes } from "@yanta/bytes";
import { type Certificate, parseCertificate, type PrivateKey } from "@yanta/crypto";
import { parseDeterministicKey } from "@yanta/crypto/testing";
import {
  type ChainConfig,
  ChainConfigSchema,
  consensus,
  createTxView,
  encodeMessage,
  type EndorsementEntry,
  EndorsementEntrySchema,
  MemberSchema,
  MemberType,
  PayloadSchema,
  TxRequestSchema,
  TxType,
  type TxView,
} from "@yanta/protocol";
import { type BlockSigner, createCertificateSigner } from "../block/block-signer.ts";

const folder = new URL("../../../../third_party/chainmaker-testdata/testdata/crypto-config/", import.meta.url);

/** Organisations of the test chain; wx-org5 and above are strangers. */
export const testOrgIds: readonly string[] = [1, 2, 3, 4].map((n) => `wx-org${n}.chainmaker.org`);

/** Unix seconds at which all of the test certificates but the `expired` ones hold. */
export const testNow = 1_800_000_000n;

/** Someone with a certificate and its key. */
export interface TestMember {
  readonly orgId: string;
  readonly certificate: Certificate;
  readonly certificatePem: string;
  readonly privateKey: PrivateKey;
}

/** A member of ChainMaker's test certificates, e.g. `testMember(1, "user/admin1")` or `testMember(1, "node/consensus1")`. */
export function testMember(org: number, path: string): TestMember {
  const orgId = `wx-org${org}.chainmaker.org`;
  const name = path.slice(path.indexOf("/") + 1);
  const certificatePem = readFileSync(new URL(`${orgId}/${path}/${name}.sign.crt`, folder), "utf8");
  return {
    orgId,
    certificatePem,
    certificate: parseCertificate(utf8ToBytes(certificatePem)),
    privateKey: parseDeterministicKey(readFileSync(new URL(`${orgId}/${path}/${name}.sign.key`, folder), "utf8")),
  };
}

/** The signer of organisation 1's consensus node. */
export function testSigner(): BlockSigner {
  const { orgId, certificate, privateKey } = testMember(1, "node/consensus1");
  return createCertificateSigner(orgId, certificate, privateKey);
}

/** A chain of four organisations, as their configuration file would give it. */
export function testChainConfig(
  overrides: { readonly version?: string; readonly capacity?: number; readonly intervalMs?: number } = {},
): ChainConfig {
  return create(ChainConfigSchema, {
    chainId: "chain1",
    version: overrides.version ?? "2030600",
    authType: "permissionedWithCert",
    crypto: { hash: "SHA256" },
    block: {
      txTimestampVerify: true,
      txTimeout: 600,
      blockTxCapacity: overrides.capacity ?? 100,
      blockSize: 10,
      blockInterval: overrides.intervalMs ?? 10,
    },
    core: { txSchedulerTimeout: 10n, txSchedulerValidateTimeout: 10n },
    contract: {},
    vm: { supportList: ["wasmer"], native: { multisign: {} } },
    consensus: {
      type: consensus.ConsensusType.SOLO,
      nodes: testOrgIds.map((orgId) => ({
        orgId,
        nodeId: [readFileSync(new URL(`${orgId}/node/consensus1/consensus1.nodeid`, folder), "utf8").trim()],
      })),
    },
    trustRoots: testOrgIds.map((orgId) => ({
      orgId,
      root: [readFileSync(new URL(`${orgId}/ca/ca.crt`, folder), "utf8")],
    })),
  });
}

/** What a test says about a transaction; the rest has defaults. */
export interface TestTx {
  readonly sender: TestMember;
  readonly endorsers?: readonly TestMember[];
  readonly chainId?: string;
  readonly txType?: TxType;
  readonly txId: string;
  readonly timestamp?: bigint;
  readonly expirationTime?: bigint;
  readonly contract: string;
  readonly method: string;
  readonly parameters?: Readonly<Record<string, string | Uint8Array>>;
}

/** A signed request, as a client's SDK makes it. */
export function signTx(tx: TestTx): TxView {
  const payload = create(PayloadSchema, {
    chainId: tx.chainId ?? "chain1",
    txType: tx.txType ?? TxType.INVOKE_CONTRACT,
    txId: tx.txId,
    timestamp: tx.timestamp ?? testNow,
    expirationTime: tx.expirationTime ?? 0n,
    contractName: tx.contract,
    method: tx.method,
    parameters: Object.entries(tx.parameters ?? {}).map(([key, value]) => ({
      key,
      value: typeof value === "string" ? utf8ToBytes(value) : value,
    })),
  });
  const payloadBytes = encodeMessage(PayloadSchema, payload);
  const request = create(TxRequestSchema, {
    payload,
    sender: endorse(tx.sender, payloadBytes),
    endorsers: (tx.endorsers ?? []).map((member) => endorse(member, payloadBytes)),
  });
  return createTxView(encodeMessage(TxRequestSchema, request));
}

/** A member's signature over a message. */
export function endorse(member: TestMember, message: Uint8Array): EndorsementEntry {
  return create(EndorsementEntrySchema, {
    signer: create(MemberSchema, {
      orgId: member.orgId,
      memberType: MemberType.CERT,
      memberInfo: utf8ToBytes(member.certificatePem),
    }),
    signature: member.privateKey.sign(message, member.certificate.signatureHash),
  });
}
