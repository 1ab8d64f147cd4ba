type Child = Node | string | undefined;

/** Properties that are set, e.g. `className` or `onclick`. */
type Properties<Tag extends keyof HTMLElementTagNameMap> = Partial<
  Omit<HTMLElementTagNameMap[Tag], "children" | "style">
>;

/** Makes an element. Texts stay texts: nothing is read as HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties<Tag> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A button that cannot be pressed again while its action runs; what the action throws goes to `onError`. */
export function actionButton(
  text: string,
  action: () => Promise<void> | void,
  { onError, className = "" }: { readonly onError: (error: unknown) => void; readonly className?: string },
): HTMLButtonElement {
  const button = element("button", { type: "button", textContent: text, className });
  const run = async (): Promise<void> => {
    button.disabled = true;
    try {
      await action();
    } catch (error) {
      onError(error);
    } finally {
      button.disabled = false;
    }
  };
  button.addEventListener("click", () => void run());
  return button;
}

/** A labelled control. */
export function field(label: string, control: HTMLElement): HTMLLabelElement {
  return element("label", { className: "field" }, element("span", { textContent: label }), control);
}
