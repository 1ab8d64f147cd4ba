import {
  type BlockView,
  decodeSolidityEvent,
  type EventView,
  type LogLine,
  type Playground,
  solidityFailure,
  type TransactionView,
} from "@yanta/playground";
import { timeText } from "./chain-panel.ts";
import type { DeployedContract, DeployedContracts } from "./deployed-contracts.ts";
import { element } from "./element.ts";
import { traceTree } from "./trace-tree.ts";
import { words } from "./words.ts";

/** Blocks, events and lines that are shown; more would only make the page slow. */
const rowsMax = 100;

type Tab = "blocks" | "events" | "logs" | "trace";
const tabs: readonly Tab[] = ["blocks", "events", "logs", "trace"];

export interface HistoryPanelOptions {
  readonly playground: Playground;
  readonly deployed: DeployedContracts;
  readonly onError: (error: unknown) => void;
}

/** What happened on the chain. */
export class HistoryPanel {
  readonly root: HTMLElement;
  readonly #playground: Playground;
  readonly #onError: (error: unknown) => void;
  readonly #lists: Readonly<Record<Tab, HTMLElement>>;
  readonly #buttons: ReadonlyMap<Tab, HTMLButtonElement>;

  constructor({ playground, deployed, onError }: HistoryPanelOptions) {
    this.#playground = playground;
    this.#onError = onError;
    const list = (hint: string): HTMLElement =>
      element("div", { className: "list" }, element("p", { className: "hint", textContent: hint }));
    this.#lists = {
      blocks: list(words.noBlocks),
      events: list(words.noEvents),
      logs: list(words.noLogs),
      trace: list(words.noTrace),
    };
    this.#buttons = new Map(
      tabs.map((tab) => {
        const button = element("button", { type: "button", role: "tab", textContent: words[tab] });
        button.addEventListener("click", () => this.#show(tab));
        return [tab, button];
      }),
    );
    const bar = element("div", { className: "tabs", role: "tablist" }, ...this.#buttons.values());
    this.root = element("section", { className: "panel wide" }, bar, ...Object.values(this.#lists));
    this.#show("blocks");
    playground.onBlock((block) => this.#addBlock(block));
    playground.onEvent((event) => this.#addRow("events", eventRow(event, deployed.find(event.contract))));
    playground.onLog((line) => this.#addRow("logs", logRow(line)));
  }

  /** The newest blocks of the chain, anew. */
  async refresh(): Promise<void> {
    const { height } = await this.#playground.getTip();
    const count = Number(height < BigInt(rowsMax) ? height : BigInt(rowsMax));
    const heights = Array.from({ length: count }, (_, index) => height - BigInt(index));
    const blocks = await Promise.all(heights.map((each) => this.#playground.getBlock(each)));
    const rows = blocks.flatMap((block) => (block === undefined ? [] : [this.#blockRow(block)]));
    const hint = element("p", { className: "hint", textContent: words.noBlocks });
    this.#lists.blocks.replaceChildren(...(rows.length > 0 ? rows : [hint]));
  }

  async showTrace(txId: string): Promise<void> {
    const trace = await this.#playground.trace({ txId });
    this.#lists.trace.replaceChildren(traceTree(trace));
    this.#show("trace");
  }

  /** Makes a transaction's trace ready, without turning to it. */
  async prepareTrace(txId: string): Promise<void> {
    this.#lists.trace.replaceChildren(traceTree(await this.#playground.trace({ txId })));
  }

  #show(shown: Tab): void {
    for (const tab of tabs) {
      this.#lists[tab].hidden = tab !== shown;
      this.#buttons.get(tab)?.setAttribute("aria-selected", String(tab === shown));
    }
  }

  #addBlock(block: BlockView): void {
    this.#addRow("blocks", this.#blockRow(block));
  }

  #addRow(tab: Tab, row: HTMLElement): void {
    const list = this.#lists[tab];
    list.querySelector(":scope > .hint")?.remove();
    list.prepend(row);
    while (list.children.length > rowsMax) list.lastElementChild?.remove();
  }

  #blockRow({ height, hash, timestamp, txs }: BlockView): HTMLElement {
    return element(
      "article",
      { className: "block" },
      element(
        "header",
        {},
        element("strong", { textContent: String(height) }),
        element("code", { textContent: hash.slice(0, 16), title: hash }),
        element("span", { textContent: timeText(timestamp) }),
      ),
      ...txs.map((tx) => this.#txRow(tx)),
    );
  }

  #txRow({
    txId,
    contract,
    method,
    code,
    contractCode,
    contractMessage,
    message,
    senderOrgId,
  }: TransactionView): HTMLElement {
    const isGood = code === 0 && contractCode === 0;
    const button = element(
      "button",
      { type: "button", className: `tx ${isGood ? "good" : "error"}`, title: txId },
      element("span", { textContent: isGood ? "✓" : "✗" }),
      element("code", { textContent: `${contract}.${method}` }),
      element("span", { textContent: senderOrgId.split(".")[0] ?? "" }),
      isGood ? undefined : element("span", { textContent: solidityFailure(contractMessage || message) }),
    );
    button.addEventListener("click", () => void this.showTrace(txId).catch(this.#onError));
    return button;
  }
}

function eventRow(event: EventView, contract: DeployedContract | undefined): HTMLElement {
  const decoded = contract?.language === "Solidity" ? decodeSolidityEvent(contract, event) : undefined;
  const [topic, data] =
    decoded === undefined
      ? [event.topic, event.data.join(", ")]
      : [decoded.name, decoded.values.map(({ name, value }) => `${name}: ${String(value)}`).join(", ")];
  return element(
    "p",
    { className: "line" },
    element("strong", { textContent: `${event.contract} ${topic}` }),
    element("span", { textContent: data }),
  );
}

function logRow({ contract, text }: LogLine): HTMLElement {
  return element(
    "p",
    { className: "line" },
    element("strong", { textContent: contract }),
    element("span", { textContent: text }),
  );
}
