import { LanguageProvider } from "@yanta/ui";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { Refusal } from "./ask.ts";
import { SessionProvider } from "./session.tsx";
import { SigningProvider } from "./signing.tsx";

/** How long an answer is good without asking again. */
const freshMs = 1_000;
const retriesMax = 2;
/** Others act, too: what is shown is asked for again while the page is looked at. */
const againMs = 15_000;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: freshMs,
      refetchInterval: againMs,
      // A refusal stays one; a service that is busy or away may be back.
      retry: (failures, error) => failures < retriesMax && error instanceof Refusal && error.problem.retryable,
    },
  },
});

const root = document.querySelector("#root");
if (root === null) throw new Error("the page has no #root");
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <SessionProvider>
          <SigningProvider>
            <App />
          </SigningProvider>
        </SessionProvider>
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
