import { type BlockSigner, createCertificateSigner } from "@yanta/chain";
import { type Certificate, nodeIdFromPublicKey } from "@yanta/crypto";
import type { TlsIdentity } from "@yanta/rpc";
import type { NodeConfig } from "../config/load-node-config.ts";

/** All that makes a node known to others; it can be replaced while the node runs. Holds secrets. */
export interface NodeIdentity {
  readonly orgId: string;
  /** That of the net TLS key, as ChainMaker derives it. Spec: access.md §10. */
  readonly nodeId: string;
  readonly signer: BlockSigner;
  readonly signCertificate: Certificate;
  /** The certificate that makes the node id. */
  readonly netCertificate: Certificate;
  /** What the RPC port shows to clients; undefined without TLS. */
  readonly rpcTls: TlsIdentity | undefined;
}

/** The identity in a node's configuration. */
export function identityOf({ orgId, signing, net, rpc }: NodeConfig): NodeIdentity {
  const netCertificate = net.tlsCertificate ?? signing.certificate;
  return {
    orgId,
    nodeId: nodeIdFromPublicKey(netCertificate.publicKey),
    signer: createCertificateSigner(orgId, signing.certificate, signing.privateKey),
    signCertificate: signing.certificate,
    netCertificate,
    rpcTls: rpc.tls.mode === "disable" ? undefined : rpc.tls.identity,
  };
}

/** The identity in force: parts that keep it for long ask again each time. */
export class LiveIdentity {
  #current: NodeIdentity;

  constructor(first: NodeIdentity) {
    this.#current = first;
  }

  get current(): NodeIdentity {
    return this.#current;
  }

  replace(next: NodeIdentity): void {
    this.#current = next;
  }

  /** Signs with whatever identity is in force; a block is built and signed in one go, so it never mixes two. */
  signer(): BlockSigner {
    const current = (): BlockSigner => this.#current.signer;
    return {
      get member() {
        return current().member;
      },
      sign: (message) => current().sign(message),
    };
  }
}
