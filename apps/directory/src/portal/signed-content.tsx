import { bytesToUtf8 } from "@yanta/bytes";
import type { Payload } from "@yanta/protocol";
import { formatTime, useLanguage } from "@yanta/ui";
import type { ReactNode } from "react";
import type { Deed } from "./payload-check.ts";
import { deeds, parameterValues, parameterWords, wordOf } from "./words.ts";

/** Longest text of a parameter that is shown whole. */
const shownMax = 2000;

export interface SignedContentProps {
  readonly deed: Deed;
  readonly payload: Payload;
  readonly signerName: string;
}

/** What a payload says, in plain words, read from the very bytes that are signed. */
export function SignedContent({ deed, payload, signerName }: SignedContentProps): ReactNode {
  const { say, language } = useLanguage();
  return (
    <>
      <p>
        <strong>{say(wordOf(deeds, deed.method))}</strong> <code>{`${payload.contractName}.${payload.method}`}</code>
      </p>
      <dl className="facts">
        {payload.parameters.map(({ key, value }) => {
          const text = bytesToUtf8(value);
          const shown =
            key === "until" ? formatTime(Number(text), language) : say(wordOf(parameterValues[key] ?? {}, text));
          return (
            <div key={key}>
              <dt>{say(wordOf(parameterWords, key))}</dt>
              <dd>{shown.length > shownMax ? `${shown.slice(0, shownMax)} …` : shown}</dd>
            </div>
          );
        })}
        <div>
          <dt>{say({ en: "Signed by", zh: "签名人" })}</dt>
          <dd>{signerName}</dd>
        </div>
        <div>
          <dt>{say({ en: "Chain", zh: "链" })}</dt>
          <dd>
            <code>{payload.chainId}</code>
          </dd>
        </div>
      </dl>
      <p className="ui-quiet">
        {say({
          en: "The key stays in this page. What you sign cannot be erased from the chain.",
          zh: "私钥仅保留在本页面。签名内容上链后无法擦除。",
        })}
      </p>
    </>
  );
}
