import { z } from "zod";
import { height, time } from "./values.ts";

export const health = z
  .object({
    status: z.enum(["ok", "behind", "rebuilding", "failed"]),
    chainId: z.string(),
    chainHeight: height,
    indexHeight: height,
    blockHash: z.string().meta({ description: "hex of the last block in the index" }),
    blockTime: time,
    isRebuilding: z.boolean(),
    fault: z.string().meta({ description: "code of what stopped the index; empty for none" }),
  })
  .meta({ id: "Health" });

export type Health = z.infer<typeof health>;
