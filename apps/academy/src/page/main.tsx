import { createRoot } from "react-dom/client";
import type { CoursePath } from "../course/course.ts";
import { App } from "./app.tsx";

const response = await fetch("/courses.json");
const paths = (await response.json()) as readonly CoursePath[];
const root = document.querySelector("#root");
if (root !== null) createRoot(root).render(<App paths={paths} />);
