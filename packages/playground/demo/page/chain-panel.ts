import type { Playground } from "@yanta/playground";
import { actionButton, element, field } from "./element.ts";
import { language, words } from "./words.ts";

export interface ChainPanelOptions {
  readonly playground: Playground;
  /** The chain went back. */
  readonly onChanged: () => Promise<void>;
  readonly onLoad: (dump: Uint8Array) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

const daySeconds = 86_400n;

/** The controls of the chain. */
export class ChainPanel {
  readonly root: HTMLElement;
  readonly #options: ChainPanelOptions;
  readonly #state = element("p", { className: "state" });
  readonly #snapshots = element("div", { className: "row" });

  constructor(options: ChainPanelOptions) {
    this.#options = options;
    const { playground, onError } = options;
    const button = (text: string, action: () => Promise<void>): HTMLButtonElement =>
      actionButton(text, action, { onError });
    this.root = element(
      "section",
      { className: "panel" },
      element("h2", { textContent: words.chain }),
      this.#state,
      element(
        "div",
        { className: "row" },
        button(words.snapshot, async () => {
          await playground.snapshot();
          await this.refresh();
        }),
        button(words.day, async () => {
          await playground.increaseTime(daySeconds);
          await this.refresh();
        }),
      ),
      element(
        "div",
        { className: "row" },
        this.#miningField(),
        button(words.mine, async () => void (await playground.mine())),
      ),
      this.#snapshots,
      element(
        "div",
        { className: "row" },
        button(words.save, () => this.#save()),
        this.#fileButton(),
        button(words.reset, async () => {
          if (!confirm(words.resetSure)) return;
          await playground.reset();
          await options.onChanged();
        }),
      ),
    );
  }

  async refresh(): Promise<void> {
    const { playground, onChanged, onError } = this.#options;
    const [{ height }, { now }, snapshots] = await Promise.all([
      playground.getTip(),
      playground.time(),
      playground.snapshots(),
    ]);
    this.#state.replaceChildren(
      element("span", { textContent: `${words.height} ${height}` }),
      element("span", { textContent: `${words.time} ${timeText(now)}` }),
    );
    const buttons = snapshots.map((snapshot) => {
      const goBack = async (): Promise<void> => {
        await playground.revert(snapshot.id);
        await onChanged();
      };
      return actionButton(words.revertTo(snapshot.height), goBack, { onError, className: "quiet" });
    });
    this.#snapshots.replaceChildren(...buttons);
  }

  #miningField(): HTMLElement {
    const { playground, onError } = this.#options;
    const select = element(
      "select",
      {},
      element("option", { value: "auto", textContent: words.auto }),
      element("option", { value: "manual", textContent: words.manual }),
    );
    select.addEventListener("change", () => {
      const kind = select.value === "manual" ? "manual" : "auto";
      playground.setMining({ kind }).catch(onError);
    });
    return field(words.mining, select);
  }

  async #save(): Promise<void> {
    const dump = await this.#options.playground.dump();
    const address = URL.createObjectURL(new Blob([new Uint8Array(dump)]));
    element("a", { href: address, download: "chain.yanta" }).click();
    URL.revokeObjectURL(address);
  }

  #fileButton(): HTMLElement {
    const input = element("input", { type: "file", hidden: true, accept: ".yanta" });
    const load = async (): Promise<void> => {
      const [file] = input.files ?? [];
      if (file !== undefined) await this.#options.onLoad(new Uint8Array(await file.arrayBuffer()));
      input.value = "";
    };
    input.addEventListener("change", () => void load().catch(this.#options.onError));
    const button = element("button", { type: "button", textContent: words.load });
    button.addEventListener("click", () => input.click());
    return element("span", {}, button, input);
  }
}

/** Unix seconds in the reader's form. */
export function timeText(unixSeconds: bigint): string {
  return new Date(Number(unixSeconds) * 1000).toLocaleString(language === "zh" ? "zh-CN" : "en-GB");
}
