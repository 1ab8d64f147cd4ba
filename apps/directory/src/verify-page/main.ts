import { CodedError, type Language } from "@yanta/errors";
import type { AuditTrail } from "../audit/audit-trail.ts";
import { summaryOf } from "../audit/summary.ts";
import { isRootFile, readTrustRoots } from "../audit/trust-roots.ts";
import { verifyAudit } from "../audit/verify-audit.ts";
import { element } from "@yanta/ui/offline-page/element";
import { words } from "./words.ts";

/** What a check came to. */
type Outcome =
  | { readonly kind: "checking" }
  | { readonly kind: "good"; readonly trail: AuditTrail }
  | { readonly kind: "bad"; readonly error: unknown };

let language: Language = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
let bundle: File | undefined;
let roots: readonly File[] = [];
let outcome: Outcome | undefined;

function render(): void {
  const { title, subtitle, other, bundle: bundleTitle, bundleHint, roots: rootsTitle, rootsHint } = words[language];
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = `Yanta · ${title}`;
  const toggle = element("button", { type: "button", textContent: other, id: "language" });
  toggle.addEventListener("click", () => {
    language = language === "en" ? "zh" : "en";
    render();
  });
  document.querySelector("#page")?.replaceChildren(
    element("header", {}, element("h1", { textContent: title }), toggle),
    element("p", { className: "quiet", textContent: subtitle }),
    dropZone(
      {
        id: "bundle",
        title: bundleTitle,
        hint: bundleHint,
        isMultiple: false,
        files: bundle === undefined ? [] : [bundle],
      },
      ([file]) => (bundle = file),
    ),
    dropZone(
      { id: "roots", title: rootsTitle, hint: rootsHint, isMultiple: true, files: roots },
      (files) => (roots = files.filter(({ name }) => isRootFile(name))),
    ),
    element("section", { id: "outcome", ariaLive: "polite" }, ...renderOutcome()),
  );
}

interface Zone {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly isMultiple: boolean;
  readonly files: readonly File[];
}

/** A place to drop files on; it is a file chooser, too, for keyboards and phones. */
function dropZone({ id, title, hint, isMultiple, files }: Zone, take: (files: readonly File[]) => void): HTMLElement {
  const input = element("input", { type: "file", multiple: isMultiple, id: `${id}-input` });
  const chosen = files.length === 0 ? hint : words[language].chosen(files.map(({ name }) => name).join(", "));
  const zone = element(
    "label",
    { className: "drop", id },
    element("strong", { textContent: title }),
    element("span", { className: "quiet", textContent: chosen }),
    element("br"),
    input,
  );
  const accept = (list: FileList | null | undefined): void => {
    take([...(list ?? [])]);
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
  outcome = undefined;
  if (bundle !== undefined && roots.length > 0) {
    outcome = { kind: "checking" };
    render();
    outcome = await judge(bundle, roots);
  }
  render();
}

async function judge(file: File, rootFiles: readonly File[]): Promise<Outcome> {
  try {
    const texts = await Promise.all(rootFiles.map(async (each) => ({ name: each.name, text: await each.text() })));
    return { kind: "good", trail: verifyAudit(new Uint8Array(await file.arrayBuffer()), readTrustRoots(texts)) };
  } catch (error) {
    return { kind: "bad", error };
  }
}

function renderOutcome(): readonly HTMLElement[] {
  const { checking, good, bad, failed } = words[language];
  switch (outcome?.kind) {
    case undefined:
      return [];
    case "checking":
      return [element("p", { className: "verdict", textContent: checking })];
    case "good":
      return [
        element("p", { className: "verdict good", textContent: good }),
        element("div", { className: "summary", textContent: summaryOf(outcome.trail, language) }),
      ];
    case "bad": {
      const { error } = outcome;
      if (!(error instanceof CodedError))
        return [element("p", { className: "verdict bad", textContent: `${failed} ${String(error)}` })];
      const { message, advice } = error.explain(language);
      return [
        element("p", { className: "verdict bad", textContent: `${bad} ${error.code}: ${message}` }),
        element("p", { textContent: advice }),
      ];
    }
  }
}

render();
// A file that misses a drop zone must not replace the page.
for (const name of ["dragover", "drop"] as const) window.addEventListener(name, (event) => event.preventDefault());
