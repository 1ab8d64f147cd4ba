import { CodedError, type TranslatedDetail } from "@yanta/errors";
import { academyErrors } from "../errors.ts";
import type { Language } from "../local-text.ts";
import type { Grade } from "./grade.ts";

function budgetOf({ details: { what } }: CodedError): TranslatedDetail {
  return what === "gas" || what === "memory" ? budgets[what] : budgets.time;
}

const budgets: Readonly<Record<"gas" | "time" | "memory", TranslatedDetail>> = {
  gas: { en: "gas", zh: "Gas" },
  time: { en: "time", zh: "时间" },
  memory: { en: "memory", zh: "内存" },
};

/** Why a log was not taken, in the academy's words. An error that is nobody's input is thrown on. */
export function toRefusal(error: unknown): Grade {
  if (!(error instanceof CodedError)) throw error;
  const refusal = translate(error);
  const say = (language: Language): string => {
    const { message, advice } = refusal.explain(language);
    return language === "zh" ? `${message}。${advice}` : `${message}. ${advice}`;
  };
  return { kind: "refused", code: refusal.code, message: { zh: say("zh"), en: say("en") } };
}

function translate(error: CodedError): CodedError {
  const reason = error.message;
  switch (error.code) {
    case "PLAYGROUND_LOG_TOO_LARGE":
      return academyErrors.create("ACADEMY_LOG_TOO_LARGE", {}, error);
    case "PLAYGROUND_LOG_BROKEN":
    case "PLAYGROUND_LOG_NEWER":
      return academyErrors.create("ACADEMY_LOG_BROKEN", { reason }, error);
    case "PLAYGROUND_LOG_FOREIGN":
      return academyErrors.create("ACADEMY_LOG_FOREIGN", {}, error);
    case "PLAYGROUND_CHAIN_INVALID":
      return academyErrors.create("ACADEMY_LOG_EDITED", { reason }, error);
    case "PLAYGROUND_REPLAY_BUDGET":
      return academyErrors.create("ACADEMY_LOG_OVER_BUDGET", { what: budgetOf(error) }, error);
    default:
      if (error.code.startsWith("ACADEMY_")) return error;
      throw error;
  }
}
