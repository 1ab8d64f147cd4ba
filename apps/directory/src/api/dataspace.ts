import { z } from "zod";
import { requestBase64Max } from "./transaction.ts";

/** Spec: Dataspace Protocol 2025-1, "JSON-LD context". */
export const dataspaceContext = "https://w3id.org/dspace/2025/1/context.jsonld";

const textMax = 500;
const text = z.string().max(textMax);

const context = z
  .union([z.string(), z.array(z.unknown()).max(10)])
  .refine((value) => [value].flat().includes(dataspaceContext), `@context must hold ${dataspaceContext}`);

/** Both sides know a negotiation by the id of the request on the chain. */
export const pidPrefix = "urn:yanta:directory:request:";
export const entryPrefix = "urn:yanta:directory:entry:";

const pid = z
  .string()
  .regex(/^urn:yanta:directory:request:[A-Za-z0-9-]{1,64}$/)
  .meta({ description: "urn:yanta:directory:request: and the request's id on the chain, for both sides" });

const signed = z.string().max(requestBase64Max).meta({
  description: "base64 of common.TxRequest: the transaction that does what the message says, signed by its sender",
});

/** What every message of a negotiation or transfer has; members that are not known are read over. Spec: Dataspace Protocol 2025-1, schemas of messages. */
function message<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.looseObject({ "@context": context, "@type": z.literal(type), ...shape, "yanta:transaction": signed });
}

const both = { consumerPid: pid, providerPid: pid };
const callbackAddress = z.url().max(textMax).meta({ description: "not called: both sides read the chain" });

export const contractRequestMessage = message("ContractRequestMessage", {
  consumerPid: pid,
  providerPid: pid.optional(),
  offer: z.looseObject({
    "@id": text,
    "@type": z.literal("Offer").optional(),
    target: z.string().regex(/^urn:yanta:directory:entry:[1-9]\d{5,19}\/\d{1,12}$/),
  }),
  callbackAddress,
});

export const verificationMessage = message("ContractAgreementVerificationMessage", both);

export const terminationMessage = message("ContractNegotiationTerminationMessage", {
  ...both,
  code: text.optional(),
  reason: z.array(z.unknown()).max(20).optional(),
});

export const transferRequestMessage = message("TransferRequestMessage", {
  consumerPid: pid,
  agreementId: pid,
  format: text,
  callbackAddress,
});

export const transferStartMessage = message("TransferStartMessage", both);
export const transferSuspensionMessage = message("TransferSuspensionMessage", both);
export const transferCompletionMessage = message("TransferCompletionMessage", both);
export const transferTerminationMessage = message("TransferTerminationMessage", both);

export const pidInPath = z.object({ pid });

const acknowledgement = { "@context": z.array(z.string()), providerPid: pid, consumerPid: pid };

export const negotiation = z
  .object({
    ...acknowledgement,
    "@type": z.literal("ContractNegotiation"),
    state: z.enum(["REQUESTED", "OFFERED", "ACCEPTED", "AGREED", "VERIFIED", "FINALIZED", "TERMINATED"]),
  })
  .meta({ id: "ContractNegotiation" });

export const transfer = z
  .object({
    ...acknowledgement,
    "@type": z.literal("TransferProcess"),
    state: z.enum(["REQUESTED", "STARTED", "SUSPENDED", "COMPLETED", "TERMINATED"]),
  })
  .meta({ id: "TransferProcess" });

const offer = z.object({
  "@id": z.string(),
  "@type": z.literal("Offer"),
  permission: z.array(
    z.object({
      action: z.literal("use"),
      constraint: z.array(z.object({ leftOperand: z.string(), operator: z.string(), rightOperand: z.string() })),
    }),
  ),
});

export const dataspaceDataset = z
  .object({
    "@context": z.array(z.string()).optional(),
    "@id": z.string(),
    "@type": z.literal("Dataset"),
    title: z.string(),
    hasPolicy: z.array(offer),
    distribution: z.array(
      z.object({ "@type": z.literal("Distribution"), format: z.string(), accessService: z.string() }),
    ),
  })
  .meta({ id: "DataspaceDataset" });

export const dataspaceCatalogue = z
  .object({
    "@context": z.array(z.string()),
    "@id": z.string(),
    "@type": z.literal("Catalog"),
    participantId: z.string(),
    service: z.array(z.object({ "@id": z.string(), "@type": z.literal("DataService"), endpointURL: z.string() })),
    dataset: z.array(dataspaceDataset),
    "yanta:next": z.string().nullable().meta({ description: "for `after` of the next page" }),
  })
  .meta({ id: "DataspaceCatalog" });

export const catalogueRequestMessage = z.looseObject({
  "@context": context,
  "@type": z.literal("CatalogRequestMessage"),
  filter: z.array(z.unknown()).max(0, "filters are not understood: use /search").optional(),
});

export const dataspaceVersions = z.object({
  protocolVersions: z.array(z.object({ version: z.string(), path: z.string(), binding: z.literal("HTTPS") })),
});
