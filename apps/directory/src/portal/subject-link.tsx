import type { ReactNode } from "react";
import { entryCodeToPath } from "../api/values.ts";
import { Link } from "./path.tsx";

/** What a task, a deadline or an audit row is about, as a link where there is a page for it. */
export function SubjectLink({
  kind,
  id,
  children,
}: {
  readonly kind: string;
  readonly id: string;
  readonly children: ReactNode;
}): ReactNode {
  if (kind === "entry") return <Link to={`/entries/${entryCodeToPath(id)}`}>{children}</Link>;
  if (kind === "request" || kind === "confirmation") return <Link to={`/requests/${id}`}>{children}</Link>;
  if (kind === "correction") return <Link to={`/corrections/${id}`}>{children}</Link>;
  return children;
}
