import { bytesToHex } from "@yanta/bytes";
import { hashBytes } from "@yanta/crypto";
import type { TlsIdentity } from "@yanta/rpc";
import type { NodeConfig } from "../config/load-node-config.ts";
import { nodeErrors } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { identityFault, type IdentityJudge } from "./identity-fault.ts";
import { identityOf, type LiveIdentity } from "./node-identity.ts";
import { watchFiles, type FileWatch } from "./watch-files.ts";

export interface HostIdentityOptions {
  readonly identity: LiveIdentity;
  readonly files: readonly string[];
  /** Reads the configuration anew. Throws what `loadNodeConfig` throws. */
  readonly reload: () => NodeConfig;
  readonly judges: readonly IdentityJudge[];
  readonly rotateTls: (identity: TlsIdentity) => void;
  readonly unixSeconds: () => bigint;
  readonly logger: Logger;
}

/**
 * Takes the node's certificates and keys anew when their files change: blocks are signed with the new key from the next
 * one on, new TLS handshakes show the new certificate, connections that are there stay. Files that do not fit together,
 * or would leave the node with less than it had, are told in the log (NODE_IDENTITY_REFUSED) and not used.
 */
export function hostIdentity(options: HostIdentityOptions): FileWatch {
  return watchFiles(options.files, () => {
    try {
      takeIdentity(options);
    } catch (error) {
      options.logger.error({ err: error }, "changed certificate files are not used");
    }
  });
}

function takeIdentity({ identity, reload, judges, rotateTls, unixSeconds, logger }: HostIdentityOptions): void {
  const before = identity.current;
  const after = identityOf(reload());
  const reason = identityFault(before, after, judges, unixSeconds());
  if (reason !== undefined) throw nodeErrors.create("NODE_IDENTITY_REFUSED", { reason });
  if (after.rpcTls !== undefined) rotateTls(after.rpcTls);
  identity.replace(after);
  const certHash = bytesToHex(hashBytes("SHA256", after.signCertificate.der));
  logger.info({ nodeId: after.nodeId, certHash }, "new certificates are in use");
}
