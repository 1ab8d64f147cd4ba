import { basePath } from "../../api/base-path.ts";
import { dataspaceContext, entryPrefix } from "../../api/dataspace.ts";
import type { AnswerOf } from "../../api/endpoints.ts";
import { entryCodeToPath, pathToEntryCode } from "../../api/values.ts";
import { Conditions } from "../../service/conditions.ts";
import type { Handler, ServiceParts } from "../../service/context.ts";
import { serviceErrors } from "../../service/errors.ts";

/** Offers of one page. */
const pageOffersMax = 100;

const version = "2025-1";

export const getDataspaceVersions: Handler<"getDataspaceVersions"> = async () => ({
  protocolVersions: [{ version, path: `/dsp/${version}`, binding: "HTTPS" as const }],
});

export const askDataspaceCatalogue: Handler<"askDataspaceCatalogue"> = async ({ parts, facts, query, base }) => {
  const after = query.after === undefined ? undefined : pathToEntryCode(query.after);
  const rows = await readOffers(parts, new Conditions().addIf("s.code > ?", after), pageOffersMax + 1);
  const shown = rows.slice(0, pageOffersMax);
  const last = shown.at(-1);
  return {
    "@context": [dataspaceContext],
    "@id": `${base}${basePath}/dcat/catalog`,
    "@type": "Catalog" as const,
    participantId: `urn:yanta:directory:department:${facts.authority}`,
    service: [{ "@id": serviceId(base), "@type": "DataService" as const, endpointURL: serviceId(base) }],
    dataset: shown.map((row) => toDataset(base, row)),
    "yanta:next": rows.length > pageOffersMax && last !== undefined ? entryCodeToPath(last.code) : null,
  };
};

export const getDataspaceDataset: Handler<"getDataspaceDataset"> = async ({ parts, params, base }) => {
  const code = pathToEntryCode(params.code);
  const [row] = await readOffers(parts, new Conditions().add("s.code = ?", code), 1);
  if (row === undefined) throw serviceErrors.create("DIRECTORY_SERVICE_NOT_FOUND", { what: `offer ${code}` });
  return { "@context": [dataspaceContext], ...toDataset(base, row) };
};

interface OfferRow {
  readonly code: string;
  readonly name: string;
  readonly sharing: number;
}

/** Published entries that are shared: what is not, is no offer. */
function readOffers({ store }: ServiceParts, conditions: Conditions, limit: number): Promise<readonly OfferRow[]> {
  const { where, values } = conditions.addText("s.sharing < 3");
  return store.query<OfferRow>(
    `SELECT code, name, sharing FROM search s ${where} ORDER BY s.code LIMIT ${limit}`,
    values,
  );
}

function toDataset(base: string, { code, name, sharing }: OfferRow): AnswerOf<"getDataspaceDataset"> {
  const kind = { leftOperand: "urn:yanta:directory:sharing", operator: "eq", rightOperand: String(sharing) };
  return {
    "@id": `${entryPrefix}${code}`,
    "@type": "Dataset",
    title: name,
    hasPolicy: [
      {
        "@id": `urn:yanta:directory:offer:${code}`,
        "@type": "Offer",
        // Purpose, fields, time and count are what a request asks for; of an offer only the kind of sharing is known.
        permission: [{ action: "use", constraint: [kind] }],
      },
    ],
    distribution: [{ "@type": "Distribution", format: "HttpData-PULL", accessService: serviceId(base) }],
  };
}

function serviceId(base: string): string {
  return `${base}${basePath}/dsp/${version}`;
}
