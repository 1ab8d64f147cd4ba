import { bytesToUtf8 } from "@yanta/bytes";
import { dataspaceContext, entryPrefix, pidPrefix } from "../../api/dataspace.ts";
import type { AnswerOf } from "../../api/endpoints.ts";
import type { Request } from "../../api/request.ts";
import type { Handler, ServiceParts } from "../../service/context.ts";
import { serviceErrors } from "../../service/errors.ts";
import { needParty, type Standing } from "../../service/standing.ts";
import { readRequest } from "../../service/writes/read-request.ts";
import { sendSigned } from "../../service/writes/transactions.ts";
import { negotiationState, transferState } from "./states.ts";

export const getNegotiation: Handler<"getNegotiation"> = ({ parts, standing, params }) =>
  readNegotiation(parts, standing, params.pid);

export const getTransfer: Handler<"getTransfer"> = ({ parts, standing, params }) =>
  readTransfer(parts, standing, params.pid);

export const requestContract: Handler<"requestContract"> = async ({ parts, standing, body }) => {
  const entry = body.offer.target.slice(entryPrefix.length);
  if (body.providerPid !== undefined && body.providerPid !== body.consumerPid) throw mismatch("providerPid");
  await send(parts, standing, body, { methods: ["submitRequest"], pid: body.consumerPid, entry });
  return readNegotiation(parts, standing, body.consumerPid);
};

export const verifyAgreement: Handler<"verifyAgreement"> = async ({ parts, standing, params: { pid }, body }) => {
  await send(parts, standing, body, { methods: ["signAgreement"], pid });
  return readNegotiation(parts, standing, pid);
};

export const terminateNegotiation: Handler<"terminateNegotiation"> = async ({
  parts,
  standing,
  params: { pid },
  body,
}) => {
  await send(parts, standing, body, { methods: ["withdrawRequest", "rejectRequest"], pid });
  return readNegotiation(parts, standing, pid);
};

export const requestTransfer: Handler<"requestTransfer"> = async ({ parts, standing, body }) => {
  if (body.agreementId !== body.consumerPid) throw mismatch("agreementId");
  await send(parts, standing, body, { methods: ["activateAccess"], pid: body.consumerPid });
  return readTransfer(parts, standing, body.consumerPid);
};

/** A message to a transfer that is there, done by one method. */
function transferMessage<Name extends "startTransfer" | "suspendTransfer" | "completeTransfer" | "terminateTransfer">(
  method: string,
): Handler<Name> {
  return (async ({ parts, standing, params: { pid }, body }) => {
    await send(parts, standing, body, { methods: [method], pid });
    return readTransfer(parts, standing, pid);
  }) as Handler<"startTransfer"> as Handler<Name>;
}

export const startTransfer = transferMessage<"startTransfer">("resumeAccess");
export const suspendTransfer = transferMessage<"suspendTransfer">("suspendAccess");
export const completeTransfer = transferMessage<"completeTransfer">("completeAccess");
export const terminateTransfer = transferMessage<"terminateTransfer">("revokeAccess");

interface Message {
  readonly consumerPid: string;
  readonly providerPid?: string | undefined;
  readonly "yanta:transaction": string;
}

interface Meaning {
  readonly methods: readonly string[];
  readonly pid: string;
  /** Code of the entry that the transaction must be about. */
  readonly entry?: string;
}

/** Sends the transaction of a message, after a look whether it does what the message says. Errors: DIRECTORY_SERVICE_INPUT, those of sending. */
async function send(parts: ServiceParts, standing: Standing, message: Message, { methods, pid, entry }: Meaning) {
  if (message.consumerPid !== pid) throw mismatch("consumerPid");
  if (message.providerPid !== undefined && message.providerPid !== pid) throw mismatch("providerPid");
  const { payload } = readRequest(message["yanta:transaction"]);
  const given = new Map(payload.parameters.map(({ key, value }) => [key, bytesToUtf8(value)]));
  const isMeant =
    methods.includes(payload.method) &&
    given.get("id") === pid.slice(pidPrefix.length) &&
    (entry === undefined || given.get("entry") === entry);
  if (!isMeant) throw mismatch("yanta:transaction");
  await sendSigned(parts, standing, message["yanta:transaction"]);
}

function mismatch(field: string): Error {
  return serviceErrors.create("DIRECTORY_SERVICE_INPUT", { field, reason: "not what the rest of the message says" });
}

interface RequestRow {
  readonly state: Request["state"];
  readonly consumer: string;
  readonly provider: string;
  readonly rejected: boolean;
}

async function readRow({ store }: ServiceParts, standing: Standing, pid: string): Promise<RequestRow> {
  const id = pid.slice(pidPrefix.length);
  const [row] = await store.query<RequestRow>(
    `SELECT state, consumer, provider,
       EXISTS (SELECT 1 FROM audits WHERE subject = 'request.' || requests.id AND became = 'REJECTED') AS rejected
     FROM requests WHERE id = $1`,
    [id],
  );
  if (row === undefined) throw serviceErrors.create("DIRECTORY_SERVICE_NOT_FOUND", { what: pid });
  needParty(standing, row.consumer, row.provider);
  return row;
}

async function readNegotiation(
  parts: ServiceParts,
  standing: Standing,
  pid: string,
): Promise<AnswerOf<"getNegotiation">> {
  const { state, rejected } = await readRow(parts, standing, pid);
  return {
    "@context": [dataspaceContext],
    "@type": "ContractNegotiation",
    providerPid: pid,
    consumerPid: pid,
    state: negotiationState(state, rejected),
  };
}

async function readTransfer(parts: ServiceParts, standing: Standing, pid: string): Promise<AnswerOf<"getTransfer">> {
  const row = await readRow(parts, standing, pid);
  const state = transferState(row.state, row.rejected);
  if (state === undefined) throw serviceErrors.create("DIRECTORY_SERVICE_NOT_FOUND", { what: `transfer ${pid}` });
  return { "@context": [dataspaceContext], "@type": "TransferProcess", providerPid: pid, consumerPid: pid, state };
}
