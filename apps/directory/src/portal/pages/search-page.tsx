import { Badge, Button, Empty, formatDay, formatNumber, Marked, Pager, useLanguage } from "@yanta/ui";
import { type ReactNode, useState } from "react";
import { facetNames, type FacetName, type SearchHit, type SearchResult } from "../../api/search.ts";
import { entryCodeToPath } from "../../api/values.ts";
import { Answer } from "../answer.tsx";
import { go, Link, usePath } from "../path.tsx";
import { useAsk } from "../use-ask.ts";
import { cycles, facets, facetValues, formats, sharingTypes, wordOf } from "../words.ts";

/** Values of one facet that are shown before the reader asks for more. */
const facetValuesShown = 6;

/** Search and facets. The address holds the whole question, so that it can be sent to a colleague. */
export function SearchPage(): ReactNode {
  const { say } = useLanguage();
  const { query } = usePath();
  const [words, setWords] = useState(query.get("q") ?? "");
  const result = useAsk("search", { query: Object.fromEntries(query) });
  return (
    <>
      <form
        role="search"
        className="search"
        onSubmit={(event) => {
          event.preventDefault();
          go(changed(query, "q", words));
        }}
      >
        <label>
          <span className="ui-hidden">{say({ en: "Search the catalogue", zh: "检索数据目录" })}</span>
          <input
            type="search"
            value={words}
            maxLength={200}
            placeholder={say({ en: "business licence, social insurance …", zh: "营业执照、社保、不动产……" })}
            onChange={(event) => setWords(event.target.value)}
          />
        </label>
        <Button type="submit" kind="primary">
          {say({ en: "Search", zh: "检索" })}
        </Button>
      </form>
      <Answer of={result}>{(data) => <Result result={data} query={query} />}</Answer>
    </>
  );
}

function Result({ result, query }: { readonly result: SearchResult; readonly query: URLSearchParams }): ReactNode {
  const { say, language } = useLanguage();
  const { items, total, page, pageSize, isTotalExact, words, synonyms, tookMs } = result;
  return (
    <div className="split">
      <aside aria-label={say({ en: "Narrow down", zh: "筛选条件" })}>
        {facetNames.map((name) => (
          <Facet key={name} name={name} values={result.facets[name]} query={query} />
        ))}
      </aside>
      <section aria-label={say({ en: "Results", zh: "检索结果" })}>
        <p className="ui-quiet" role="status">
          {say({
            en: `${formatNumber(total, language)}${isTotalExact ? "" : "+"} entries in ${Math.ceil(tookMs)} ms`,
            zh: `共 ${formatNumber(total, language)}${isTotalExact ? "" : " 以上"} 条，用时 ${Math.ceil(tookMs)} 毫秒`,
          })}
          {synonyms.length === 0
            ? ""
            : say({ en: `; also: ${synonyms.join(", ")}`, zh: `；同时检索：${synonyms.join("、")}` })}{" "}
          {total === 0 ? null : (
            <a href={`/api/v1/search/export?${exportOf(query)}`} download>
              {say({ en: "Export (.xlsx)", zh: "导出（.xlsx）" })}
            </a>
          )}
        </p>
        {items.length === 0 ? (
          <Empty>
            {say({
              en: "Nothing found. Take out a filter, or use fewer words.",
              zh: "未找到目录。请减少筛选条件或更换检索词。",
            })}
          </Empty>
        ) : (
          items.map((hit) => <Hit key={hit.code} hit={hit} words={[...words, ...synonyms]} />)
        )}
        <Pager
          {...{ page, pageSize, total, isTotalExact }}
          onPage={(next) => go(changed(query, "page", String(next)))}
        />
      </section>
    </div>
  );
}

/** The same question to the export, whose `format` is that of the file. */
function exportOf(query: URLSearchParams): string {
  const asked = [...query].filter(([name]) => !["page", "pageSize", "lang"].includes(name));
  return new URLSearchParams(asked.map(([name, value]) => [name === "format" ? "formats" : name, value])).toString();
}

function Hit({ hit, words }: { readonly hit: SearchHit; readonly words: readonly string[] }): ReactNode {
  const { say, language } = useLanguage();
  return (
    <article className="hit">
      <h2>
        <Link to={`/entries/${entryCodeToPath(hit.code)}`}>
          <Marked text={hit.name} words={words} />
        </Link>
      </h2>
      <p>
        <Marked text={hit.summary} words={words} />
      </p>
      {hit.matchedItems.length === 0 ? null : (
        <p className="ui-quiet">
          {say({ en: "Items: ", zh: "信息项：" })}
          <Marked text={hit.matchedItems.join(language === "zh" ? "、" : ", ")} words={words} />
        </p>
      )}
      <p className="badges">
        <Badge tone={hit.sharing === 1 ? "good" : hit.sharing === 2 ? "accent" : "neutral"}>
          {say(wordOf(sharingTypes, hit.sharing))}
        </Badge>
        <span>{hit.providerName}</span>
        <span>{say(wordOf(formats, hit.format))}</span>
        <span>{say({ en: `updated ${cycles[hit.cycle]?.en ?? ""}`, zh: `${cycles[hit.cycle]?.zh ?? ""}更新` })}</span>
        <span>{say({ en: `${hit.items} items`, zh: `${hit.items} 个信息项` })}</span>
        <span>{formatDay(hit.publishedAt, language)}</span>
        <code>{hit.code}</code>
      </p>
    </article>
  );
}

/** Open from the beginning where there is room beside the results. */
const openFacets: ReadonlySet<FacetName> = new Set(["department", "sharing"]);

function isWide(): boolean {
  return matchMedia("(width >= 820px)").matches;
}

interface FacetProps {
  readonly name: FacetName;
  readonly values: SearchResult["facets"][FacetName];
  readonly query: URLSearchParams;
}

function Facet({ name, values, query }: FacetProps): ReactNode {
  const { say, language } = useLanguage();
  const [isWhole, setWhole] = useState(false);
  const chosen = new Set((query.get(name) ?? "").split(",").filter((value) => value !== ""));
  if (values.length === 0) return null;
  const shown = isWhole ? values : values.filter(({ value }, index) => index < facetValuesShown || chosen.has(value));
  const toggle = (value: string): void => {
    const next = new Set(chosen);
    if (!next.delete(value)) next.add(value);
    go(changed(query, name, [...next].join(",")));
  };
  return (
    <details className="facet" open={chosen.size > 0 || (isWide() && openFacets.has(name)) || undefined}>
      <summary>{say(wordOf(facets, name))}</summary>
      {shown.map(({ value, label, count }) => (
        <label key={value}>
          <input type="checkbox" checked={chosen.has(value)} onChange={() => toggle(value)} />
          <span>{say(facetValues[name]?.[value] ?? { en: label, zh: label })}</span>
          <span className="ui-quiet">{formatNumber(count, language)}</span>
        </label>
      ))}
      {shown.length < values.length ? (
        <Button kind="link" onClick={() => setWhole(true)}>
          {say({ en: `all ${values.length}`, zh: `全部 ${values.length} 项` })}
        </Button>
      ) : null}
    </details>
  );
}

/** The address of a changed question, from its first page on. */
function changed(query: URLSearchParams, name: string, value: string): string {
  const next = new URLSearchParams(query);
  if (name !== "page") next.delete("page");
  if (value === "") next.delete(name);
  else next.set(name, value);
  return next.size === 0 ? "/" : `/?${next}`;
}
