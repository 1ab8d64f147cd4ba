import type { ReactNode } from "react";

export interface BarProps {
  /** Value and the longest bar's. */
  readonly value: number;
  readonly max: number;
  readonly label: string;
}

/** One bar of a chart in a table's cell, with its value beside it. */
export function Bar({ value, max, label }: BarProps): ReactNode {
  return (
    <span className="ui-bar">
      <progress className="ui-bar-fill" value={value} max={Math.max(1, max)} aria-hidden="true" />
      <span className="ui-bar-label">{label}</span>
    </span>
  );
}
