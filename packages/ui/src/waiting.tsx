import type { ReactNode } from "react";
import { useLanguage } from "./language.tsx";

/** Shown until something comes; screen readers hear it. */
export function Loading(): ReactNode {
  const { say } = useLanguage();
  return (
    <p className="ui-loading" role="status">
      {say({ en: "Loading …", zh: "正在加载……" })}
    </p>
  );
}

/** In place of an empty list: what would stand there. */
export function Empty({ children }: { readonly children: ReactNode }): ReactNode {
  return <p className="ui-empty">{children}</p>;
}
