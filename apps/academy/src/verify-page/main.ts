import { CodedError } from "@yanta/errors";
import { describeChecks, describeCredential, describeVerdict } from "../certificates/describe-certificate.ts";
import type { Language } from "../local-text.ts";
import { element } from "@yanta/ui/offline-page/element";
import { judge, type Judged } from "./judge.ts";
import { words } from "./words.ts";

/** What a check came to. */
type Outcome =
  | { readonly kind: "checking" }
  | { readonly kind: "judged"; readonly judged: Judged }
  | { readonly kind: "unreadable"; readonly error: unknown };

const paper = location.hash.slice(1);
const zones = ["certificate", "evidence", "trust"] as const;
const files: Record<(typeof zones)[number], readonly File[]> = { certificate: [], evidence: [], trust: [] };

let language: Language = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
let outcome: Outcome | undefined;
/** Counts checks, so that a slow one does not overwrite a later one. */
let round = 0;

function render(): void {
  const { title, subtitle, other } = words[language];
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = `Yanta · ${title}`;
  const toggle = element("button", { type: "button", textContent: other, id: "language" });
  toggle.addEventListener("click", () => {
    language = language === "en" ? "zh" : "en";
    render();
  });
  document
    .querySelector("#page")
    ?.replaceChildren(
      element("header", {}, element("h1", { textContent: title }), toggle),
      element("p", { className: "quiet", textContent: subtitle }),
      ...zones.map(dropZone),
      element("section", { id: "outcome", ariaLive: "polite" }, ...renderOutcome()),
    );
}

/** A place to drop files on; it is a file chooser, too, for keyboards and phones. */
function dropZone(id: (typeof zones)[number]): HTMLElement {
  const input = element("input", { type: "file", multiple: id !== "certificate", id: `${id}-input` });
  const say = words[language];
  const names = files[id].map(({ name }) => name).join(", ");
  const hint = element("span", {
    className: "quiet",
    textContent: names === "" ? say[`${id}Hint`] : say.chosen(names),
  });
  const title = element("strong", { textContent: say[id] });
  const zone = element("label", { className: "drop", id }, title, hint, element("br"), input);
  const accept = (list: FileList | null | undefined): void => {
    files[id] = [...(list ?? [])].slice(0, id === "certificate" ? 1 : undefined);
    void check();
  };
  input.addEventListener("change", () => accept(input.files));
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    accept(event.dataTransfer?.files);
  });
  return zone;
}

async function check(): Promise<void> {
  const [certificate] = files.certificate;
  const own = ++round;
  outcome = certificate === undefined ? undefined : { kind: "checking" };
  render();
  if (certificate === undefined) return;
  let found: Outcome;
  try {
    found = { kind: "judged", judged: await judge({ ...files, certificate, paper }) };
  } catch (error) {
    found = { kind: "unreadable", error };
  }
  if (own !== round) return;
  outcome = found;
  render();
}

function renderOutcome(): readonly HTMLElement[] {
  const say = words[language];
  switch (outcome?.kind) {
    case undefined:
      return [];
    case "checking":
      return [element("p", { className: "verdict", textContent: say.checking })];
    case "unreadable": {
      const { error } = outcome;
      const reason = error instanceof CodedError ? `${error.code}: ${error.explain(language).message}` : String(error);
      return [element("p", { className: "verdict bad", textContent: `${say.unreadable} ${reason}` })];
    }
    case "judged":
      return renderJudged(outcome.judged);
  }
}

function renderJudged(judged: Judged): readonly HTMLElement[] {
  const say = words[language];
  const isBad = judged.verdict === "invalid" || judged.isOfPaper === false;
  const className = `verdict ${isBad ? "bad" : judged.verdict === "valid" ? "good" : ""}`;
  const checks = describeChecks(judged, language).map(({ kind, says, name }) =>
    element("li", { id: `check-${name}`, textContent: `${marks[kind]} ${says}` }),
  );
  const about = describeCredential(judged, language).flatMap(([name, value]) => [
    element("dt", { textContent: name }),
    element("dd", { textContent: value }),
  ]);
  return [
    element("p", { className, id: "verdict", textContent: describeVerdict(judged, language) }),
    ...(judged.isOfPaper === undefined
      ? []
      : [element("p", { id: "paper", textContent: judged.isOfPaper ? `✓ ${say.paper}` : `✗ ${say.otherPaper}` })]),
    element("ul", { className: "checks" }, ...checks),
    element("dl", {}, ...about),
  ];
}

const marks = { holds: "✓", fails: "✗", unknown: "?" } as const;

render();
// A file that misses a drop zone must not replace the page.
for (const name of ["dragover", "drop"] as const) window.addEventListener(name, (event) => event.preventDefault());
