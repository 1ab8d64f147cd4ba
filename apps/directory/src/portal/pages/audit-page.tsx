import { TextField, useLanguage } from "@yanta/ui";
import { type ReactNode, useDeferredValue, useState } from "react";
import { Answer } from "../answer.tsx";
import { HistoryTable } from "../history-table.tsx";
import { SubjectLink } from "../subject-link.tsx";
import { useAsk } from "../use-ask.ts";

/** Every deed of the directory, newest first. */
export function AuditPage(): ReactNode {
  const { say } = useLanguage();
  const [page, setPage] = useState(1);
  const [subject, setSubject] = useState("");
  const asked = useDeferredValue(subject.trim());
  const answer = useAsk("listAudit", { query: { page, ...(asked === "" ? {} : { subject: asked }) } });
  return (
    <>
      <h1>{say({ en: "Audit", zh: "审计追溯" })}</h1>
      <p className="ui-quiet">
        {say({
          en: "Each row was written by the contract in the transaction that did the deed. The pages of entries and requests have proofs that anyone can check offline.",
          zh: "每条记录均由合约在办理该事项的交易中写入。任何人可离线核验的证明，请在目录或申请页面下载。",
        })}
      </p>
      <TextField
        label={say({ en: "Subject", zh: "对象" })}
        hint={say({ en: "whole, e.g. request.R000001", zh: "完整名称，例如 request.R000001" })}
        value={subject}
        maxLength={150}
        onChange={(value) => {
          setSubject(value);
          setPage(1);
        }}
      />
      <Answer of={answer}>
        {(data) => (
          <HistoryTable
            answer={data}
            onPage={setPage}
            withSubject={(name) => {
              const [kind = "", ...rest] = name.split(".");
              return (
                <SubjectLink kind={kind} id={rest.join(".")}>
                  {name}
                </SubjectLink>
              );
            }}
          />
        )}
      </Answer>
    </>
  );
}
