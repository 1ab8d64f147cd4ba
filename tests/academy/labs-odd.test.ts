import { checkLabs } from "./check-labs.ts";

checkLabs(1);
