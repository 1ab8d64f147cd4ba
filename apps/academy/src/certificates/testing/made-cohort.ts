import { generatePrivateKey, type PrivateKey } from "@yanta/crypto";
import { cohortOf, type CohortDefinition } from "../cohort-definition.ts";
import type { Award, Cohort } from "../credential.ts";
import { didOfKey } from "../did-key.ts";

/** A cohort for tests, with a key of its own. */
export interface MadeCohort {
  readonly key: PrivateKey;
  readonly cohort: Cohort;
  readonly definition: CohortDefinition;
  awardOf(index: number): Award;
}

export const madeAt = "2026-11-24T08:00:00Z";

export function makeCohort(change: Partial<CohortDefinition> = {}): MadeCohort {
  const key = generatePrivateKey("ED25519");
  const definition: CohortDefinition = {
    id: "2026-autumn",
    issuer: '雁塔学院 "Yanta" 99',
    address: "https://academy.example/",
    achievement: {
      id: "developer",
      name: "链上开发 𠀀 <b>",
      description: 'Writes "contracts" \\ and tests them.\u00e9',
      criteria: "六个实验全部通过 & an exam",
      required: 60,
    },
    validFrom: "2026-11-24T00:00:00Z",
    labs: [],
    ...change,
  };
  return { key, cohort: cohortOf(definition, didOfKey(key.publicKey)), definition, awardOf };
}

function awardOf(index: number): Award {
  const digits = index.toString(16).padStart(12, "0");
  return {
    uuid: `5f9c7a4e-3c1b-4d5e-8f00-${digits}`,
    learner: `urn:yanta:learner:${digits.padStart(32, "e")}`,
    score: String(index % 101),
    workHash: digits.padStart(64, "7"),
    index,
  };
}
