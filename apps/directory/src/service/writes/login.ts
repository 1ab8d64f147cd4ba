import { bytesToBase64, equalBytes } from "@yanta/bytes";
import { TxType } from "@yanta/protocol";
import { createPayload, payloadToBytes, sendRequest } from "@yanta/sdk";
import type { Handler } from "../context.ts";
import { serviceErrors } from "../errors.ts";
import { readStanding } from "../standing.ts";
import { readRequest } from "./read-request.ts";

/** Asks a member to sign a query: so nothing is ever done by a login. */
export const askChallenge: Handler<"askChallenge"> = async ({ parts, body }) => {
  const { client, contractName, sessions } = parts;
  const parameters = { uid: body.uid };
  const payload = createPayload(client, {
    txType: TxType.QUERY_CONTRACT,
    contract: contractName,
    method: "getMember",
    parameters,
  });
  const bytes = payloadToBytes(payload);
  const expiresAt = sessions.ask(payload.txId, body.uid, bytes);
  return { txId: payload.txId, payload: bytesToBase64(bytes), expiresAt };
};

/** The signed query goes to the chain, which checks certificate, revocation and signature before it answers. */
export const login: Handler<"login"> = async ({ parts, facts, body }) => {
  const request = readRequest(body.request);
  const challenge = parts.sessions.answered(request.txId);
  if (challenge === undefined || !equalBytes(challenge.payload, request.payloadBytes))
    throw serviceErrors.create("DIRECTORY_SERVICE_CHALLENGE");
  if (challenge.uid !== request.uid) throw signer();
  await sendRequest(parts.client, request);
  const { member } = await readStanding(parts.store, facts, request.uid);
  const { token, expiresAt } = parts.sessions.begin(request.uid);
  return { token, member, expiresAt };
};

export const logout: Handler<"logout"> = async ({ parts, token }) => {
  parts.sessions.end(token);
  return {};
};

export const me: Handler<"me"> = async ({ standing }) => standing.member;

function signer(): Error {
  return serviceErrors.create("DIRECTORY_SERVICE_SIGNER", { what: { en: "logs in", zh: "登录" } });
}
