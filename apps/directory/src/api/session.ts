import { z } from "zod";
import { member } from "./department.ts";
import { memberUid, time } from "./values.ts";

/** Base64 of a signed query: a certificate, a signature, a short payload. */
const loginMax = 16_384;

export const challengeQuestion = z.object({ uid: memberUid }).meta({ id: "ChallengeQuestion" });

/**
 * A query that the member signs and the chain answers: so the chain itself checks certificate, revocation and signature. Before
 * signing, see that the payload is a query (txType QUERY_CONTRACT) of `getMember`.
 */
export const challenge = z
  .object({
    txId: z.string(),
    payload: z.string().meta({ description: "base64 of common.Payload: exactly these bytes are signed" }),
    expiresAt: time,
  })
  .meta({ id: "Challenge" });

export type Challenge = z.infer<typeof challenge>;

export const login = z
  .object({
    request: z
      .string()
      .max(loginMax)
      .meta({ description: "base64 of common.TxRequest: the challenge with its signature" }),
  })
  .meta({ id: "Login" });

export type Login = z.infer<typeof login>;

export const session = z
  .object({ token: z.string().meta({ description: "for Authorization: Bearer" }), member, expiresAt: time })
  .meta({ id: "Session" });

export type Session = z.infer<typeof session>;
