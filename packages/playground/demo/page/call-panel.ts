import type { AbiMethod } from "@yanta/contract-sdk";
import {
  type AbiInput,
  type CallResult,
  decodeSolidityResult,
  type MemberName,
  type Playground,
  type SendOutcome,
  type SendRequest,
  signatureOf,
  solidityCall,
  solidityFailure,
} from "@yanta/playground";
import type { DeployedContract, DeployedContracts } from "./deployed-contracts.ts";
import { actionButton, element, field } from "./element.ts";
import { words } from "./words.ts";

export interface CallPanelOptions {
  readonly playground: Playground;
  readonly deployed: DeployedContracts;
  readonly onSent: (txId: string) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** A method as a form asks for it. */
interface MethodForm {
  readonly label: string;
  readonly isQuery: boolean;
  readonly inputs: readonly { readonly name: string; readonly type: string; readonly optional: boolean }[];
  readonly toRequest: (values: readonly string[]) => Pick<SendRequest, "method" | "parameters">;
  readonly showResult: (result: Uint8Array) => string;
}

/** The methods of the contracts that are installed, as forms. */
export class CallPanel {
  readonly root: HTMLElement;
  readonly #options: CallPanelOptions;
  readonly #contracts = element("select");
  readonly #sender: HTMLSelectElement;
  readonly #methods = element("div", { className: "methods" });
  #deployed: readonly DeployedContract[] = [];

  constructor(options: CallPanelOptions) {
    this.#options = options;
    const { members } = options.playground.info;
    const people = members.filter(({ name }) => name === "client1" || name === "admin1");
    this.#sender = element(
      "select",
      {},
      ...people.map((member) => element("option", { value: JSON.stringify(member), textContent: memberText(member) })),
    );
    this.#sender.value = JSON.stringify(people.find(({ name }) => name === "client1"));
    this.#contracts.addEventListener("change", () => this.#showMethods());
    this.root = element(
      "section",
      { className: "panel" },
      element("h2", { textContent: words.calls }),
      element("div", { className: "row" }, field(words.contract, this.#contracts), field(words.sender, this.#sender)),
      this.#methods,
    );
  }

  /** Shows what is installed now; the contract of a name, if one is given. */
  async refresh(name = this.#contracts.value): Promise<void> {
    this.#deployed = await this.#options.deployed.list();
    const options = this.#deployed.map((contract) =>
      element("option", { value: contract.name, textContent: contract.name }),
    );
    this.#contracts.replaceChildren(...options);
    if (this.#deployed.some((contract) => contract.name === name)) this.#contracts.value = name;
    this.#contracts.disabled = options.length === 0;
    this.#showMethods();
  }

  #showMethods(): void {
    const contract = this.#deployed.find(({ name }) => name === this.#contracts.value);
    const forms = contract === undefined ? [] : methodForms(contract).map((form) => this.#form(contract, form));
    this.#methods.replaceChildren(
      ...(forms.length > 0 ? forms : [element("p", { className: "hint", textContent: words.noContract })]),
    );
  }

  #form({ name: contract }: DeployedContract, form: MethodForm): HTMLElement {
    const inputs = form.inputs.map(({ name, type, optional }) =>
      element("input", {
        placeholder: optional ? `${type}, ${words.optional}` : type,
        name,
        autocapitalize: "off",
        spellcheck: false,
      }),
    );
    const answer = element("output", { className: "answer" });
    const run = async (): Promise<void> => {
      answer.className = "answer";
      answer.textContent = "…";
      const sender = JSON.parse(this.#sender.value) as MemberName;
      const values = inputs.map(({ value }) => value);
      try {
        const request = { contract, sender, ...form.toRequest(values) };
        if (form.isQuery) return show(answer, await this.#options.playground.query(request), form);
        const outcome = await this.#options.playground.send(request);
        show(answer, outcome, form);
        await this.#options.onSent(outcome.txId);
      } catch (error) {
        answer.textContent = "";
        throw error;
      }
    };
    const { onError } = this.#options;
    return element(
      "div",
      { className: "method" },
      element("h3", { textContent: form.label }),
      ...inputs.map((input) => field(input.name, input)),
      actionButton(form.isQuery ? words.query : words.invoke, run, {
        onError,
        className: form.isQuery ? "" : "primary",
      }),
      answer,
    );
  }
}

function memberText({ orgId, name }: MemberName): string {
  return `${name} · ${orgId.split(".")[0]}`;
}

function show(answer: HTMLOutputElement, outcome: CallResult | SendOutcome, form: MethodForm): void {
  if ("kind" in outcome && outcome.kind === "waiting") {
    answer.textContent = words.waiting;
    return;
  }
  const isRefused = "kind" in outcome && outcome.kind === "refused";
  const isFailed = outcome.code !== 0 || ("contractCode" in outcome && outcome.contractCode !== 0);
  answer.classList.add(isRefused || isFailed ? "error" : "good");
  if (isRefused || isFailed) {
    const reason = "contractMessage" in outcome ? outcome.contractMessage || outcome.message : outcome.message;
    answer.textContent = `${words.failed} (${outcome.code}): ${solidityFailure(reason)}`;
    return;
  }
  const result = "result" in outcome ? form.showResult(outcome.result) : "";
  const place = "height" in outcome ? words.committed(outcome.height, outcome.gasUsed) : "";
  answer.textContent = [result || (place === "" ? words.noResult : ""), place]
    .filter((text) => text !== "")
    .join(" · ");
}

function methodForms(contract: DeployedContract): readonly MethodForm[] {
  if (contract.language === "AssemblyScript")
    return contract.abi.methods
      .filter(({ name }) => name !== "init_contract" && name !== "upgrade")
      .map((method) => contractForm(method));
  return contract.abi
    .filter(({ type }) => type === "function")
    .map((entry): MethodForm => {
      const signature = signatureOf(entry);
      const inputs = (entry.inputs ?? []).map(({ name, type }, index) => ({
        name: name || `${index + 1}`,
        type,
        optional: false,
      }));
      return {
        label: entry.name ?? "",
        isQuery: entry.stateMutability === "view" || entry.stateMutability === "pure",
        inputs,
        toRequest: (values) => {
          const typed = values.map((value, index) => textToInput(value, inputs[index]?.type ?? ""));
          return solidityCall(contract, signature, typed);
        },
        showResult: (result) =>
          result.length === 0 ? "" : decodeSolidityResult(contract, signature, result).join(", "),
      };
    });
}

function contractForm(method: AbiMethod): MethodForm {
  return {
    label: method.name,
    isQuery: method.kind === "query",
    inputs: method.parameters.map(({ name, type, integer, optional = false }) => ({
      name,
      type: integer ?? type,
      optional,
    })),
    toRequest: (values) => {
      const given = method.parameters.map(({ name, optional = false }, index) => ({
        name,
        optional,
        value: values[index] ?? "",
      }));
      const wanted = given.filter(({ optional, value }) => !(optional && value === ""));
      return {
        method: method.name,
        parameters: Object.fromEntries(wanted.map(({ name, value }) => [name, value])),
      };
    },
    showResult: (result) => new TextDecoder().decode(result),
  };
}

/** What a text field holds for a type of Solidity; lists are JSON. */
function textToInput(text: string, type: string): AbiInput {
  if (type === "bool") return text === "true";
  return type.endsWith("]") || type === "tuple" ? (JSON.parse(text) as AbiInput) : text;
}
