import type { Diagnostic } from "@yanta/contract-sdk";
import {
  type ContractCompiler,
  type InstallRequest,
  type Playground,
  type SolidityCompiler,
  solidityConstructor,
} from "@yanta/playground";
import type { ContractInterface, DeployedContracts } from "./deployed-contracts.ts";
import { SourceEditor } from "./source-editor.ts";
import { actionButton, element, field } from "./element.ts";
import { type Sample, samples } from "./samples.ts";
import { words } from "./words.ts";

export interface CompilePanelOptions {
  readonly playground: Playground;
  readonly compilers: { readonly contract: ContractCompiler; readonly solidity: SolidityCompiler };
  readonly deployed: DeployedContracts;
  readonly onDeployed: (name: string) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

type Built = ContractInterface & Pick<InstallRequest, "runtime" | "bytecode" | "parameters">;

/** Arguments of the Solidity sample's constructor. */
const constructorValue = 1000;

/** Editor, compiler and what it says. */
export class CompilePanel {
  readonly root: HTMLElement;
  readonly #options: CompilePanelOptions;
  readonly #editor = new SourceEditor(words.editor);
  readonly #report = element("div", { className: "report" });
  #sample: Sample;

  constructor(options: CompilePanelOptions) {
    this.#options = options;
    const [first] = samples;
    if (first === undefined) throw new Error("no sample");
    this.#sample = first;
    this.#editor.text = first.source;
    this.#report.setAttribute("aria-live", "polite");
    const { onError } = options;
    this.root = element(
      "section",
      { className: "panel" },
      element("h2", { textContent: words.contract }),
      field(words.sample, this.#sampleSelect()),
      this.#editor.root,
      element(
        "div",
        { className: "row" },
        actionButton(words.compile, async () => void (await this.#compile()), { onError }),
        actionButton(words.deploy, () => this.#deploy(), { onError, className: "primary" }),
      ),
      this.#report,
    );
  }

  #sampleSelect(): HTMLSelectElement {
    const options = samples.map(({ name, language }, index) =>
      element("option", { value: String(index), textContent: `${name} · ${language}` }),
    );
    const select = element("select", {}, ...options);
    select.addEventListener("change", () => {
      this.#sample = samples[Number(select.value)] ?? this.#sample;
      this.#editor.text = this.#sample.source;
      this.#report.replaceChildren();
    });
    return select;
  }

  async #compile(): Promise<Built | undefined> {
    this.#report.replaceChildren(element("p", { textContent: words.compiling }));
    const started = performance.now();
    const { built, diagnostics } =
      this.#sample.language === "Solidity" ? await this.#compileSolidity() : await this.#compileContract();
    const lines = diagnostics.map((diagnostic) => this.#diagnosticLine(diagnostic));
    const summary = built && words.compiled(built.bytecode.length, Math.round(performance.now() - started));
    this.#report.replaceChildren(...lines, ...(summary === undefined ? [] : [element("p", { textContent: summary })]));
    return built;
  }

  async #compileContract(): Promise<{ built?: Built; diagnostics: readonly Diagnostic[] }> {
    const sources = new Map([["index.ts", this.#editor.text]]);
    const outcome = await this.#options.compilers.contract.compile({ name: this.#sample.name, sources });
    const { diagnostics } = outcome;
    if (outcome.kind === "failed") return { diagnostics };
    const { abi, wasm } = outcome;
    return { built: { language: "AssemblyScript", abi, runtime: "WASMER", bytecode: wasm }, diagnostics };
  }

  async #compileSolidity(): Promise<{ built?: Built; diagnostics: readonly Diagnostic[] }> {
    const sources = new Map([[`${this.#sample.name}.sol`, this.#editor.text]]);
    const outcome = await this.#options.compilers.solidity.compile({ sources });
    const { diagnostics } = outcome;
    const contract = outcome.kind === "compiled" ? outcome.contracts.at(-1) : undefined;
    if (contract === undefined) return { diagnostics };
    const { abi, selectors, eventTopics, bytecode } = contract;
    const inputs = abi.find(({ type }) => type === "constructor")?.inputs ?? [];
    const parameters = solidityConstructor(
      contract,
      inputs.map(() => constructorValue),
    );
    return {
      built: { language: "Solidity", abi, selectors, eventTopics, runtime: "EVM", bytecode, parameters },
      diagnostics,
    };
  }

  async #deploy(): Promise<void> {
    const built = await this.#compile();
    if (built === undefined) return;
    const { playground, deployed, onDeployed } = this.#options;
    const { name } = this.#sample;
    const installed = await deployed.versionOf(name);
    const version = installed === undefined ? "1.0" : `1.${Number(installed.split(".")[1] ?? 0) + 1}`;
    const { runtime, bytecode, parameters = {} } = built;
    const request = { name, version, runtime, bytecode, parameters };
    const outcome = await (installed === undefined ? playground.install(request) : playground.upgrade(request));
    const isDone = outcome.kind === "committed" && outcome.code === 0;
    if (!isDone) {
      const text = outcome.kind === "waiting" ? words.waiting : `${outcome.code} ${outcome.message}`;
      this.#report.append(element("p", { className: "error", textContent: text }));
      if (outcome.kind !== "waiting") return;
    }
    deployed.remember(
      built.language === "Solidity"
        ? { name, language: "Solidity", abi: built.abi, selectors: built.selectors, eventTopics: built.eventTopics }
        : { name, language: built.language, abi: built.abi },
    );
    if (isDone)
      this.#report.append(
        element("p", { textContent: words.deployed(name, version, outcome.height), className: "good" }),
      );
    await onDeployed(name);
  }

  #diagnosticLine({ severity, message, place }: Diagnostic): HTMLElement {
    const text = place === undefined ? message : `${place.path}:${place.line}:${place.column} ${message}`;
    const line = element("button", { type: "button", className: `diagnostic ${severity}`, textContent: text });
    line.addEventListener("click", () => place !== undefined && this.#editor.select(place));
    return line;
  }
}
