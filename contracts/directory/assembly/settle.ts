import { Acting } from "./acting";
import { Clock } from "./clock";
import { Correction } from "./corrections";
import { Entry } from "./entry";
import { need, refuse } from "./refuse";
import { Request } from "./request";

/**
 * Counts a provisional deadline again, after the holiday calendar of its year was set; any member may have it done. `subject` is
 * `request.<id>`, `entry.<code>` or `correction.<id>`.
 */
export function settleClock(acting: Acting, subject: string): void {
  const id = subject.substring(subject.indexOf(".") + 1);
  if (subject == "request." + id) {
    const request = Request.load(id, "subject");
    request.setClock(settled(request.clock, request.state));
    request.save(acting.deed("settleClock", request.at, request.state, request.state));
  } else if (subject == "entry." + id) {
    const entry = Entry.load(id, "subject");
    const state = entry.state.toString();
    entry.setClock(settled(entry.clock, state));
    entry.save(entry.state, acting.deed("settleClock", entry.at, state, state));
  } else if (subject == "correction." + id) {
    const correction = Correction.load(id);
    const clock = settled(correction.clock, correction.state);
    correction.enter(acting, "settleClock", correction.state, correction.state, clock, "");
  } else refuse("DIR_FORMAT", "subject", subject);
}

function settled(clock: Clock, state: string): Clock {
  need(clock.isProvisional && !clock.isPaused, "DIR_STATE", "settleClock", state);
  return clock.settled();
}
