import { bytesToBase64 } from "@yanta/bytes";
import type { Payload } from "@yanta/protocol";
import { Button, Dialog, Loading, ProblemNotice, useLanguage } from "@yanta/ui";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import type { Submitted } from "../api/transaction.ts";
import { ask } from "./ask.ts";
import { type Deed, readPayload, signPayload } from "./payload-check.ts";
import { KeyField } from "./key-field.tsx";
import { problemOf } from "./problem-of.ts";
import { useSession } from "./session.tsx";
import { SignedContent } from "./signed-content.tsx";

/** Shows what is signed, signs and sends it; undefined when the member turns away. */
type Act = (deed: Deed) => Promise<Submitted | undefined>;

const SigningContext = createContext<Act | undefined>(undefined);

type Step =
  | { readonly kind: "preparing" }
  | { readonly kind: "showing"; readonly payload: Payload; readonly chainId: string }
  | { readonly kind: "sending" }
  | { readonly kind: "done"; readonly submitted: Submitted }
  | { readonly kind: "refused"; readonly error: unknown };

interface Signing {
  readonly deed: Deed;
  readonly resolve: (submitted: Submitted | undefined) => void;
  readonly step: Step;
}

export function SigningProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { session } = useSession();
  const { say } = useLanguage();
  const queries = useQueryClient();
  const [signing, setSigning] = useState<Signing | undefined>(undefined);
  const stepTo = (step: Step): void => setSigning((now) => (now === undefined ? now : { ...now, step }));

  const act = useCallback<Act>(
    (deed) =>
      new Promise((resolve) => {
        setSigning({ deed, resolve, step: { kind: "preparing" } });
        prepare(deed, session?.token).then(stepTo, (error: unknown) => stepTo({ kind: "refused", error }));
      }),
    [session],
  );

  const send = async (payload: Payload): Promise<void> => {
    if (session?.identity === undefined) return;
    stepTo({ kind: "sending" });
    try {
      const request = await signPayload(payload, session.identity.signer);
      const submitted = await ask("submit", { body: { request: bytesToBase64(request) }, token: session.token });
      stepTo({ kind: "done", submitted });
      await queries.invalidateQueries();
    } catch (error) {
      stepTo({ kind: "refused", error });
    }
  };

  const close = (): void => {
    // What is on its way cannot be taken back: its end is waited for.
    if (signing === undefined || signing.step.kind === "sending") return;
    signing.resolve(signing.step.kind === "done" ? signing.step.submitted : undefined);
    setSigning(undefined);
  };

  return (
    <SigningContext value={act}>
      {children}
      {signing === undefined ? null : (
        <Dialog
          title={say({ en: "Confirm and sign", zh: "确认并签名" })}
          closeLabel={say({ en: "Close", zh: "关闭" })}
          onClose={close}
        >
          <SigningSteps
            step={signing.step}
            deed={signing.deed}
            onSign={(payload) => void send(payload)}
            onClose={close}
          />
        </Dialog>
      )}
    </SigningContext>
  );
}

async function prepare(deed: Deed, token: string | undefined): Promise<Step> {
  const parameters = Object.fromEntries(
    Object.entries(deed.parameters).map(([name, value]) => [name, typeof value === "object" ? [...value] : value]),
  );
  const { payload, chainId } = await ask("prepare", { body: { method: deed.method, parameters }, token });
  return { kind: "showing", chainId, payload: readPayload(payload, { kind: "invoke", ...deed }) };
}

interface StepsProps {
  readonly step: Step;
  readonly deed: Deed;
  readonly onSign: (payload: Payload) => void;
  readonly onClose: () => void;
}

function SigningSteps({ step, deed, onSign, onClose }: StepsProps): ReactNode {
  const { say } = useLanguage();
  const { session, lend } = useSession();
  const identity = session?.identity;
  switch (step.kind) {
    case "preparing":
      return <Loading />;
    case "showing":
      return (
        <>
          <SignedContent deed={deed} payload={step.payload} signerName={identity?.name ?? "—"} />
          {identity === undefined ? (
            <>
              <p>
                {say({
                  en: "The page was loaded again, and your key went with it. Choose it once more to sign.",
                  zh: "页面已刷新，私钥已从内存清除。签名前请再次选择。",
                })}
              </p>
              <KeyField onIdentity={(chosen) => (chosen === undefined ? undefined : lend(chosen))} />
            </>
          ) : null}
          <p className="actions">
            {identity === undefined ? null : (
              <Button kind="primary" autoFocus onClick={() => onSign(step.payload)}>
                {say({ en: "Sign and send", zh: "签名并提交" })}
              </Button>
            )}
            <Button onClick={onClose}>{say({ en: "Cancel", zh: "取消" })}</Button>
          </p>
        </>
      );
    case "sending":
      return <p role="status">{say({ en: "Signed. Waiting for the block …", zh: "已签名，正在等待出块……" })}</p>;
    case "done":
      return (
        <>
          <p role="status">
            {say({
              en: `Done: block ${step.submitted.height}.`,
              zh: `办理完成：已写入区块 ${step.submitted.height}。`,
            })}
          </p>
          <p className="ui-quiet">
            {say({ en: "Transaction", zh: "交易" })} <code>{step.submitted.txId}</code>
          </p>
          <p className="actions">
            <Button kind="primary" autoFocus onClick={onClose}>
              {say({ en: "Close", zh: "关闭" })}
            </Button>
          </p>
        </>
      );
    case "refused":
      return (
        <>
          <ProblemNotice problem={problemOf(step.error)} />
          <p className="actions">
            <Button autoFocus onClick={onClose}>
              {say({ en: "Close", zh: "关闭" })}
            </Button>
          </p>
        </>
      );
  }
}

/** Does something on the chain, after the member has seen and signed it. */
export function useAct(): Act {
  const act = useContext(SigningContext);
  if (act === undefined) throw new Error("useAct outside of a SigningProvider");
  return act;
}
