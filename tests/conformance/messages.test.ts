import { checkCases } from "./check-cases.ts";
import { checkJsonView, schemaNamed } from "./message-vector.ts";

checkCases("messages.json", (vector) =>
  checkJsonView(schemaNamed(vector.text("message")), vector.value["value"], vector.hex("bytes")),
);
