import { findItem, Item, listKeys } from "./easy-codec";

/** The running call's parameters as EasyCodec bytes: where the host was told to put them. */
let start: usize = 0;
let length: u32 = 0;

/** End of what was allocated before the first call; everything behind it belongs to one call. */
let mark: usize = 0;

/** Makes room for a call's parameters, and forgets what calls before this one left. Spec: vm.md §2.2. */
export function allocateInput(size: u32): usize {
  if (mark == 0) mark = heap.alloc(0);
  else {
    // The stub allocator takes back its last block only: make one block, whose size stands before it, of all behind the mark.
    const last = heap.alloc(0);
    const end = last + load<usize>(last - sizeof<usize>());
    store<usize>(mark - sizeof<usize>(), end - mark);
    heap.realloc(mark, 0);
  }
  start = heap.alloc(size);
  length = size;
  return start;
}

/** A parameter's value as it came; null when it is missing. */
export function inputItem(name: string): Item | null {
  return findItem(start, length, name);
}

export function inputKeys(): string[] {
  return listKeys(start, length);
}
