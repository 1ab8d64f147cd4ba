import { Button, FileField, ProblemNotice, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import { type Identity, readIdentity } from "../identity.ts";
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
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="narrow">
      <h1>{say({ en: "Log in", zh: "登录" })}</h1>
      <p>
        {say({
          en: "Choose your certificate and its private key (two PEM files). The key stays in this page's memory; it is not sent, and is gone when you close the page.",
          zh: "请选择您的证书及其私钥（两个 PEM 文件）。私钥仅保存在本页面内存中，不会发送到服务器，关闭页面即清除。",
        })}
      </p>
      <FileField
        label={say({ en: "Certificate and key", zh: "证书与私钥" })}
        hint={say({ en: "for example name.crt and name.key", zh: "例如 name.crt 与 name.key" })}
        multiple
        onFiles={(files) =>
          void attempt(async () => {
            setIdentity(undefined);
            setIdentity(await readIdentity(files));
          })
        }
      />
      {identity === undefined ? null : (
        <p>
          {identity.name} <span className="ui-quiet">{identity.orgId}</span>
        </p>
      )}
      {error === undefined ? null : <ProblemNotice problem={problemOf(error)} />}
      <p className="actions">
        <Button
          kind="primary"
          disabled={identity === undefined || isBusy}
          onClick={() =>
            void attempt(async () => {
              if (identity !== undefined) await begin(identity);
              go("/tasks");
            })
          }
        >
          {say({ en: "Sign and log in", zh: "签名登录" })}
        </Button>
      </p>
    </section>
  );
}
