import { z } from "zod";
import { member } from "./department.ts";
import { memberUid, time } from "./values.ts";

/** Bytes of a certificate in PEM. */
export const certificateMax = 8192;

export const challengeQuestion = z.object({ uid: memberUid }).meta({ id: "ChallengeQuestion" });

export const challenge = z
  .object({
    challenge: z.string().meta({ description: "the text that the member's key signs as UTF-8, exactly as it stands" }),
    expiresAt: time,
  })
  .meta({ id: "Challenge" });

export type Challenge = z.infer<typeof challenge>;

export const login = z
  .object({
    challenge: z.string().max(500),
    certificate: z.string().max(certificateMax).meta({ description: "PEM" }),
    signature: z.string().max(1024).meta({ description: "base64; SM2 with SM3, or ECDSA with SHA-256, as the key is" }),
  })
  .meta({ id: "Login" });

export type Login = z.infer<typeof login>;

export const session = z
  .object({ token: z.string().meta({ description: "for Authorization: Bearer" }), member, expiresAt: time })
  .meta({ id: "Session" });

export type Session = z.infer<typeof session>;
