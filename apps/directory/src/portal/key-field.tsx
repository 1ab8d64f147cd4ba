import { FileField, ProblemNotice, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import { type Identity, readIdentity } from "./identity.ts";
import { problemOf } from "./problem-of.ts";

/** Chooses a member's certificate and key; what is wrong with them is said here, what `onIdentity` throws as well. */
export function KeyField({
  onIdentity,
}: {
  /** Undefined while there is none. */
  readonly onIdentity: (identity: Identity | undefined) => void;
}): ReactNode {
  const { say } = useLanguage();
  const [error, setError] = useState<unknown>(undefined);
  const choose = async (files: readonly File[]): Promise<void> => {
    setError(undefined);
    try {
      onIdentity(undefined);
      onIdentity(await readIdentity(files));
    } catch (caught) {
      setError(caught);
    }
  };
  return (
    <>
      <FileField
        label={say({ en: "Certificate and key", zh: "证书与私钥" })}
        hint={say({ en: "for example name.crt and name.key", zh: "例如 name.crt 与 name.key" })}
        multiple
        onFiles={(files) => void choose(files)}
      />
      {error === undefined ? null : <ProblemNotice problem={problemOf(error)} />}
    </>
  );
}
