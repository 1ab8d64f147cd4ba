/** A sequential object: what operations do when they come one after the other. */
export interface SequentialModel<State, Input, Output> {
  readonly initial: State;
  /**
   * The state after an operation that answered `output`, undefined when it cannot have answered so. Without an output (nobody heard the answer) every answer
   * is possible.
   */
  readonly step: (state: State, input: Input, output: Output | undefined) => { readonly state: State } | undefined;
  /** Equal for equal states, and for no others. */
  readonly stateKey: (state: State) => string;
}

/** One operation of a client, as the client saw it. Times are of one clock, in any unit. */
export interface Operation<Input, Output> {
  readonly client: number;
  readonly input: Input;
  readonly invokedAt: number;
  /** Undefined when the client never heard the answer: it took effect at any time since, or never. */
  readonly answer: { readonly at: number; readonly output: Output } | undefined;
}

export type LinearizabilityVerdict<Input, Output> =
  | { readonly kind: "linearizable" }
  /** No order explains the history; the longest one that explains a part of it, and the operation that does not fit behind it. */
  | {
      readonly kind: "violation";
      readonly longest: readonly Operation<Input, Output>[];
      readonly unexplained: Operation<Input, Output> | undefined;
    }
  /** Given up after `searchStepsMax`. */
  | { readonly kind: "undecided" };

/** Histories of some hundred operations need some thousand steps; one that needs more has too many unknown answers. */
const searchStepsMax = 1_000_000;

/**
 * Whether operations of concurrent clients can be put in one order that the model explains and in which none comes before one that had ended when it
 * began. Searches as Wing and Gong do, and remembers where it has been (Lowe; also in Porcupine): sets of operations with the state they led to.
 *
 * Spec: Wing, Gong: Testing and verifying concurrent objects (1993); Lowe: Testing for linearizability (2017).
 */
export function checkLinearizability<State, Input, Output>(
  model: SequentialModel<State, Input, Output>,
  operations: readonly Operation<Input, Output>[],
): LinearizabilityVerdict<Input, Output> {
  const { stateKey: keyOf } = model;
  const history = new EventList(operations);
  const order: { readonly event: CallEvent<Input, Output>; readonly before: State }[] = [];
  const seen = new Set<string>();
  let longest: readonly number[] = [];
  let state = model.initial;
  let taken = 0n;
  let missing = operations.filter(({ answer }) => answer !== undefined).length;
  let event = history.first;
  for (let steps = 0; missing > 0; steps++) {
    if (steps > searchStepsMax) return { kind: "undecided" };
    if (event?.kind === "call") {
      const { input, answer } = event.operation;
      const after = model.step(state, input, answer?.output);
      const takenAfter = taken | (1n << BigInt(event.index));
      // What nobody heard of and changes nothing explains nothing.
      const isIdle = answer === undefined && after !== undefined && keyOf(after.state) === keyOf(state);
      const place = after === undefined ? "" : `${takenAfter.toString(36)} ${keyOf(after.state)}`;
      if (after === undefined || isIdle || seen.has(place)) {
        event = event.next;
        continue;
      }
      seen.add(place);
      order.push({ event, before: state });
      ({ state } = after);
      taken = takenAfter;
      if (answer !== undefined) missing--;
      history.lift(event);
      event = history.first;
      if (order.length > longest.length) longest = order.map(({ event: { index } }) => index);
    } else {
      // An operation ended before any order was found for it: the last choice was wrong.
      const last = order.pop();
      if (last === undefined) return violation(operations, longest);
      state = last.before;
      taken &= ~(1n << BigInt(last.event.index));
      if (last.event.operation.answer !== undefined) missing++;
      history.unlift(last.event);
      event = last.event.next;
    }
  }
  return { kind: "linearizable" };
}

function violation<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  longest: readonly number[],
): LinearizabilityVerdict<Input, Output> {
  const explained = new Set(longest);
  const rest = operations.filter(({ answer }, index) => answer !== undefined && !explained.has(index));
  const [unexplained] = rest.toSorted((a, b) => (a.answer?.at ?? 0) - (b.answer?.at ?? 0));
  return { kind: "violation", longest: longest.flatMap((index) => operations[index] ?? []), unexplained };
}

interface CallEvent<Input, Output> {
  readonly kind: "call";
  readonly index: number;
  readonly operation: Operation<Input, Output>;
  readonly end: EndEvent<Input, Output> | undefined;
  previous: Event<Input, Output> | undefined;
  next: Event<Input, Output> | undefined;
}

interface EndEvent<Input, Output> {
  readonly kind: "end";
  previous: Event<Input, Output> | undefined;
  next: Event<Input, Output> | undefined;
}

type Event<Input, Output> = CallEvent<Input, Output> | EndEvent<Input, Output>;

/** Beginnings and ends of operations in the order of their times; an operation can be taken out and put back where it was. */
class EventList<Input, Output> {
  #first: Event<Input, Output> | undefined;

  constructor(operations: readonly Operation<Input, Output>[]) {
    const timed = operations.flatMap((operation, index) => {
      const links = { previous: undefined, next: undefined };
      const end: EndEvent<Input, Output> | undefined =
        operation.answer === undefined ? undefined : { kind: "end", ...links };
      const call: CallEvent<Input, Output> = { kind: "call", index, operation, end, ...links };
      const calls: readonly { at: number; event: Event<Input, Output> }[] = [{ at: operation.invokedAt, event: call }];
      return end === undefined ? calls : [...calls, { at: operation.answer?.at ?? 0, event: end }];
    });
    // At the same time, beginnings come first: such operations overlap.
    const rank = ({ event }: { readonly event: Event<Input, Output> }): number => (event.kind === "call" ? 0 : 1);
    let last: Event<Input, Output> | undefined;
    for (const { event } of timed.toSorted((a, b) => a.at - b.at || rank(a) - rank(b))) {
      event.previous = last;
      if (last === undefined) this.#first = event;
      else last.next = event;
      last = event;
    }
  }

  get first(): Event<Input, Output> | undefined {
    return this.#first;
  }

  lift(call: CallEvent<Input, Output>): void {
    this.#unlink(call);
    if (call.end !== undefined) this.#unlink(call.end);
  }

  /** Undoes the last `lift`. */
  unlift(call: CallEvent<Input, Output>): void {
    if (call.end !== undefined) this.#link(call.end);
    this.#link(call);
  }

  #unlink({ previous, next }: Event<Input, Output>): void {
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next !== undefined) next.previous = previous;
  }

  #link(event: Event<Input, Output>): void {
    if (event.previous === undefined) this.#first = event;
    else event.previous.next = event;
    if (event.next !== undefined) event.next.previous = event;
  }
}
