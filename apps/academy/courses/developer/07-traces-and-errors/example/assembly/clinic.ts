import { callContract, CallParameters, log, StateMap, toText } from "@yanta/contract-sdk";

const places = new StateMap<u64>("places");
const booked = new StateMap<string>("booked");

/** Says how many patients a doctor sees today. */
export function open(doctor: string, count: u64): void {
  places.set(doctor, count);
}

/** Books a patient in, and returns how many places are left. */
export function book(patient: string, doctor: string): u64 {
  const left = places.getOr(doctor, 0);
  log("book " + patient + " with " + doctor + ", " + left.toString() + " places left");
  assert(left > 0, "error");
  const answer = callContract("insurance", "plan", new CallParameters().add<string>("patient", patient));
  booked.set(patient, doctor + "/" + toText<Uint8Array>(answer));
  places.set(doctor, left - 1);
  return left - 1;
}
