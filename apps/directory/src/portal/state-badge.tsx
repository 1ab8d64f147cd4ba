import { Badge, useLanguage, type LocalText } from "@yanta/ui";
import type { ReactNode } from "react";
import { toneOf, wordOf } from "./words.ts";

/** A state in the reader's words and its colour. */
export function StateBadge({
  state,
  words,
}: {
  readonly state: string | number;
  readonly words: Readonly<Record<string, LocalText>>;
}): ReactNode {
  const { say } = useLanguage();
  return <Badge tone={toneOf(state)}>{say(wordOf(words, state))}</Badge>;
}
