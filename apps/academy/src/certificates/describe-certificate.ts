import { bytesToHex } from "@yanta/bytes";
import { CodedError } from "@yanta/errors";
import type { Language, LocalText } from "../local-text.ts";
import { type CheckName, checkNames, type CheckOutcome, type VerifiedCertificate } from "./verify-certificate.ts";

/** One check in words. */
export interface DescribedCheck {
  readonly name: CheckName;
  readonly kind: CheckOutcome["kind"];
  readonly says: string;
}

const titles: Readonly<Record<CheckName, LocalText>> = {
  signature: { en: "Signature of the issuer", zh: "签发者签名" },
  issuer: { en: "Issuer is one that you trust", zh: "签发者在您的信任名单中" },
  time: { en: "Valid now", zh: "在有效期内" },
  status: { en: "Not revoked", zh: "未被吊销" },
  cohort: { en: "One of its cohort's certificates", zh: "属于该届次的证书" },
  anchor: { en: "The cohort stands on the chain", zh: "届次已在链上存证" },
};

const missing: Readonly<Record<CheckName, LocalText>> = {
  signature: { en: "", zh: "" },
  issuer: { en: "", zh: "" },
  time: { en: "", zh: "" },
  status: { en: "not checked: the status list was not given", zh: "未检查：没有提供状态列表" },
  cohort: {
    en: "not checked: the cohort's file, or the place in it, was not given",
    zh: "未检查：没有提供届次文件，或证书未附带位置",
  },
  anchor: {
    en: "not checked: the cohort's file, or a chain that you trust, was not given",
    zh: "未检查：没有提供届次文件，或没有您信任的链",
  },
};

const verdicts: Readonly<Record<VerifiedCertificate["verdict"], LocalText>> = {
  valid: { en: "Valid: everything was checked and holds.", zh: "有效：全部检查均通过。" },
  incomplete: { en: "Nothing is wrong, but not everything could be checked.", zh: "未发现问题，但部分检查无法进行。" },
  invalid: { en: "NOT valid.", zh: "无效。" },
};

export function describeVerdict({ verdict }: VerifiedCertificate, language: Language): string {
  return verdicts[verdict][language];
}

/** All checks in their order. */
export function describeChecks(verified: VerifiedCertificate, language: Language): readonly DescribedCheck[] {
  return checkNames.map((name) => {
    const outcome = verified.checks[name];
    const title = titles[name][language];
    const detail = detailOf(name, outcome, verified)[language];
    return {
      name,
      kind: outcome.kind,
      says: detail === "" ? title : `${title}${language === "zh" ? "：" : ": "}${detail}`,
    };
  });
}

function detailOf(name: CheckName, outcome: CheckOutcome, { anchor, statusAsOf = "" }: VerifiedCertificate): LocalText {
  switch (outcome.kind) {
    case "unknown":
      return missing[name];
    case "fails": {
      const { error } = outcome;
      if (!(error instanceof CodedError)) return { en: String(error), zh: String(error) };
      const say = (language: Language): string => `${error.code}: ${error.explain(language).message}`;
      return { en: say("en"), zh: say("zh") };
    }
    case "holds": {
      if (name === "status") return { en: `as of ${statusAsOf}`, zh: `截至 ${statusAsOf}` };
      if (name !== "anchor" || anchor === undefined) return { en: "", zh: "" };
      const { transaction, chain } = anchor;
      const when = new Date(Number(transaction.block.timestamp) * 1000).toISOString();
      const place = `${chain.chainId} #${transaction.height}, ${when}, ${transaction.sender.orgId}/${transaction.sender.memberId}`;
      const genesis = bytesToHex(chain.genesisHash).slice(0, 16);
      return { en: `${place} (genesis ${genesis}…)`, zh: `${place}（创世 ${genesis}…）` };
    }
  }
}

/** What the certificate says, line by line, as name and value. */
export function describeCredential(
  { credential }: VerifiedCertificate,
  language: Language,
): readonly (readonly [string, string])[] {
  const { issuer, credentialSubject: subject, validFrom, validUntil, evidence, id } = credential;
  const names = words[language];
  return [
    [names.achievement, subject.achievement.name],
    [names.criteria, subject.achievement.criteria.narrative],
    [names.issuer, `${issuer.name} (${issuer.id})`],
    [names.learner, subject.id],
    [names.score, `${subject.result[0].value} / 100`],
    [names.period, `${validFrom} – ${validUntil ?? ""}`],
    [names.work, evidence[0].id],
    [names.id, id],
  ];
}

const words = {
  en: {
    achievement: "Achievement",
    criteria: "Criteria",
    issuer: "Issuer",
    learner: "Holder",
    score: "Score",
    period: "Valid",
    work: "Graded work",
    id: "Id",
  },
  zh: {
    achievement: "成就",
    criteria: "授予条件",
    issuer: "签发者",
    learner: "持有人",
    score: "成绩",
    period: "有效期",
    work: "所评作品",
    id: "编号",
  },
} as const;
