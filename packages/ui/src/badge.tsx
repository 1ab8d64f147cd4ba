import type { ReactNode } from "react";

export type Tone = "neutral" | "good" | "warn" | "bad" | "accent";

/** A short word on a tinted ground: a state, a kind, a deadline. */
export function Badge({
  tone = "neutral",
  children,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode;
}): ReactNode {
  return <span className={`ui-badge ui-badge-${tone}`}>{children}</span>;
}
