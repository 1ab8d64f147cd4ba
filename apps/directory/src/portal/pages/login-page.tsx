import { Button, ProblemNotice, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import type { Identity } from "../identity.ts";
import { KeyField } from "../key-field.tsx";
import { go } from "../path.tsx";
import { problemOf } from "../problem-of.ts";
import { useSession } from "../session.tsx";

/** Logging in with a certificate and its key, which never leave the page. */
export function LoginPage(): ReactNode {
  const { say } = useLanguage();
  const { begin } = useSession();
  const [identity, setIdentity] = useState<Identity | undefined>(undefined);
  const [error, setError] = useState<unknown>(undefined);
  const [isBusy, setBusy] = useState(false);
  const logIn = async (): Promise<void> => {
    if (identity === undefined) return;
    setBusy(true);
    setError(undefined);
    try {
      await begin(identity);
      // Whoever came here for another page is on it now.
      if (location.pathname === "/login") go("/tasks");
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  return (
    <section className="narrow">
      <h1>{say({ en: "Log in", zh: "登录" })}</h1>
      <p>
        {say({
          en: "Choose your certificate and its private key (two PEM files). The key stays in this page's memory: it is neither sent nor stored. You stay logged in when you load the page again; to sign after that, you choose the key once more. Closing the tab ends both.",
          zh: "请选择您的证书及其私钥（两个 PEM 文件）。私钥仅保存在本页面内存中，既不发送也不存储。刷新页面后仍保持登录，签名时需再次选择私钥；关闭标签页后两者均清除。",
        })}
      </p>
      <KeyField onIdentity={setIdentity} />
      {identity === undefined ? null : (
        <p>
          {identity.name} <span className="ui-quiet">{identity.orgId}</span>
        </p>
      )}
      {error === undefined ? null : <ProblemNotice problem={problemOf(error)} />}
      <p className="actions">
        <Button kind="primary" disabled={identity === undefined || isBusy} onClick={() => void logIn()}>
          {say({ en: "Sign and log in", zh: "签名登录" })}
        </Button>
      </p>
    </section>
  );
}
