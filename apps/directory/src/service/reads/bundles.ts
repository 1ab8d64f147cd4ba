import { createAudit } from "../../audit/create-audit.ts";
import type { AuditSubject } from "../../audit/subject.ts";
import { bundleType, type BundleSubject } from "../../api/audit.ts";
import { pathToEntryCode } from "../../api/values.ts";
import type { Handler, ServiceParts } from "../context.ts";
import { serviceErrors } from "../errors.ts";
import { bundlesAtOnceMax, bundleTimeoutMs } from "../limits.ts";
import type { Standing } from "../standing.ts";
import { readVisible } from "./entries.ts";
import { readRequest } from "./requests.ts";

let running = 0;

/** Makes the bundle that `yanta-directory bundle create` makes, for who may see its subject. What the node answers is verified before it is sent. */
export const getBundle: Handler<"getBundle"> = async ({ parts, standing, params }) => {
  const id = await visibleId(parts, standing, params);
  // Proofs take the process's only thread: those who come too many at once are told to come again.
  if (running >= bundlesAtOnceMax) throw serviceErrors.create("DIRECTORY_SERVICE_BUSY");
  running++;
  try {
    const { bundle } = await createAudit(parts.client, {
      subject: { kind: params.kind, id, contract: parts.contractName } satisfies AuditSubject,
      bindings: parts.bindings ?? [],
      signal: AbortSignal.timeout(bundleTimeoutMs),
    });
    return { type: bundleType, bytes: bundle, name: `${params.kind}-${params.id}.zip` };
  } finally {
    running--;
  }
};

/** The subject's id on the chain. Errors: DIRECTORY_SERVICE_NOT_FOUND and DIRECTORY_SERVICE_FORBIDDEN for what is none of theirs. */
async function visibleId(parts: ServiceParts, standing: Standing, { kind, id }: BundleSubject): Promise<string> {
  switch (kind) {
    case "entry":
      await readVisible(parts, standing, id);
      return pathToEntryCode(id);
    case "request":
      return (await readRequest(parts, standing, id)).id;
    case "delivery": {
      const [receipt] = await parts.store.query<{ request: string }>("SELECT request FROM receipts WHERE id = $1", [
        id,
      ]);
      if (receipt === undefined) throw serviceErrors.create("DIRECTORY_SERVICE_NOT_FOUND", { what: `delivery ${id}` });
      await readRequest(parts, standing, receipt.request);
      return id;
    }
  }
}
