import { type ReactNode, useSyncExternalStore } from "react";

const moved = new EventTarget();

/** The address's path and query; it follows links, `go` and the browser's buttons. */
export function usePath(): { readonly path: string; readonly query: URLSearchParams } {
  const href = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  const url = new URL(href, location.origin);
  return { path: url.pathname, query: url.searchParams };
}

function subscribe(changed: () => void): () => void {
  moved.addEventListener("moved", changed);
  addEventListener("popstate", changed);
  return () => {
    moved.removeEventListener("moved", changed);
    removeEventListener("popstate", changed);
  };
}

/** Goes to another page of the portal. `replace` leaves no step in the browser's history. */
export function go(to: string, how: "push" | "replace" = "push"): void {
  if (how === "push") history.pushState(undefined, "", to);
  else history.replaceState(undefined, "", to);
  moved.dispatchEvent(new Event("moved"));
  if (how === "push") scrollTo(0, 0);
}

/** A link within the portal. */
export function Link({ to, children }: { readonly to: string; readonly children: ReactNode }): ReactNode {
  return (
    <a
      href={to}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
