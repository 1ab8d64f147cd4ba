import { Badge, Empty, formatNumber, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import type { Duty } from "../../api/department.ts";
import { Answer } from "../answer.tsx";
import { Link } from "../path.tsx";
import { useAsk } from "../use-ask.ts";
import { dutyKinds, wordOf } from "../words.ts";

/** The duty tree: a department's jobs, their duties, catalogues, databases and systems; branches come when they are opened. */
export function TreePage(): ReactNode {
  const { say } = useLanguage();
  const departments = useAsk("listDepartments");
  const [open, setOpen] = useState<string | undefined>(undefined);
  return (
    <>
      <h1>{say({ en: "Duty tree", zh: "职责目录树" })}</h1>
      <Answer of={departments}>
        {({ items }) => (
          <ul className="tree">
            {items
              .filter(({ state }) => state === "ACTIVE")
              .map(({ code, name, level, entries, systems }) => (
                <li key={code}>
                  <button
                    type="button"
                    aria-expanded={open === code}
                    onClick={() => setOpen(open === code ? undefined : code)}
                  >
                    {name}
                  </button>
                  {level === 1 ? null : <Badge>{say({ en: "district", zh: "区级" })}</Badge>}
                  <Counts entries={entries} systems={systems} />
                  {open === code ? <Branch department={code} /> : null}
                </li>
              ))}
          </ul>
        )}
      </Answer>
    </>
  );
}

function Counts({ entries, systems }: { readonly entries: number; readonly systems?: number }): ReactNode {
  const { say, language } = useLanguage();
  const n = formatNumber(entries, language);
  const m = systems === undefined ? undefined : formatNumber(systems, language);
  return (
    <span className="ui-quiet">
      {m === undefined
        ? say({ en: `${n} entries`, zh: `${n} 条目录` })
        : say({ en: `${n} entries, ${m} systems`, zh: `${n} 条目录，${m} 个系统` })}
    </span>
  );
}

function Branch({ department, parent }: { readonly department: string; readonly parent?: string }): ReactNode {
  const { say } = useLanguage();
  const query = parent === undefined ? { department } : { parent };
  return (
    <Answer of={useAsk("listDuties", { query })}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty>{say({ en: "Nothing below.", zh: "无下级。" })}</Empty>
        ) : (
          <ul>
            {items.map((duty) => (
              <Node key={duty.id} duty={duty} />
            ))}
          </ul>
        )
      }
    </Answer>
  );
}

function Node({ duty }: { readonly duty: Duty }): ReactNode {
  const { say } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const { id, kind, name, children, entries, department } = duty;
  return (
    <li>
      {children > 0 ? (
        <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {name}
        </button>
      ) : (
        <span className="leaf">{name}</span>
      )}
      <Badge>{say(wordOf(dutyKinds, kind))}</Badge>
      {kind === "catalogue" && entries > 0 ? (
        <Link to={`/?catalogue=${encodeURIComponent(id)}`}>
          <Counts entries={entries} />
        </Link>
      ) : null}
      {isOpen ? <Branch department={department} parent={id} /> : null}
    </li>
  );
}
