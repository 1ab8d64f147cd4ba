import { Button, ProblemNotice, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import type { BundleSubject } from "../api/audit.ts";
import { askFile } from "./ask.ts";
import { problemOf } from "./problem-of.ts";
import { useSession } from "./session.tsx";

export interface BundleButtonProps {
  readonly subject: BundleSubject;
  readonly kind?: "plain" | "link";
}

/** Downloads the audit bundle of an entry, a request or a delivery; there for members. */
export function BundleButton({ subject, kind = "plain" }: BundleButtonProps): ReactNode {
  const { say } = useLanguage();
  const { session } = useSession();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(undefined);
  if (session === undefined) return null;
  const download = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      save(await askFile("getBundle", { params: subject, token: session.token }), `${subject.kind}-${subject.id}.zip`);
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div>
      <Button kind={kind} disabled={isBusy} aria-busy={isBusy} onClick={() => void download()}>
        {isBusy
          ? say({ en: "Collecting proofs …", zh: "正在收集证明……" })
          : say({ en: "Download audit bundle", zh: "下载审计证明包" })}
      </Button>
      {error === undefined ? null : <ProblemNotice problem={problemOf(error)} />}
    </div>
  );
}

/** Has the browser save a file. */
function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
