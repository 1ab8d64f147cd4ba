import { useLanguage } from "@yanta/ui";
import type { ReactNode } from "react";
import type { BundleSubject } from "../api/audit.ts";
import { BundleButton } from "./bundle-button.tsx";
import { useSession } from "./session.tsx";

/** The proof of all that was done to a subject, and how anyone checks it without us. */
export function BundleSection({ subject }: { readonly subject: BundleSubject }): ReactNode {
  const { say } = useLanguage();
  const { session } = useSession();
  if (session === undefined) return null;
  return (
    <section className="panel" aria-label={say({ en: "Audit bundle", zh: "审计证明包" })}>
      <div className="actions">
        <BundleButton subject={subject} />
      </div>
      <p className="ui-quiet">
        {say({
          en: "Everything that was done here, with proofs. To check it offline: ",
          zh: "含全部操作及其证明。离线校验：",
        })}
        <a href="/verify.html" download="verify.html">
          {say({ en: "save the checking page", zh: "保存校验页面" })}
        </a>
        {say({
          en: " and open it in a browser, or run ",
          zh: "后用浏览器打开，或运行 ",
        })}
        <code>{`yanta-directory verify ${subject.kind}-${subject.id}.zip --roots roots`}</code>
        {say({
          en: ". Take the trust roots (genesis hash, CA certificates) from the organisations, not from here.",
          zh: "。信任根（创世区块哈希与各组织 CA 证书）请直接取自各组织，勿从本站获取。",
        })}
      </p>
    </section>
  );
}
