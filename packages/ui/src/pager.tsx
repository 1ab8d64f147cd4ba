import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { formatNumber } from "./format.ts";
import { useLanguage } from "./language.tsx";

export interface PagerProps {
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
  /** False: at least so many. */
  readonly isTotalExact?: boolean;
  readonly onPage: (page: number) => void;
}

/** Steps through a list. */
export function Pager({ page, pageSize, total, isTotalExact = true, onPage }: PagerProps): ReactNode {
  const { say, language } = useLanguage();
  const last = Math.max(1, Math.ceil(total / pageSize));
  const count = `${formatNumber(total, language)}${isTotalExact ? "" : "+"}`;
  return (
    <nav className="ui-pager" aria-label={say({ en: "pages", zh: "分页" })}>
      <span>{say({ en: `${count} in all`, zh: `共 ${count} 条` })}</span>
      {last === 1 ? null : (
        <>
          <Button disabled={page <= 1} onClick={() => onPage(page - 1)}>
            {say({ en: "Previous", zh: "上一页" })}
          </Button>
          <span>{say({ en: `page ${page} of ${last}`, zh: `第 ${page} / ${last} 页` })}</span>
          <Button disabled={page >= last} onClick={() => onPage(page + 1)}>
            {say({ en: "Next", zh: "下一页" })}
          </Button>
        </>
      )}
    </nav>
  );
}
